"""What a provider of hits asks with: the typed text folded as names are kept, the condition for a word, the first few of many."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TypeVar

from django.db import connection
from django.db.models import Model, Q, QuerySet

M = TypeVar("M", bound=Model)
# Among so many the best are sought: sorting all that contain "an", or resemble "pharma", would read half the table.
CANDIDATES = 50


@lru_cache(maxsize=1024)
def fold(text: str) -> str:
    """The text as names are kept for comparing: asked of the database, so that there is one rule."""
    with connection.cursor() as cursor:
        cursor.execute("select lower(mutua_unaccent(%s))", [" ".join(text.replace("\x00", "").split())])
        return str(cursor.fetchone()[0])


def containing(word: str, column: str) -> Q:
    """That this word, folded already, stands in the folded column."""
    if len(word) > 2:
        return Q(**{f"{column}__contains": word})
    # Two letters make no trigram; as the beginning of a word they do
    return Q(**{f"{column}__startswith": word}) | Q(**{f"{column}__contains": f" {word}"})


def foremost(seen: QuerySet[M], fitting: QuerySet[M], *order: str, limit: int, ways: Sequence[Q] = (Q(),)) -> list[M]:
    """At most `limit` of the rows that fit, in this order, of some hundreds. fitting: rows of `seen`; ways: on one of which each of them is
    found, where one question for all of them has no index.

    Two questions, since in one the planner would walk along the order and read all that does not fit.
    """
    numbers: list[int] = []
    for way in ways:
        numbers += fitting.filter(way).order_by().values_list("pk", flat=True)[: CANDIDATES - len(numbers)]
    return list(seen.filter(pk__in=numbers).order_by(*order)[:limit]) if numbers else []
