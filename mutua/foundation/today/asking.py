"""Asking every source, each in a savepoint of its own: one that fails is named, the others are shown."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Q

from mutua.foundation.access.actor import Actor
from mutua.foundation.database.apart import apart
from mutua.foundation.days import today
from mutua.foundation.today.models import PutOff
from mutua.foundation.today.registry import Extra, Need, Source, asides_for, headlines_for, notices_for, sources_for

log = logging.getLogger(__name__)
MOST_PER_GROUP = 12
NOTICES = "notices"  # what a person put away of them hangs on this name, beside the keys of the groups
T = TypeVar("T")


@dataclass(frozen=True)
class Group:
    """The needs of one source. count: all that the source tells; needs: the first few; failed: the source broke."""

    key: str
    title: Any
    note: Any
    needs: list[Need]
    count: int
    failed: bool = False

    @property
    def more(self) -> int:
        return self.count - len(self.needs)


@dataclass(frozen=True)
class Notice:
    """A strip above the list. stays: it cannot be put away."""

    key: str
    template: str
    context: dict[str, Any]
    stays: bool


@dataclass(frozen=True)
class Figure:
    figure: str
    unit: str
    words: Any


def groups_for(actor: Actor, put_off: set[tuple[str, str]], *, team: bool = False, everything: str = "") -> list[Group]:
    """What needs this actor, in groups; `everything` names the group that is shown to its end."""
    groups = [_group(source, actor, team, put_off, everything == source.key) for source in sources_for(actor)]
    return [group for group in groups if group.count or group.failed]


def figures_for(actor: Actor) -> list[Figure]:
    """At most two figures beside the number of needs."""
    told = (_told(f"The headline {extra.key}", extra, actor) for extra in headlines_for(actor))
    return [Figure(*figure) for figure in told if figure is not None][:2]


def strips_for(actor: Actor, put_off: set[tuple[str, str]]) -> list[Notice]:
    """The notices that have something to say and were not put away."""
    asked = [extra for extra in notices_for(actor) if extra.stays or (NOTICES, extra.key) not in put_off]
    told = ((extra, _told(f"The notice {extra.key}", extra, actor)) for extra in asked)
    return [Notice(extra.key, said[0], said[1], extra.stays) for extra, said in told if said is not None]


def side_column_for(actor: Actor) -> list[tuple[str, dict[str, Any]]]:
    told = (_told(f"The panel {extra.key}", extra, actor) for extra in asides_for(actor))
    return [panel for panel in told if panel is not None]


def _told(what: str, extra: Extra, actor: Actor) -> Any:
    return _safely(what, lambda: extra.ask(actor))


def _group(source: Source, actor: Actor, team: bool, put_off: set[tuple[str, str]], whole: bool) -> Group:
    asked = _safely(f"The group {source.key}", lambda: list(source.ask(actor, team=team)))
    if asked is None:
        return Group(source.key, source.title, source.note, [], 0, failed=True)
    left = [need for need in asked if (source.key, need.key) not in put_off]
    return Group(source.key, source.title, source.note, left if whole else left[:MOST_PER_GROUP], len(left))


def put_off_by(actor: Actor) -> set[tuple[str, str]]:
    """(group, line) of everything that this actor does not want to see today."""
    if actor.user_id is None:
        return set()
    still = PutOff.objects.filter(Q(until=None) | Q(until__gt=today()), user_id=actor.user_id)
    return set(still.values_list("source", "need"))


def put_off_of(actor: Actor, source: str) -> frozenset[str]:
    """The lines of one source that this actor does not want to see now: a source that tells the first few only leaves them out before it counts."""
    return frozenset(need for of, need in put_off_by(actor) if of == source)


def _safely(what: str, ask: Callable[[], T]) -> T | None:
    try:
        with apart():
            return ask()
    except Exception:
        # Today is where everybody begins the day: a broken source must not take the page away.
        log.exception("%s of Today could not be shown", what)
        return None
