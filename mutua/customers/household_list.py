"""The list of households."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from mutua.customers.actions.edit_household import edit_household
from mutua.customers.cells import name_cell, owner_cell
from mutua.customers.lists import mine
from mutua.customers.models import Household
from mutua.customers.queries.finding import matching
from mutua.customers.queries.households import count_members, households_seen
from mutua.foundation.access import Actor, require
from mutua.foundation.lists import Blank, BulkAct, Column, Done, Earlier, ListSpec, Starter
from mutua.foundation.lists.changing import change_act
from mutua.foundation.records.actions.put_back import of_own_act, put_back
from mutua.foundation.records.actions.restore import restore_chosen
from mutua.foundation.records.actions.soft_delete_many import soft_delete_many
from mutua.foundation.ui.formats import ago


def delete_households(actor: Actor, ids: list[int], cleaned: dict[str, Any]) -> Done:
    return Done(*soft_delete_many(actor, households_seen(actor).filter(pk__in=ids)))


def bring_households_back(actor: Actor, ids: list[int], earlier: Earlier) -> int:
    return restore_chosen(actor, Household, ids, earlier.since)


def put_households_back(actor: Actor, ids: list[int], earlier: Earlier) -> Done:
    """Undo of a change of many households."""
    require(actor, "customers.person.edit")
    own = of_own_act(actor)
    rows = households_seen(own).filter(pk__in=ids)
    count, left = put_back(rows, earlier.run_id, lambda household, values: edit_household(own, household.pk, version=None, **values))
    return Done(count, left=left)


def _prepare(actor: Actor, rows: list[Any]) -> None:
    counted = count_members(actor, rows)
    for row in rows:
        row.how_many = counted.get(row.pk, 0)


HOUSEHOLDS = ListSpec(
    kind="household",
    model=Household,
    title=_("Households"),
    noun=_("households"),
    base=households_seen,
    columns=[
        Column("name", _("Household"), text=name_cell, sort="sort_key", phone=True, value=lambda row: row.name, css="c-name"),
        Column("members", _("Members"), text=lambda row: str(row.how_many or "–"), value=lambda row: row.how_many, numeric=True),
        Column("address", _("Address"), text=lambda row: " ".join(row.address.split())),
        Column("owner", _("Owner"), text=owner_cell, value=lambda row: row.owner.name if row.owner else "", sort="owner__name"),
        Column("changed", _("Changed"), text=lambda row: ago(row.updated_at), value=lambda row: row.updated_at, sort="updated_at", numeric=True),
    ],
    default_sort="name",
    link=lambda row: row.get_absolute_url(),
    select_related=("owner",),
    search=matching,
    prepare=_prepare,
    starters=[Starter("mine", _("Mine"), mine)],
    custom_edit=("customers.person.edit", edit_household),
    new=("customers:household-new", _("New household"), "customers.person.create"),
    bulk=[
        change_act([], kind="household", needs="customers.person.edit", take_back=put_households_back, custom=("customers.person.edit", edit_household)),
        BulkAct(
            "delete", _("Delete"), icon="trash", needs="customers.person.delete", run=delete_households, danger=True,
            take_back=bring_households_back,
        ),
    ],
    export="customers.person.view",
    blank=Blank(_("No households yet"), _("A household is people who live together and are served as one: one address, one delivery, one letter.")),
)  # fmt: skip
