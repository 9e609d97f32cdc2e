"""The kinds of lines that a timeline can be narrowed to: each domain says which of its sentences belong together."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from mutua.foundation.access import Actor, may
from mutua.foundation.events.sentence import wordings

# What no domain has claimed: that a record was added, changed, merged, imported.
CHANGES = "change"


@dataclass(frozen=True)
class LineKind:
    """nouns: beginnings of sentence keys, such as "daybook.interaction". about: kinds of records it is offered for; none: for all."""

    key: str
    label: Any
    nouns: tuple[str, ...]
    order: int
    about: tuple[str, ...] = ()


_kinds: dict[str, LineKind] = {CHANGES: LineKind(CHANGES, _("Changes"), (), 90)}


def line_kind(key: str, label: Any, nouns: Collection[str], *, order: int, about: Collection[str] = ()) -> None:
    """Declare a kind. nouns: the first two words of sentence keys ("sales.opportunity"), or all of a domain ("relationships.")."""
    _kinds[key] = LineKind(key, label, tuple(nouns), order, tuple(about))
    _kinds_of.cache_clear()


def kinds_about(subject_kind: str) -> list[LineKind]:
    """The kinds that are offered for records of this kind, in order."""
    fitting = (kind for kind in _kinds.values() if not kind.about or subject_kind in kind.about)
    return sorted(fitting, key=lambda kind: kind.order)


def kind_named(key: str) -> LineKind | None:
    return _kinds.get(key)


def noun_of(sentence: str) -> str:
    """ "sales.opportunity.won" is about a "sales.opportunity": what the database generates as well."""
    return ".".join(sentence.split(".")[:2])


def readable_nouns(actor: Actor) -> set[str]:
    """The nouns of which this actor may read at least one sentence."""
    return {noun_of(key) for key, wording in wordings().items() if not wording.needs or may(actor, wording.needs)}


def nouns_of(kind: LineKind, readable: Collection[str]) -> list[str]:
    """Those of them that are of this kind."""
    return sorted(noun for noun in readable if kind.key in _kinds_of(noun))


@cache
def _kinds_of(noun: str) -> frozenset[str]:
    """The keys of the kinds that claim it; what nobody claims is a change."""
    claimed = (
        kind.key for kind in _kinds.values() if any(noun.startswith(one) if one.endswith(".") else noun == one for one in kind.nouns)
    )
    return frozenset(claimed) or frozenset({CHANGES})
