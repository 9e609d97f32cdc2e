"""What filters and roll-ups know of interactions, tasks and meetings, and how they hang on accounts and people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from mutua.customers.models import Account, Person
from mutua.customers.queries.colleagues import colleagues
from mutua.daybook.models import Interaction, Meeting, Task
from mutua.foundation.access.hidden import hides
from mutua.foundation.fields.kinds import takes_custom_fields
from mutua.foundation.fields.registry import field, has_many, leads_to
from mutua.foundation.identity.models import User
from mutua.relationships.models import Touchpoint
from mutua.strategy.models import GenericStrategy


def _of_ours() -> Iterable[tuple[str, Any]]:
    return [(str(pk), name) for pk, name in colleagues().values_list("pk", "name")]


def _touchpoints() -> Iterable[tuple[str, Any]]:
    return [(str(pk), name) for pk, name in Touchpoint.objects.order_by("position").values_list("pk", "name")]


def _strategies() -> Iterable[tuple[str, Any]]:
    return [(str(pk), name) for pk, name in GenericStrategy.objects.order_by("name").values_list("pk", "name")]


field("interaction", key="channel", label=_("Channel"), kind="choice", choices=lambda: Interaction.Channel.choices)
field("interaction", key="side", label=_("Who began it"), kind="choice", choices=lambda: Interaction.Side.choices)
field("interaction", key="on", label=_("Day"), kind="date", path="at__date")

field("interaction", key="account", label=_("Account"), kind="text", path="account__name")
field("interaction", key="touchpoint", label=_("Touchpoint"), kind="link", path="touchpoint_id", choices=_touchpoints)
field("interaction", key="inferred", label=_("Touchpoint inferred"), kind="bool", path="touchpoint_inferred")
field("interaction", key="owner", label=_("Noted by"), kind="link", path="owner_id", choices=_of_ours)

field("task", key="account", label=_("Account"), kind="text", path="account__name")
field("task", key="assignee", label=_("Who does it"), kind="link", path="assignee_id", choices=_of_ours)
field("task", key="strategy", label=_("Strategy"), kind="link", path="strategy_id", choices=_strategies)
field("task", key="title", label=_("What"), kind="text")
field("task", key="due_on", label=_("Due"), kind="date")
field("task", key="done_on", label=_("Done on"), kind="date", path="done_at__date")

field("meeting", key="account", label=_("Account"), kind="text", path="account__name")
field("meeting", key="touchpoint", label=_("Touchpoint"), kind="link", path="touchpoint_id", choices=_touchpoints)
field("meeting", key="place", label=_("Where"), kind="text")
field("meeting", key="title", label=_("About"), kind="text")
field("meeting", key="on", label=_("Day"), kind="date", path="begins_at__date")

for _kind, _title, _model in (
    ("task", _("Tasks"), Task),
    ("interaction", _("Interactions"), Interaction),
    ("meeting", _("Meetings"), Meeting),
):
    takes_custom_fields(_kind, _title, _model)
    hides(_model, _kind, {})
    leads_to(_kind, key="account", label=_("Account"), to="account", model=Account)
leads_to("task", key="assignee", label=_("Who does it"), to="user", model=User, seen=lambda actor: colleagues(), only=("name", "team"))
leads_to("interaction", key="person", label=_("Person"), to="person", model=Person)
has_many("account", key="interactions", label=_("Interactions"), to="interaction", model=Interaction, via="account")
has_many("account", key="tasks", label=_("Tasks"), to="task", model=Task, via="account")
has_many("account", key="meetings", label=_("Meetings"), to="meeting", model=Meeting, via="account")
has_many("person", key="interactions", label=_("Interactions"), to="interaction", model=Interaction, via="person")
has_many("person", key="tasks", label=_("Promises to them"), to="task", model=Task, via="promised_to")
