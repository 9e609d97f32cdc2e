"""Finding accounts and people by what somebody remembers of them: a beginning, a part, a misspelling, a number.

Each step is answered by an index, and the next is only asked while hits are missing: what the text looks like first (a mail address, a
telephone number, a number in another system, the address of a website), then beginnings of names (b-tree), their words (trigrams) and words
with a slip in them (what is left of each without one of its letters). A hit says why it is one, unless its name shows it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Model, Q, QuerySet, Value
from django.utils.translation import gettext as _

from mutua.customers.models import Account, ContactPoint, Identifier, Person
from mutua.customers.models.folding import Slips
from mutua.customers.queries.accounts import accounts_seen
from mutua.customers.queries.people import people_seen
from mutua.foundation.access import Actor, may
from mutua.foundation.access.hidden import hidden_columns, without_hidden
from mutua.foundation.search.words import CANDIDATES, containing, fold, foremost

M = TypeVar("M", bound=Model)

SHORTEST_SIMILAR = 4
ALIKE = 500  # names with a slip, whoever sees them; among more than these somebody's own are sought by themselves
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


def matching(queryset: QuerySet[M], text: str) -> QuerySet[M]:
    """The rows whose names contain every word of the text: for the search box of a list."""
    for word in fold(text).split():
        queryset = queryset.filter(search__contains=word)
    return queryset


def matching_people(actor: Actor, queryset: QuerySet[Person], text: str) -> QuerySet[Person]:
    """The same for people, who are also found by a part of a mail address or telephone number."""
    by_contact = _contact(text)
    return queryset.filter(pk__in=_persons_with(actor, by_contact)) if by_contact is not None else matching(queryset, text)


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
    words = folded.split()
    # As `Slips` parts them: what is shorter, such as the letters of "s.a.", says too little to be misspelt
    long = [word for word in re.split(r"[\W_]+", folded) if len(word) > 2]

    def beginning(known: list[int], missing: int) -> Iterable[Hit[M]]:
        rows = seen.filter(sort_key__startswith=folded).exclude(pk__in=known).order_by("sort_key", "pk")
        return [Hit(row) for row in rows[:missing]]

    def worded(known: list[int], missing: int) -> Iterable[Hit[M]]:
        fitting = seen.exclude(pk__in=known).filter(*(containing(word, "search") for word in words))
        rows = foremost(seen, fitting, "sort_key", "pk", limit=missing)
        return [Hit(row, _other_name(row, folded)) for row in rows]

    def similar(known: list[int], missing: int) -> Iterable[Hit[M]]:
        def alike(rows: QuerySet[M], most: int) -> list[int]:
            slips = rows.exclude(pk__in=known).alias(slips=Slips("search"))
            fitting = slips.filter(*(Q(slips__overlap=Slips(Value(word))) for word in long))
            return list(fitting.order_by().values_list("pk", flat=True)[:most])

        # Few names are alike, and the index has them at once; of a thousand that somebody sees, the slips would be worked out one by one.
        numbers = alike(seen.model._default_manager.all(), ALIKE)
        near = list(_most_alike(seen.filter(pk__in=numbers), folded, missing))
        if len(near) < missing and len(numbers) == ALIKE:
            near = list(_most_alike(seen.filter(pk__in=alike(seen, CANDIDATES)), folded, missing))
        return [Hit(row, _("similar name")) for row in near]

    return [beginning, worded, similar] if long and len(folded) >= SHORTEST_SIMILAR else [beginning, worded]


def _most_alike(rows: QuerySet[M], folded: str, limit: int) -> QuerySet[M]:
    return rows.order_by(TrigramWordSimilarity(folded, "search").desc(), "pk")[:limit]


def _other_name(row: M, folded: str) -> str:
    """The trading name in which the text stands, where the legal name has it not."""
    names = getattr(row, "trading_names", [])
    if not names or folded in fold(str(row)):
        return ""
    return next((_("trades as %(name)s") % {"name": name} for name in names if folded in fold(name)), "")


def _steps_by_contact(actor: Actor, seen: QuerySet[M], party: str, text: str) -> list[Step[M]]:
    """Who is reached at such an address or number; the hit shows which."""
    condition = _contact(text) or _mail_begun(text)
    if condition is None or not may(actor, "customers.person.view"):
        return []

    def reached(known: list[int], missing: int) -> Iterable[Hit[M]]:
        # That there is one says so much to the planner that it does not walk through those of the other kind of party
        points = without_hidden(actor, ContactPoint.objects.filter(condition))
        points = points.filter(**{f"{party}__isnull": False, f"{party}__in": seen.order_by().values("pk")})
        # One record may have several that fit; of some more than are missing there are enough records
        found = sorted(points.order_by().values_list("normalised", "pk", party, "value")[:CANDIDATES])[: 4 * missing]
        value_of = {owner: value for _normalised, _pk, owner, value in reversed(found)}
        rows = seen.filter(pk__in=value_of).exclude(pk__in=known).order_by("sort_key", "pk")[:missing] if value_of else ()
        return [Hit(row, str(value_of[row.pk])) for row in rows]

    return [reached]


def _steps_by_number(actor: Actor, seen: QuerySet[M], party: str, text: str) -> list[Step[M]]:
    """Who has this number in another system or register, or one that begins so."""
    text = text.strip()
    if not re.search(r"\d", text) or " " in text or "@" in text or not may(actor, "customers.account.view"):
        return []

    # Of those that the actor sees: a number that many have would hide its own behind the first fifty of others.
    numbers = Identifier.objects.filter(**{f"{party}__isnull": False, f"{party}__in": seen.order_by().values("pk")}).order_by()
    told = numbers.values_list("pk", party, "system", "kind", "value")

    def having(fitting: QuerySet[Any, Any], known: list[int], missing: int) -> Iterable[Hit[M]]:
        said = {owner: f"{system} {kind} {value}" for _pk, owner, system, kind, value in sorted(fitting[:50], reverse=True)}
        rows = seen.filter(pk__in=said).exclude(pk__in=known).order_by("sort_key", "pk")[:missing] if said else ()
        return [Hit(row, said[row.pk]) for row in rows]

    def registered(known: list[int], missing: int) -> Iterable[Hit[M]]:
        return having(told.filter(value__in={text, text.upper()}), known, missing)

    def begun(known: list[int], missing: int) -> Iterable[Hit[M]]:
        return having(told.filter(value__istartswith=text), known, missing) if len(text) >= SHORTEST_NUMBER else ()

    def imported(known: list[int], missing: int) -> Iterable[Hit[M]]:
        rows = seen.filter(source_key=text).exclude(pk__in=known).order_by("sort_key", "pk")[:missing]
        return [Hit(row, _("%(key)s in %(source)s") % {"key": row.source_key, "source": row.source}) for row in rows]  # type: ignore[attr-defined]

    return [registered, imported, begun]


def _steps_by_website(seen: QuerySet[Account], text: str) -> list[Step[Account]]:
    """Who has this domain: typed as an address on the web, or behind the @ of a mail address."""
    domain = re.sub(r"^(https?://)?(www\.)?", "", text.strip().rpartition("@")[2].lower()).rstrip("/")
    if not re.fullmatch(r"[^\s/]{2,}\.[^\s]{2,}", domain):
        return []

    def at_domain(known: list[int], missing: int) -> Iterable[Hit[Account]]:
        fitting = seen.filter(website__icontains=domain).exclude(pk__in=known)
        return [Hit(row, row.website) for row in foremost(seen, fitting, "sort_key", "pk", limit=missing)]

    return [at_domain]


def _persons_with(actor: Actor, condition: Q) -> QuerySet[ContactPoint, dict[str, int]]:
    return without_hidden(actor, ContactPoint.objects.filter(condition, person__isnull=False)).order_by().values("person")


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


def _mail_begun(text: str) -> Q | None:
    """The condition on a contact point, if the text may be the beginning of a mail address: a word with a figure or a mark in it."""
    text = text.strip()
    if len(text) >= SHORTEST_NUMBER and re.fullmatch(r"[^\W\d][\w.+-]*[\d._+-][\w.+-]*", text):
        return Q(kind="mail", normalised__startswith=text.lower())
    return None
