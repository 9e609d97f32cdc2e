"""The list of deals."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from mutua.customers.cells import owner_cell
from mutua.customers.forms import AssignForm
from mutua.foundation.access import Actor
from mutua.foundation.lists import Blank, BulkAct, Column, Done, Earlier, ListSpec, Starter
from mutua.foundation.records.actions.restore import restore_chosen
from mutua.foundation.records.actions.soft_delete_many import soft_delete_many
from mutua.foundation.ui.formats import day
from mutua.sales.actions.edit_opportunity import edit_opportunity
from mutua.sales.models import Opportunity
from mutua.sales.queries.opportunities import WITH, opportunities_seen


def matching(queryset: QuerySet[Opportunity], text: str) -> QuerySet[Opportunity]:
    return queryset.filter(Q(name__icontains=text) | Q(source_key__istartswith=text) | Q(account__name__icontains=text))


@transaction.atomic
def assign_deals(actor: Actor, ids: list[int], cleaned: dict[str, Any]) -> int:
    for deal in opportunities_seen(actor).filter(pk__in=ids):
        edit_opportunity(actor, deal.pk, version=None, owner=cleaned["owner"])
    return len(ids)


def delete_deals(actor: Actor, ids: list[int], cleaned: dict[str, Any]) -> Done:
    return Done(*soft_delete_many(actor, opportunities_seen(actor).filter(pk__in=ids)))


def bring_deals_back(actor: Actor, ids: list[int], earlier: Earlier) -> int:
    return restore_chosen(actor, Opportunity, ids, earlier.since)


DEALS = ListSpec(
    kind="opportunity",
    model=Opportunity,
    title=_("Deals"),
    noun=_("deals"),
    base=opportunities_seen,
    columns=[
        Column("name", _("Deal"), template="sales/deals/_name_cell.html", sort="name", phone=True, value=lambda row: row.name, css="c-name"),
        Column("account", _("Account"), text=lambda row: row.account.name, sort="account__sort_key"),
        Column("stage", _("Stage"), text=lambda row: str(row.stage), sort="stage__order"),
        Column("amount", _("Amount"), template="sales/deals/_amount_cell.html", value=lambda row: row.amount, sort="amount", numeric=True, phone=True),
        Column("strategy", _("Strategy"), template="sales/deals/_strategy_cell.html", value=lambda row: row.strategy.name if row.strategy else ""),
        Column("engaged", _("Engaged"), text=lambda row: day(row.engaged_on), value=lambda row: row.engaged_on, sort="engaged_on", numeric=True),
        Column("closed", _("Closed"), text=lambda row: day(row.closed_on), value=lambda row: row.closed_on, sort="closed_on", numeric=True),
        Column("owner", _("Owner"), text=owner_cell, value=lambda row: row.owner.name if row.owner else "", sort="owner__name"),
        Column("number", _("Number"), text=lambda row: row.source_key, sort="source_key", hidden=True),
        Column("currency", _("Currency"), text=lambda row: row.currency, hidden=True),
        Column("reason", _("Why it was lost"), text=lambda row: row.lost_reason, hidden=True),
    ],
    default_sort="-amount",
    link=lambda row: row.get_absolute_url(),
    select_related=WITH,
    search=matching,
    starters=[
        Starter("open", _("Open"), lambda actor: {"field": "kind", "op": "is", "value": "open"}),
        Starter("mine", _("Mine"), lambda actor: _mine(actor)),
        Starter("off", _("Off strategy"), lambda actor: {"all": [{"field": "kind", "op": "is", "value": "open"}, {"field": "strategy", "op": "empty"}]}),
        Starter("won", _("Won"), lambda actor: {"field": "kind", "op": "is", "value": "won"}, sort="-closed"),
    ],
    new=("sales:deal-new", _("New deal"), "sales.opportunity.create"),
    bulk=[
        BulkAct("assign", _("Assign"), icon="user-share", needs="sales.opportunity.assign", form=AssignForm, run=assign_deals),
        BulkAct("delete", _("Delete"), icon="trash", needs="sales.opportunity.delete", run=delete_deals, danger=True, take_back=bring_deals_back),
    ],
    export="sales.opportunity.view",
    blank=Blank(
        _("No deals yet"),
        _("A deal is what one account may buy from us. It names the strategy it serves, or counts as off strategy."),
        steps=[
            (_("Open the first deal"), _("An account and a product are enough: the price and the strategy follow.")),
            (_("Or import your pipeline"), _("Rows that name no account wait in the repair list.")),
            (_("See it on the board"), _("Move cards by drag, or with [ and ].")),
        ],
    ),
)  # fmt: skip


def _mine(actor: Actor) -> dict[str, Any] | None:
    if not actor.user_id:
        return None
    return {"all": [{"field": "owner", "op": "is", "value": actor.user_id}, {"field": "kind", "op": "is", "value": "open"}]}
