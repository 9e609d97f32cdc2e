"""Segments whose rule names a field that is hidden from the person who looks.

Their names and the strategies for them stay: which strategy serves an account, whoever works with it has to know. The rule, with its values, is
not told, and neither is who belongs to the segment, how many they are, and who came and went: from these the hidden values could be read.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mutua.foundation.access import Actor
from mutua.foundation.fields.known import Known
from mutua.foundation.filters import fields_named
from mutua.strategy.models import Segment


def unseen_field(actor: Actor, party_kind: str, predicate: dict[str, Any] | None, known: Known | None = None) -> str:
    """The first field of the predicate that this actor does not know; "" where there is none. No query where nothing is hidden from the actor."""
    if not actor.hidden or not predicate:
        return ""
    known = known or Known(actor)
    return next((key for key in sorted(fields_named(predicate)) if known.named(party_kind, key) is None), "")


def is_concealed(actor: Actor, segment: Segment) -> bool:
    return bool(unseen_field(actor, segment.party_kind, segment.predicate))


def concealed(actor: Actor) -> list[int]:
    """The numbers of all such segments."""
    if not actor.hidden:
        return []
    known = Known(actor)
    rows: Iterable[tuple[int, str, dict[str, Any]]] = Segment.objects.exclude(predicate={}).values_list("pk", "party_kind", "predicate")
    return [number for number, kind, predicate in rows if unseen_field(actor, kind, predicate, known)]
