"""The list of deals."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from mutua.customers.cells import owner_cell
from mutua.customers.forms import AssignForm
from mutua.foundation.access import Actor, require
from mutua.foundation.lists import Blank, BulkAct, Column, Done, Earlier, ListSpec, Starter
from mutua.foundation.lists.changing import change_act
from mutua.foundation.records.actions.put_back import of_own_act, put_back
from mutua.foundation.records.actions.restore import restore_chosen
from mutua.foundation.records.actions.soft_delete_many import soft_delete_many
from mutua.foundation.tags.listing import tag_act, tags_list_column
from mutua.foundation.ui.formats import day
from mutua.sales.actions.edit_opportunity import edit_opportunity
from mutua.sales.models import Opportunity
from mutua.sales.queries.opportunities import WITH, opportunities_seen


def matching(queryset: QuerySet[Opportunity], text: str) -> QuerySet[Opportunity]:
    return queryset.filter(Q(name__icontains=text) | Q(source_key__istartswith=text) | Q(account__name__icontains=text))


@transaction.atomic
def assign_deals(actor: Actor, ids: list[int], cleaned: dict[str, Any]) -> int:
    others = list(opportunities_seen(actor).filter(pk__in=ids).exclude(owner=cleaned["owner"]).values_list("pk", flat=True))
    for number in others:
        edit_opportunity(actor, number, version=None, owner=cleaned["owner"])
    return len(others)


def put_deals_back(actor: Actor, ids: list[int], earlier: Earlier, needs: str = "sales.opportunity.assign") -> Done:
    """Undo of assigning, changing or tagging many deals."""
    require(actor, needs)
    own = of_own_act(actor)
    rows = opportunities_seen(own).filter(pk__in=ids)
    count, left = put_back(rows, earlier.run_id, lambda deal, values: edit_opportunity(own, deal.pk, version=None, **values))
    return Done(count, left=left)


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
        tags_list_column(),
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
    custom_edit=("sales.opportunity.edit", edit_opportunity),
    new=("sales:deal-new", _("New deal"), "sales.opportunity.create"),
    bulk=[
        BulkAct("assign", _("Assign"), icon="user-share", needs="sales.opportunity.assign", form=AssignForm, run=assign_deals, take_back=put_deals_back),
        change_act([], kind="opportunity", needs="sales.opportunity.edit", take_back=partial(put_deals_back, needs="sales.opportunity.edit"), custom=("sales.opportunity.edit", edit_opportunity)),
        tag_act("opportunity", needs="sales.opportunity.edit", take_back=partial(put_deals_back, needs="sales.opportunity.edit")),
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
