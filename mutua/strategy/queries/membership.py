"""Who belongs to a segment: asked of the database, whole, for today."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet

from mutua.customers.models import Account, Person
from mutua.foundation.filters import apply_filter
from mutua.strategy.models import Segment

PARTIES: dict[str, type[Any]] = {Segment.PartyKind.ACCOUNT: Account, Segment.PartyKind.PERSON: Person}


def parties_matching(party_kind: str, predicate: dict[str, Any], *, today: date | None = None) -> QuerySet[Any]:
    """The accounts or people for which the predicate is true. An empty predicate is everybody. Raises FilterError."""
    return apply_filter(PARTIES[party_kind].objects.all(), party_kind, predicate or None, today=today)
