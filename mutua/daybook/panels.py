"""What the daybook shows on the pages of an account and of an interaction."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from mutua.customers.models import Account, Household, Person
from mutua.daybook.composing import composer_for
from mutua.daybook.models import Interaction, Task
from mutua.daybook.queries.daybook import tasks_seen
from mutua.daybook.queries.preparing import next_meetings
from mutua.foundation import days
from mutua.foundation.access import Actor
from mutua.foundation.access.prepared import prepared
from mutua.foundation.panels import panel
from mutua.strategy.queries.serving import strategies_on

SHOWN = 6
Filled = tuple[str, dict[str, Any]] | None


@panel("account", key="composer", title=_("Note what happened"), place="line", order=10, needs="daybook.interaction.create")
def composer(actor: Actor, account: Account) -> Filled:
    return "daybook/composer/_composer.html", {
        "form": composer_for(actor, account),
        "address": reverse("daybook:compose", args=[account.pk]),
    }


@panel("person", key="composer", title=_("Note what happened"), place="line", order=10, needs="daybook.interaction.create")
def person_composer(actor: Actor, person: Person) -> Filled:
    form = composer_for(actor, person)
    return "daybook/composer/_composer.html", {"form": form, "address": reverse("daybook:compose-person", args=[person.pk])}


@panel("household", key="composer", title=_("Note what happened"), place="line", order=10, needs="daybook.interaction.create")
def household_composer(actor: Actor, household: Household) -> Filled:
    address = reverse("daybook:compose-household", args=[household.pk])
    return "daybook/composer/_composer.html", {"form": composer_for(actor, household), "address": address}


@panel("account", key="tasks", title=_("Tasks"), place="side", order=35, needs="daybook.task.view")
def tasks(actor: Actor, account: Account) -> Filled:
    rows = _next_tasks(actor, account.pk)
    return ("daybook/panels/_tasks.html", {"tasks": rows, "today": days.today()}) if rows else None


@prepared
def _next_tasks(actor: Actor, account_id: int) -> QuerySet[Task]:
    open_ones = tasks_seen(actor).filter(account=account_id, done_at=None).select_related("assignee", "promised_to")
    return open_ones.order_by(F("due_on").asc(nulls_last=True), "pk")[:SHOWN]


@panel("account", key="meeting-them", title=_("Meeting them"), place="side", order=33, needs="daybook.meeting.view", lazy=True)
def meeting_them(actor: Actor, account: Account) -> Filled:
    """The next meetings, and the page before and the form after one."""
    return "daybook/panels/_meeting_them.html", {"meetings": next_meetings(actor, account)}


@panel("interaction", key="strategies", title=_("Strategies that it serves"), place="side", order=20, needs="strategy.strategy.view")
def served_by(actor: Actor, interaction: Interaction) -> Filled:
    day = localtime(interaction.at).date()
    return "daybook/panels/_strategies.html", {"strategies": strategies_on(actor, _customer(interaction), day)}


def _customer(interaction: Interaction) -> Q:
    """Whom it was about, among the members of segments: a person where that is the customer, and not somebody at an account."""
    found = Q(pk__in=[])
    if interaction.account_id is not None:
        found |= Q(account=interaction.account_id)
    elif interaction.person_id is not None:
        found |= Q(person=interaction.person_id)
    return found | Q(household=interaction.household_id) if interaction.household_id is not None else found
