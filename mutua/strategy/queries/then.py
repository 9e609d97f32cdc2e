"""Which version of a strategy said what on a day of the past."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from mutua.foundation.access import Actor
from mutua.foundation.identity.models import User
from mutua.strategy.models import GenericStrategy, StrategyVersion
from mutua.strategy.queries.remembered import as_known, end_of
from mutua.strategy.queries.strategies import version_shown, versions_seen

WORDS = ("statement", "who", "value_to_them", "value_to_us", "what_we_do", "ansoff")


@dataclass(frozen=True)
class Then:
    """A strategy on a day: its name and owner, and the version that was in force; without one the newest draft of that day, with its words of that day.

    put_in_force: the day on which somebody said so, where that came after the day that is asked for.
    """

    day: date
    name: str
    owner: Any
    version: StrategyVersion
    state: str
    put_in_force: date | None = None


def then(actor: Actor, strategy: GenericStrategy, day: date) -> Then | None:
    """None where there was no version yet. What was approved is shown as it stands: it never changed."""
    name, owner = _identity(strategy, day)
    begun = Q(active_from__lte=day) & (Q(ended_on=None) | Q(ended_on__gt=day))
    seen = versions_seen(actor).filter(strategy=strategy)
    in_force = seen.filter(begun).exclude(state__in=["draft", "challenged", "approved"]).order_by("-active_from", "-number").first()
    if in_force is not None:
        version = version_shown(actor, strategy, in_force.number)
        return Then(day, name, owner, version, StrategyVersion.State.ACTIVE, _put_in_force_after(version, day))
    newest = seen.filter(created_at__lt=end_of(day)).order_by("-number").first()
    if newest is None:
        return None
    version = version_shown(actor, strategy, newest.number)
    known = as_known([newest], day, [*WORDS, "state"])[newest.pk]
    for word in WORDS:
        setattr(version, word, known[word])
    return Then(day, name, owner, version, known["state"])


def _put_in_force_after(version: StrategyVersion, day: date) -> date | None:
    """The day on which the version stopped being approved only, if that came after this one."""
    events = version.events.filter(state=StrategyVersion.State.APPROVED, pgh_created_at__gte=end_of(day))  # type: ignore[attr-defined]
    moment = events.order_by("-pgh_id").values_list("pgh_created_at", flat=True).first()
    return timezone.localdate(moment) if moment else None


def _identity(strategy: GenericStrategy, day: date) -> tuple[str, Any]:
    known = as_known([strategy], day, ["name", "owner_id"])[strategy.pk]
    owner = strategy.owner if known["owner_id"] == strategy.owner_id else User.objects.filter(pk=known["owner_id"]).first()
    return known["name"], owner
