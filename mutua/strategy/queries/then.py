"""Which version of a strategy said what on a day of the past."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from mutua.foundation.access import Actor, find
from mutua.foundation.identity.models import User
from mutua.strategy.models import GenericStrategy, StrategyVersion
from mutua.strategy.queries.parts_then import PartsThen, parts_then
from mutua.strategy.queries.remembered import as_known, end_of
from mutua.strategy.queries.strategies import version_shown, versions_seen
from mutua.strategy.rules.lifecycle import OPEN_TO_CHANGE

WORDS = ("statement", "who", "value_to_them", "value_to_us", "what_we_do", "ansoff", "alpha")


@dataclass(frozen=True)
class Then:
    """A strategy on a day: its name and owner, and the version that was in force; without one the newest draft of that day, with its words of that day.

    parts: what a draft rested on; None where it was approved by then, and rests on what it rests on today. put_in_force: the day on which somebody said so, where that came after the day that is asked for.
    """

    day: date
    name: str
    owner: Any
    version: StrategyVersion
    state: str
    parts: PartsThen | None = None
    put_in_force: date | None = None


def then(actor: Actor, strategy: GenericStrategy, day: date) -> Then | None:
    """None where there was no version yet. What was approved is shown as it stands: it never changed."""
    name, owner = _identity(strategy, day)
    begun = Q(active_from__lte=day) & (Q(ended_on=None) | Q(ended_on__gt=day))
    seen = versions_seen(actor).filter(strategy=strategy)
    in_force = seen.filter(begun).exclude(state__in=["draft", "challenged", "approved"]).order_by("-active_from", "-number").first()
    if in_force is not None:
        version = version_shown(actor, strategy, in_force.number)
        return Then(day, name, owner, version, StrategyVersion.State.ACTIVE, put_in_force=_put_in_force_after(version, day))
    newest = seen.filter(created_at__lt=end_of(day)).order_by("-number").first()
    if newest is None:
        return None
    version, parts = worded(actor, strategy, newest, day)
    return Then(day, name, owner, version, version.state, parts)


def worded(actor: Actor, strategy: GenericStrategy, version: StrategyVersion, day: date) -> tuple[StrategyVersion, PartsThen | None]:
    """The version with its words and state of the day, and what it rested on; None for what it rests on today, because it was approved by then.

    Nothing at all stands in the parts of a day on which nobody kept them.
    """
    known = as_known([version], day, [*WORDS, "state"])[version.pk]
    was_open = known["state"] in OPEN_TO_CHANGE
    told = version if was_open else version_shown(actor, strategy, version.number)
    for word in (*WORDS, "state"):
        setattr(told, word, known[word])
    told.strategy = strategy
    if not was_open:
        return told, None
    return told, parts_then(actor, told, day) if are_parts_known(told, day) else PartsThen()


def versions_on(versions: QuerySet[StrategyVersion], day: date) -> QuerySet[StrategyVersion]:
    """Those that there were at the end of the day."""
    return versions.filter(created_at__lt=end_of(day))


def known_by(actor: Actor, strategy: GenericStrategy, number: int, day: date | None) -> tuple[StrategyVersion, PartsThen | None]:
    """The version of this number as it stands, or as it stood at the end of a day: see `worded`. Raises NotFound."""
    if day is None:
        version = version_shown(actor, strategy, number)
        version.strategy = strategy
        return version, None
    return worded(actor, strategy, find(versions_on(versions_seen(actor).filter(strategy=strategy), day), number=number), day)


def are_parts_known(version: StrategyVersion, day: date) -> bool:
    """Whether what stood in an open version was kept on that day."""
    return version.parts_since < end_of(day)


def _put_in_force_after(version: StrategyVersion, day: date) -> date | None:
    """The day on which the version stopped being approved only, if that came after this one."""
    events = version.events.filter(state=StrategyVersion.State.APPROVED, pgh_created_at__gte=end_of(day))  # type: ignore[attr-defined]
    moment = events.order_by("-pgh_id").values_list("pgh_created_at", flat=True).first()
    return timezone.localdate(moment) if moment else None


def _identity(strategy: GenericStrategy, day: date) -> tuple[str, Any]:
    known = as_known([strategy], day, ["name", "owner_id"])[strategy.pk]
    owner = strategy.owner if known["owner_id"] == strategy.owner_id else User.objects.filter(pk=known["owner_id"]).first()
    return known["name"], owner
