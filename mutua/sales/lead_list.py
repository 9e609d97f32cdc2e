"""The list of leads."""

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
from mutua.foundation.ui.formats import ago
from mutua.sales.actions.assign_lead import assign_lead
from mutua.sales.actions.edit_lead import edit_lead
from mutua.sales.models import Lead
from mutua.sales.models.lead import OPEN_STATES
from mutua.sales.queries.leads import leads_seen, worded_leads

WITH = ("owner", "offering", "strategy")
OPEN = {"field": "state", "op": "in", "value": [state.value for state in OPEN_STATES]}


def matching(queryset: QuerySet[Lead], text: str) -> QuerySet[Lead]:
    known = queryset.filter(Q(mail_normalised__startswith=text.strip().lower()) | Q(source_key__istartswith=text))
    return queryset.filter(Q(pk__in=known.values("pk")) | Q(pk__in=worded_leads(queryset, text).values("pk")))


@transaction.atomic
def assign_leads(actor: Actor, ids: list[int], cleaned: dict[str, Any]) -> int:
    others = list(leads_seen(actor).filter(pk__in=ids).exclude(owner=cleaned["owner"]).values_list("pk", flat=True))
    for number in others:
        edit_lead(actor, number, version=None, owner=cleaned["owner"])
    return len(others)


@transaction.atomic
def give_in_turn(actor: Actor, ids: list[int], cleaned: dict[str, Any]) -> int:
    """Open ones, in the order in which they arrived."""
    waiting = leads_seen(actor).filter(pk__in=ids, state__in=OPEN_STATES).order_by("arrived_at", "pk").values_list("pk", flat=True)
    return len([assign_lead(actor, number, version=None) for number in list(waiting)])


def put_leads_back(actor: Actor, ids: list[int], earlier: Earlier, needs: str = "sales.lead.assign") -> Done:
    """Undo of assigning, changing or tagging many leads."""
    require(actor, needs)
    own = of_own_act(actor)
    rows = leads_seen(own).filter(pk__in=ids)
    count, left = put_back(rows, earlier.run_id, lambda lead, values: edit_lead(own, lead.pk, version=None, **values))
    return Done(count, left=left)


def delete_leads(actor: Actor, ids: list[int], cleaned: dict[str, Any]) -> Done:
    return Done(*soft_delete_many(actor, leads_seen(actor).filter(pk__in=ids)))


def bring_leads_back(actor: Actor, ids: list[int], earlier: Earlier) -> int:
    return restore_chosen(actor, Lead, ids, earlier.since)


LEADS = ListSpec(
    kind="lead",
    model=Lead,
    title=_("Leads"),
    noun=_("leads"),
    base=leads_seen,
    columns=[
        Column("name", _("Lead"), template="sales/leads/_name_cell.html", sort="organisation", phone=True, value=lambda row: row.name, css="c-name"),
        Column("state", _("State"), template="sales/leads/_state_cell.html", value=lambda row: str(row.get_state_display()), sort="state", phone=True),
        Column("offering", _("Asks for"), text=lambda row: row.offering.name if row.offering else "–", sort="offering__name"),
        Column("strategy", _("Strategy"), template="sales/leads/_strategy_cell.html", value=lambda row: row.strategy.name if row.strategy else ""),
        Column("came_by", _("How it came"), text=lambda row: row.came_by or "–", sort="came_by", hidden=True),
        Column("owner", _("Owner"), text=owner_cell, value=lambda row: row.owner.name if row.owner else "", sort="owner__name"),
        Column("arrived", _("Arrived"), text=lambda row: ago(row.arrived_at), value=lambda row: row.arrived_at, sort="arrived_at", numeric=True),
        tags_list_column(),
        Column("organisation", _("Organisation"), text=lambda row: row.organisation, hidden=True, sort="organisation"),
        Column("person", _("Person"), text=lambda row: row.person_name, hidden=True, sort="family_name"),
        Column("mail", _("Mail"), text=lambda row: row.mail, hidden=True),
        Column("phone", _("Telephone"), text=lambda row: row.phone, hidden=True),
        Column("country", _("Country"), text=lambda row: row.country, hidden=True, sort="country"),
        Column("industry", _("Industry"), text=lambda row: row.industry, hidden=True, sort="industry"),
        Column("reason", _("Why not"), text=lambda row: row.disqualified_reason, hidden=True),
        Column("number", _("Number"), text=lambda row: row.source_key, sort="source_key", hidden=True),
    ],
    default_sort="-arrived",
    link=lambda row: row.get_absolute_url(),
    select_related=WITH,
    search=matching,
    starters=[
        Starter("open", _("Open"), lambda actor: OPEN),
        Starter("mine", _("Mine"), lambda actor: {"all": [{"field": "owner", "op": "is", "value": actor.user_id}, OPEN]} if actor.user_id else None),
        Starter("new", _("New"), lambda actor: {"field": "state", "op": "is", "value": "new"}),
        Starter("off", _("Fits no strategy"), lambda actor: {"all": [OPEN, {"field": "strategy", "op": "empty"}]}),
        Starter("disqualified", _("Disqualified"), lambda actor: {"field": "state", "op": "is", "value": "disqualified"}),
    ],
    custom_edit=("sales.lead.edit", edit_lead),
    new=("sales:lead-new", _("New lead"), "sales.lead.create"),
    bulk=[
        BulkAct("assign", _("Assign"), icon="user-share", needs="sales.lead.assign", form=AssignForm, run=assign_leads, take_back=put_leads_back),
        BulkAct("in-turn", _("Give in turn"), icon="user-share", needs="sales.lead.assign", run=give_in_turn, take_back=put_leads_back),
        change_act([], kind="lead", needs="sales.lead.edit", take_back=partial(put_leads_back, needs="sales.lead.edit"), custom=("sales.lead.edit", edit_lead)),
        tag_act("lead", needs="sales.lead.edit", take_back=partial(put_leads_back, needs="sales.lead.edit")),
        BulkAct("delete", _("Delete"), icon="trash", needs="sales.lead.delete", run=delete_leads, danger=True, take_back=bring_leads_back),
    ],
    export="sales.lead.view",
    blank=Blank(
        _("No leads yet"),
        _("A lead is somebody who may become a customer, before we know whether we want to serve them."),
        steps=[
            (_("Note the first lead"), _("A name and an address are enough.")),
            (_("Or import a list"), _("Columns of other programs are recognised by themselves.")),
            (_("Ask what its strategy asks"), _("Qualified leads become an account, a person and a deal.")),
        ],
    ),
)  # fmt: skip
