"""Finding accounts and people by what somebody remembers of them: a beginning, a part, a misspelling, a number.

Each step is one query that an index answers, and the next is only asked while hits are missing: beginnings of names first (b-tree),
then parts of names (trigrams), then similar names (trigrams), for people also mail addresses and telephone numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection
from django.db.models import Model, Q, QuerySet

from mutua.customers.models import Account, ContactPoint, Person
from mutua.customers.queries.accounts import accounts_seen
from mutua.customers.queries.people import people_seen
from mutua.foundation.access import Actor

M = TypeVar("M", bound=Model)

# Among so many the best are sought: sorting all that contain "an", or resemble "pharma", would read half the table.
CANDIDATES = 200
SHORTEST_SIMILAR = 4
SHORTEST_NUMBER = 4


def find_accounts(actor: Actor, text: str, limit: int) -> list[Account]:
    """At most `limit` accounts, best first."""
    return _gathered(_steps_by_name(accounts_seen(actor), fold(text)), limit)


def find_people(actor: Actor, text: str, limit: int) -> list[Person]:
    """At most `limit` people, best first; a mail address or a telephone number is looked for among their contact points."""
    seen = people_seen(actor)
    steps = _steps_by_contact(seen, text)
    if "@" not in text:
        steps += _steps_by_name(seen, fold(text))
    return _gathered(steps, limit)


@lru_cache(maxsize=1024)
def fold(text: str) -> str:
    """The text as names are kept for comparing: asked of the database, so that there is one rule."""
    with connection.cursor() as cursor:
        cursor.execute("select lower(mutua_unaccent(%s))", [" ".join(text.replace("\x00", "").split())])
        return str(cursor.fetchone()[0])


def matching(queryset: QuerySet[M], text: str) -> QuerySet[M]:
    """The rows whose names contain every word of the text: for the search box of a list."""
    for word in fold(text).split():
        queryset = queryset.filter(search__contains=word)
    return queryset


def matching_people(queryset: QuerySet[Person], text: str) -> QuerySet[Person]:
    """The same for people, who are also found by a part of a mail address or telephone number."""
    by_contact = _contact(text)
    return queryset.filter(pk__in=_persons_with(by_contact)) if by_contact is not None else matching(queryset, text)


Step = Callable[[list[int], int], QuerySet[M]]


def _gathered(steps: list[Step[M]], limit: int) -> list[M]:
    hits: list[M] = []
    for step in steps:
        if len(hits) < limit:
            hits += step([hit.pk for hit in hits], limit - len(hits))
    return hits


def _steps_by_name(seen: QuerySet[M], folded: str) -> list[Step[M]]:
    if not folded:
        return []
    # Two letters make no trigram; with the space before them they are the beginning of a word.
    part = folded if len(folded) > 2 else f" {folded}"

    def beginning(known: list[int], missing: int) -> QuerySet[M]:
        return seen.filter(sort_key__startswith=folded).order_by("sort_key", "pk")[:missing]

    def containing(known: list[int], missing: int) -> QuerySet[M]:
        candidates = seen.filter(search__contains=part).values("pk")[:CANDIDATES]
        return seen.filter(pk__in=candidates).exclude(pk__in=known).order_by("sort_key", "pk")[:missing]

    def similar(known: list[int], missing: int) -> QuerySet[M]:
        candidates = seen.filter(_resembling(folded)).values("pk")[:CANDIDATES]
        near = seen.filter(pk__in=candidates).exclude(pk__in=known)
        return near.order_by(TrigramWordSimilarity(folded, "search").desc(), "pk")[:missing]

    return [beginning, containing, similar] if len(folded) >= SHORTEST_SIMILAR else [beginning, containing]


def _resembling(folded: str) -> Q:
    """Like the whole text, or like each of its words: a slip weighs less in a long text, and words may stand in another order."""
    each = Q()
    for word in folded.split():
        each &= Q(**{"search__trigram_word_similar" if len(word) >= SHORTEST_SIMILAR else "search__contains": word})
    return Q(search__trigram_word_similar=folded) | each


def _steps_by_contact(seen: QuerySet[Person], text: str) -> list[Step[Person]]:
    condition = _contact(text)
    if condition is None:
        return []
    return [lambda known, missing: seen.filter(pk__in=_persons_with(condition)).order_by("sort_key", "pk")[:missing]]


def _persons_with(condition: Q) -> QuerySet[ContactPoint, dict[str, int]]:
    return ContactPoint.objects.filter(condition, person__isnull=False).order_by().values("person")


def _contact(text: str) -> Q | None:
    """The condition on a contact point, if the text looks like a mail address or a telephone number."""
    text = text.strip()
    if "@" in text:
        return Q(kind="mail", normalised__contains=text.lower())
    digits = re.sub(r"\D", "", text)
    if len(digits) >= SHORTEST_NUMBER and not re.search(r"[^\d\s()+./-]", text):
        # Written at home a number begins with one nought, abroad with two; kept it has neither.
        return Q(kind="phone", normalised__contains=digits.lstrip("0") or digits)
    return None
