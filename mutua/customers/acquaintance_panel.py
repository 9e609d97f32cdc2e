"""Who knows whom, on the pages of an account and of a person."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mutua.customers.models import Account, Person
from mutua.customers.queries.acquaintance import Acquaintance, who_knows, who_knows_whom
from mutua.customers.rules.acquaintance import Touch
from mutua.foundation.access import Actor
from mutua.foundation.panels import panel
from mutua.foundation.ui.formats import day

Filled = tuple[str, dict[str, Any]] | None
_WORDS = {
    Touch.OFTEN: gettext_lazy("Often in touch"),
    Touch.NOW_AND_THEN: gettext_lazy("In touch now and then"),
    Touch.FADING: gettext_lazy("Contact is fading"),
    Touch.LONG_AGO: gettext_lazy("No contact for a year"),
    Touch.UNKNOWN: gettext_lazy("No contact is known"),
}


@panel(
    "account",
    key="who-knows-whom",
    title=gettext_lazy("Who knows whom"),
    place="wide",
    tab="people",
    order=20,
    needs="customers.person.view",
)
def of_account(actor: Actor, account: Account) -> Filled:
    rows = [_row(one) for one in who_knows_whom(actor, account)]
    return ("customers/panels/_who_knows.html", {"rows": rows, "names": True}) if rows else None


@panel("person", key="who-knows", title=gettext_lazy("Who of ours knows them"), place="main", order=20, needs="customers.person.view")
def of_person(actor: Actor, person: Person) -> Filled:
    rows = [_row(one) for one in who_knows(actor, person)]
    return ("customers/panels/_who_knows.html", {"rows": rows, "names": False}) if rows else None


def _row(one: Acquaintance) -> dict[str, Any]:
    return {"known": one, "words": _WORDS[one.touch], "because": because(one)}


def because(one: Acquaintance) -> str:
    """What the words rest on: the last day and how many in a year, of what."""
    said = []
    if one.last is not None:
        said.append(_("last on %(day)s") % {"day": day(one.last)})
    if one.counted:
        said.append(_("%(each)s in a year") % {"each": ", ".join(one.counted)})
    if one.responsible:
        said.append(_("looks after the account"))
    return " · ".join(said)
