"""Looking for records by the words of their titles, for the palette: whatever the case, the accents and the order of the words."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, QuerySet

from mutua.customers.models.folding import Folded
from mutua.foundation.search.words import containing, fold

M = TypeVar("M", bound=Model)


def worded(queryset: QuerySet[M], column: str, text: str) -> QuerySet[M]:
    """The rows in whose column every word of the text stands. An index by trigrams of Folded(column) answers."""
    words = fold(text).split()
    if not words:
        return queryset.none()
    named: QuerySet[M] = queryset.alias(folded=Folded(column))  # type: ignore[assignment]  # an alias adds nothing to the rows
    return named.filter(*(containing(word, "folded") for word in words))
