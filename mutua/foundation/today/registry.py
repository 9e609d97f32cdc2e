"""Who says what needs a person: domains register functions, Today asks them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from mutua.foundation.access import may
from mutua.foundation.access.actor import Actor


@dataclass(frozen=True)
class Need:
    """One line of Today.

    key: stable for the same thing as long as it is the same news; what a person puts off hangs on it.
    reason: one sentence. evidence_*: the rows that it rests on. glyph: ok, watch, breach, none, us, them, both or an icon.
    when: short, as it is shown. act_method: "post" for an act that needs no further page.
    """

    key: str
    what: Any
    reason: Any
    what_url: str = ""
    evidence_label: Any = ""
    evidence_url: str = ""
    evidence_icon: str = "stack-2"
    when: Any = ""
    late: bool = False
    act_label: Any = ""
    act_url: str = ""
    act_key: str = ""
    act_icon: str = "arrow-right"
    act_method: str = "get"
    glyph: str = "none"
    account_id: int | None = None


Ask = Callable[..., Sequence[Need]]


@dataclass(frozen=True)
class Source:
    """One group of Today. ask(actor, team=bool): the needs that this actor may see; team: those of the people it works with too."""

    key: str
    title: Any
    note: Any
    order: int
    needs: str
    ask: Ask


@dataclass(frozen=True)
class Extra:
    """A panel of the side column, a figure of the head, or a notice above everything. stays: a person cannot put it away."""

    key: str
    order: int
    needs: str
    ask: Callable[[Actor], Any]
    stays: bool = True


_sources: dict[str, Source] = {}
_asides: dict[str, Extra] = {}
_headlines: dict[str, Extra] = {}
_notices: dict[str, Extra] = {}


def needs_me(*, key: str, title: Any, needs: str, order: int = 50, note: Any = "") -> Callable[[Ask], Ask]:
    """Register what may need a person."""

    def register(ask: Ask) -> Ask:
        _sources[key] = Source(key, title, note, order, needs, ask)
        return ask

    return register


def aside(*, key: str, needs: str, order: int = 50) -> Callable[[Callable[[Actor], Any]], Callable[[Actor], Any]]:
    """Register a panel of the side column: returns (template, context) or None."""
    return _extra(_asides, key, needs, order)


def headline(*, key: str, needs: str, order: int = 50) -> Callable[[Callable[[Actor], Any]], Callable[[Actor], Any]]:
    """Register a figure of the head: returns (figure, unit, words) or None."""
    return _extra(_headlines, key, needs, order)


def notice(*, key: str, needs: str, order: int = 50, stays: bool = False) -> Callable[[Callable[[Actor], Any]], Callable[[Actor], Any]]:
    """Register a strip above the list: returns (template, context) or None. A person puts it away for good, unless it stays."""
    return _extra(_notices, key, needs, order, stays)


def _extra(
    registry: dict[str, Extra], key: str, needs: str, order: int, stays: bool = True
) -> Callable[[Callable[[Actor], Any]], Callable[[Actor], Any]]:
    def register(ask: Callable[[Actor], Any]) -> Callable[[Actor], Any]:
        registry[key] = Extra(key, order, needs, ask, stays)
        return ask

    return register


def sources_for(actor: Actor) -> list[Source]:
    return sorted((s for s in _sources.values() if may(actor, s.needs)), key=lambda s: (s.order, s.key))


def asides_for(actor: Actor) -> list[Extra]:
    return sorted((e for e in _asides.values() if may(actor, e.needs)), key=lambda e: (e.order, e.key))


def headlines_for(actor: Actor) -> list[Extra]:
    return sorted((e for e in _headlines.values() if may(actor, e.needs)), key=lambda e: (e.order, e.key))


def notices_for(actor: Actor) -> list[Extra]:
    return sorted((e for e in _notices.values() if may(actor, e.needs)), key=lambda e: (e.order, e.key))
