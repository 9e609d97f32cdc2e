"""Who of ours has met whom of theirs: higher domains say what they know of contacts that happened, and here it is put into words.

A line says when the two last had contact and how often in a year. There is no score, and nobody is ranked by one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date

from mutua.foundation.access import Actor, may


@dataclass(frozen=True)
class Met:
    """One of ours with one of theirs. last: the day of the newest contact; in_year: how many there were in the year before today."""

    user_id: int
    person_id: int
    last: date
    in_year: int


Ask = Callable[[Actor, Collection[int], date], Iterable[Met]]


@dataclass(frozen=True)
class Source:
    """ask(actor, person_ids, since): contacts with these people as far as this actor sees them, one row a pair, in one query. since: from when on they are counted."""

    key: str
    counted: Callable[[int], str]
    needs: str
    ask: Ask


_sources: dict[str, Source] = {}


def contacts_known(*, key: str, counted: Callable[[int], str], needs: str) -> Callable[[Ask], Ask]:
    """Register a source of contacts; import its module in AppConfig.ready(). counted: so many of them, in words."""

    def register(ask: Ask) -> Ask:
        _sources[key] = Source(key, counted, needs, ask)
        return ask

    return register


def sources_for(actor: Actor) -> list[Source]:
    return [source for source in _sources.values() if may(actor, source.needs)]
