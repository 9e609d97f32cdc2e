"""What stands on the page of a household, and which households a person belongs to."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from mutua.customers.models import Household, Person
from mutua.customers.queries.households import household_for, households_of, is_now, members_of
from mutua.foundation.access import Actor
from mutua.foundation.fields.showing import custom_rows
from mutua.foundation.panels import panel, slot
from mutua.foundation.records.queries.history import history_of
from mutua.foundation.timeline import entries_for

Filled = tuple[str, dict[str, Any]] | None

slot("household", find=household_for)


@panel("household", key="timeline", title=_("Timeline"), place="line", order=50, needs="timeline.entry.view")
def timeline(actor: Actor, household: Household) -> Filled:
    return "customers/panels/_timeline.html", {"page": entries_for(actor, "household", household.pk)}


@panel("household", key="members", title=_("Who belongs to it"), place="main", order=10, needs="customers.person.view")
def members(actor: Actor, household: Household) -> Filled:
    rows: list[Any] = members_of(actor, household)
    for row in rows:
        row.is_now = is_now(row)
    return "customers/panels/_members.html", {"rows": rows}


@panel("household", key="about", title=_("About"), place="side", order=10, needs="customers.person.view")
def about(actor: Actor, household: Household) -> Filled:
    rows: list[tuple[Any, Any]] = [(_("Address"), household.address)] if household.address else []
    rows += [(told.label, told.html) for told in custom_rows(household, actor)]
    return ("customers/panels/_about.html", {"rows": rows, "note": household.note}) if rows or household.note else None


@panel("household", key="history", title=_("History"), place="side", order=90, needs="customers.person.view", lazy=True)
def history(actor: Actor, household: Household) -> Filled:
    return "customers/panels/_history.html", {"changes": history_of(actor, household), "record": household, "kind": "household"}


@panel("person", key="households", title=_("Household"), place="side", order=30, needs="customers.person.view")
def of_person(actor: Actor, person: Person) -> Filled:
    rows: list[Any] = households_of(actor, person)
    for row in rows:
        row.is_now = is_now(row)
    return ("customers/panels/_households.html", {"rows": rows}) if rows else None
