"""Who belongs to a segment: asked of the database, whole, for today."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet

from mutua.customers.models import Account, Household, Person
from mutua.foundation.fields.known import PREFIX, Known
from mutua.foundation.fields.registry import built_in_field
from mutua.foundation.filters import apply_filter, fields_named
from mutua.strategy.models import Segment

PARTIES: dict[str, type[Any]] = {
    Segment.PartyKind.ACCOUNT: Account,
    Segment.PartyKind.PERSON: Person,
    Segment.PartyKind.HOUSEHOLD: Household,
}


def parties_matching(party_kind: str, predicate: dict[str, Any], *, today: date | None = None, known: Known | None = None) -> QuerySet[Any]:
    """The accounts, people or households for which the predicate is true. An empty predicate is everybody. Raises FilterError.

    known: the fields, where they were read already.
    """
    return apply_filter(PARTIES[party_kind].objects.all(), party_kind, predicate or None, today=today, known=known)


def reaches_others(party_kind: str, predicate: dict[str, Any], known: Known) -> bool:
    """Whether it asks for what stands in the record of another party or of ours, such as the country of the parent account."""
    return bool(predicate) and any(_is_elsewhere(party_kind, key, known) for key in fields_named(predicate))


def _is_elsewhere(party_kind: str, key: str, known: Known) -> bool:
    found = known.named(party_kind, key)
    if found is None or not found.is_custom:
        return found is not None and built_in_field(party_kind, key) is None
    return not key.startswith(PREFIX) or found.steps > 0 or any(not one.startswith(f"{party_kind}.") for one in found.uses)
