"""Finding accounts and people by what somebody remembers of them: a beginning, a part, a misspelling, a number.

Each step is one query that an index answers, and the next is only asked while hits are missing: what the text looks like first (a mail address,
a telephone number, a number in another system, the address of a website), then beginnings of names (b-tree), parts of names and similar names
(trigrams). A hit says why it is one, unless its name shows it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from mutua.customers.models import Account, ContactPoint, Identifier, Person
from mutua.customers.queries.accounts import accounts_seen
from mutua.customers.queries.people import people_seen
from mutua.foundation.access import Actor, may
from mutua.foundation.access.hidden import hidden_columns

M = TypeVar("M", bound=Model)

# Among so many the best are sought: sorting all that contain "an", or resemble "pharma", would read half the table.
CANDIDATES = 200
SHORTEST_SIMILAR = 4
SHORTEST_NUMBER = 4


@dataclass(frozen=True)
class Hit(Generic[M]):
    """One record that was found. why: what of it fits, in words; "" where the name says it."""

    record: M
    why: str = ""


def account_hits(actor: Actor, text: str, limit: int) -> list[Hit[Account]]:
    """At most `limit` accounts, best first. Each step asks only among those that the actor sees."""
    seen, text = accounts_seen(actor), text.replace("\x00", "")
    steps = [*_steps_by_contact(actor, seen, "account", text), *_steps_by_number(actor, seen, "account", text)]
    steps += [] if "website" in hidden_columns(actor, Account) else _steps_by_website(seen, text)
    if "@" not in text:
        steps += _steps_by_name(seen, fold(text))
    return _gathered(steps, limit)


def person_hits(actor: Actor, text: str, limit: int) -> list[Hit[Person]]:
    """At most `limit` people, best first."""
    seen, text = people_seen(actor), text.replace("\x00", "")
    steps = [*_steps_by_contact(actor, seen, "person", text), *_steps_by_number(actor, seen, "person", text)]
    if "@" not in text:
        steps += _steps_by_name(seen, fold(text))
    return _gathered(steps, limit)


def find_accounts(actor: Actor, text: str, limit: int) -> list[Account]:
    """The same without the reasons."""
    return [hit.record for hit in account_hits(actor, text, limit)]


def find_people(actor: Actor, text: str, limit: int) -> list[Person]:
    """The same without the reasons."""
    return [hit.record for hit in person_hits(actor, text, limit)]


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


Step = Callable[[list[int], int], Iterable[Hit[M]]]


def _gathered(steps: list[Step[M]], limit: int) -> list[Hit[M]]:
    hits: list[Hit[M]] = []
    for step in steps:
        if len(hits) < limit:
            hits += step([hit.record.pk for hit in hits], limit - len(hits))
    return hits


def _steps_by_name(seen: QuerySet[M], folded: str) -> list[Step[M]]:
    if not folded:
        return []
    # Two letters make no trigram; with the space before them they are the beginning of a word.
    part = folded if len(folded) > 2 else f" {folded}"

    def beginning(known: list[int], missing: int) -> Iterable[Hit[M]]:
        rows = seen.filter(sort_key__startswith=folded).exclude(pk__in=known).order_by("sort_key", "pk")[:missing]
        return [Hit(row) for row in rows]

    def containing(known: list[int], missing: int) -> Iterable[Hit[M]]:
        candidates = seen.filter(search__contains=part).values("pk")[:CANDIDATES]
        rows = seen.filter(pk__in=candidates).exclude(pk__in=known).order_by("sort_key", "pk")[:missing]
        return [Hit(row, _other_name(row, folded)) for row in rows]

    def similar(known: list[int], missing: int) -> Iterable[Hit[M]]:
        candidates = seen.filter(_resembling(folded)).values("pk")[:CANDIDATES]
        near = seen.filter(pk__in=candidates).exclude(pk__in=known)
        rows = near.order_by(TrigramWordSimilarity(folded, "search").desc(), "pk")[:missing]
        return [Hit(row, _("similar name")) for row in rows]

    return [beginning, containing, similar] if len(folded) >= SHORTEST_SIMILAR else [beginning, containing]


def _other_name(row: M, folded: str) -> str:
    """The trading name in which the text stands, where the legal name has it not."""
    names = getattr(row, "trading_names", [])
    if not names or folded in fold(str(row)):
        return ""
    return next((_("trades as %(name)s") % {"name": name} for name in names if folded in fold(name)), "")


def _resembling(folded: str) -> Q:
    """Like the whole text, or like each of its words: a slip weighs less in a long text, and words may stand in another order."""
    each = Q()
    for word in folded.split():
        each &= Q(**{"search__trigram_word_similar" if len(word) >= SHORTEST_SIMILAR else "search__contains": word})
    return Q(search__trigram_word_similar=folded) | each


def _steps_by_contact(actor: Actor, seen: QuerySet[M], party: str, text: str) -> list[Step[M]]:
    """Who is reached at such an address or number; the hit shows which."""
    condition = _contact(text)
    if condition is None or not may(actor, "customers.person.view"):
        return []

    def reached(known: list[int], missing: int) -> Iterable[Hit[M]]:
        # That there is one says so much to the planner that it does not walk through those of the other kind of party
        points = ContactPoint.objects.filter(condition, **{f"{party}__isnull": False, f"{party}__in": seen.order_by().values("pk")})
        # One record may have several that fit; of some more than are missing there are enough records
        value_of = dict(reversed(points.order_by("normalised", "pk").values_list(party, "value")[: 4 * missing]))
        rows = seen.filter(pk__in=value_of).exclude(pk__in=known).order_by("sort_key", "pk")[:missing]
        return [Hit(row, str(value_of[row.pk])) for row in rows]

    return [reached]


def _steps_by_number(actor: Actor, seen: QuerySet[M], party: str, text: str) -> list[Step[M]]:
    """Who has exactly this number in another system or register."""
    text = text.strip()
    if not re.search(r"\d", text) or " " in text or "@" in text or not may(actor, "customers.account.view"):
        return []

    def registered(known: list[int], missing: int) -> Iterable[Hit[M]]:
        # Of those that the actor sees: a number that many have would hide its own behind the first fifty of others.
        numbers = Identifier.objects.filter(value__in={text, text.upper()}, **{f"{party}__in": seen.order_by().values("pk")}).order_by("pk")
        said = {
            owner: f"{system} {kind} {value}" for owner, system, kind, value in numbers.values_list(party, "system", "kind", "value")[:50]
        }
        rows = seen.filter(pk__in=said).exclude(pk__in=known).order_by("sort_key", "pk")[:missing]
        return [Hit(row, said[row.pk]) for row in rows]

    def imported(known: list[int], missing: int) -> Iterable[Hit[M]]:
        rows = seen.filter(source_key=text).exclude(pk__in=known).order_by("sort_key", "pk")[:missing]
        return [Hit(row, _("%(key)s in %(source)s") % {"key": row.source_key, "source": row.source}) for row in rows]  # type: ignore[attr-defined]

    return [registered, imported]


def _steps_by_website(seen: QuerySet[Account], text: str) -> list[Step[Account]]:
    """Who has this domain: typed as an address on the web, or behind the @ of a mail address."""
    domain = re.sub(r"^(https?://)?(www\.)?", "", text.strip().rpartition("@")[2].lower()).rstrip("/")
    if not re.fullmatch(r"[^\s/]{2,}\.[^\s]{2,}", domain):
        return []

    def at_domain(known: list[int], missing: int) -> Iterable[Hit[Account]]:
        rows = seen.filter(website__icontains=domain).exclude(pk__in=known).order_by("sort_key", "pk")[:missing]
        return [Hit(row, row.website) for row in rows]

    return [at_domain]


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
