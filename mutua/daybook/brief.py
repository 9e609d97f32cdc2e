"""What somebody has to know before a meeting: each domain registers a section, for the page and for paper alike."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from mutua.customers.models import Account
from mutua.daybook.models import Meeting
from mutua.foundation.access import Actor, may
from mutua.foundation.database.apart import apart

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Line:
    """One thing to know. note: explains it; figure: stands at the right; state: ok, watch or breach against a tolerance; side: us or them; url: the record."""

    text: Any
    note: Any = ""
    figure: Any = ""
    state: str = ""
    side: str = ""
    url: str = ""


@dataclass(frozen=True)
class Section:
    """Lines under a title. empty: said where there is none. failed: it could not be asked."""

    key: str
    title: Any
    lines: Sequence[Line] = field(default_factory=tuple)
    empty: Any = ""
    failed: bool = False


@dataclass(frozen=True)
class Occasion:
    """Before what it is read: an account, and the meeting where one is planned."""

    account: Account
    meeting: Meeting | None


Ask = Callable[[Actor, Occasion], Sequence[Line]]


@dataclass(frozen=True)
class Registered:
    key: str
    title: Any
    order: int
    needs: str
    empty: Any
    ask: Ask


_sections: dict[str, Registered] = {}


def brief_section(key: str, *, title: Any, order: int, needs: str, empty: Any = "") -> Callable[[Ask], Ask]:
    """Put what the function returns into every brief, for whoever holds the permission. empty: without it, a section with no line stays away."""

    def register(ask: Ask) -> Ask:
        _sections[key] = Registered(key, title, order, needs, empty, ask)
        return ask

    return register


def brief_of(actor: Actor, occasion: Occasion) -> list[Section]:
    """The sections that this actor may see, in order, each asked in a savepoint of its own: one that fails takes nothing down with it."""
    told = (
        _told(actor, occasion, one) for one in sorted(_sections.values(), key=lambda one: (one.order, one.key)) if may(actor, one.needs)
    )
    return [section for section in told if section.lines or section.empty or section.failed]


def _told(actor: Actor, occasion: Occasion, one: Registered) -> Section:
    try:
        with apart():
            return Section(one.key, one.title, tuple(one.ask(actor, occasion)), one.empty)
    except Exception:
        # Whatever it was: the rest is still worth knowing before a meeting, and the log has the trace.
        log.exception("The section %s of the brief on account %s could not be asked", one.key, occasion.account.pk)
        return Section(one.key, one.title, failed=True)
