"""Which lines of a timeline are wanted: read from an address and written into one, so that a look can be linked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from mutua.foundation.filters import FilterError
from mutua.foundation.timeline.kinds import kind_named, kinds_about


@dataclass(frozen=True)
class Narrowing:
    """kind: of line_kind(); person: number of the person whom a line concerns as well; since, until: days, both included."""

    kind: str = ""
    person: int | None = None
    since: date | None = None
    until: date | None = None
    touchpoint: str = ""

    @classmethod
    def read(cls, sent: Mapping[str, Any], subject_kind: str) -> Narrowing:
        """Of the parameters of an address; what is empty narrows nothing. Raises FilterError with a sentence for what cannot be read."""
        kind = str(sent.get("kind") or "")
        if kind and kind_named(kind) is None:
            known = ", ".join(one.key for one in kinds_about(subject_kind))
            raise FilterError(_("A timeline has no lines of the kind “%(kind)s”. It has: %(known)s.") % {"kind": kind[:40], "known": known})
        since, until = _day(sent.get("since")), _day(sent.get("until"))
        if since and until and until < since:
            raise FilterError(_("The period ends before it begins. Turn its two days round."))
        return cls(kind, _number(sent.get("person")), since, until, str(sent.get("touchpoint") or "")[:60])

    def query(self, **more: Any) -> str:
        """As parameters of an address, without the question mark; more: parameters besides, empty ones left out."""
        said = {**vars(self), **more}
        return urlencode({name: str(value) for name, value in said.items() if value not in (None, "")})

    def of_kind(self, kind: str) -> Narrowing:
        return replace(self, kind=kind)

    @property
    def is_empty(self) -> bool:
        return self == Narrowing()


def _day(text: Any) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(str(text))
        # Beyond, the moments of a day no longer fit into the calendar of every time zone.
        if not 1900 <= day.year <= 9998:
            raise ValueError(text)
        return day
    except ValueError:
        raise FilterError(_("“%(text)s” is no day. Write it as 2026-03-31.") % {"text": str(text)[:40]}) from None


def _number(text: Any) -> int | None:
    if not text:
        return None
    if not (str(text).isascii() and str(text).isdecimal() and len(str(text)) < 19):
        raise FilterError(_("“%(text)s” is not the number of a person.") % {"text": str(text)[:40]})
    return int(text)
