"""Finding accounts and people from what another system calls them, many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from mutua.customers.models import Account, Person
from mutua.customers.models.folding import EachFolded
from mutua.customers.queries.accounts import accounts_seen
from mutua.customers.queries.colleagues import colleagues
from mutua.customers.queries.households import households_seen
from mutua.customers.queries.merges import survivors_of
from mutua.customers.queries.people import people_seen
from mutua.foundation.access import Actor
from mutua.foundation.database.among import as_array
from mutua.foundation.imports.models import SourceRow


def accounts_named(actor: Actor, source: str, texts: Collection[str]) -> dict[str, int | None]:
    """The account that each text means: first by its key in `source`, then by its name or a trading name.

    Case and accents do not count. None where two accounts fit; a text that fits nothing is left out.
    A key of an account that was merged means the account it went into. A fixed number of queries, whatever the number of texts.
    """
    wanted = {text for text in texts if text}
    seen = accounts_seen(actor)
    found: dict[str, int | None] = (
        dict(seen.filter(source=source, source_key__among=wanted).values_list("source_key", "pk")) if source else {}
    )
    if source and (missing := wanted - set(found)):
        found |= _merged_away(actor, source, missing)
        found |= _taken_as_another(actor, source, missing - set(found))
    rest = wanted - set(found)
    if not rest:
        return found
    folded = _folded(rest)
    matches = _by_name(actor, set(folded.values()))
    for text in rest:
        numbers = matches.get(folded[text], set())
        if numbers:
            found[text] = next(iter(numbers)) if len(numbers) == 1 else None
    return found


def _merged_away(actor: Actor, source: str, keys: Collection[str]) -> dict[str, int | None]:
    gone = dict(Account.everything.filter(source=source, source_key__among=keys).exclude(deleted_at=None).values_list("source_key", "pk"))
    survivors = survivors_of("account", gone.values()) if gone else {}
    seen = set(accounts_seen(actor).filter(pk__among=survivors.values()).values_list("pk", flat=True)) if survivors else set()
    return {key: survivors[number] for key, number in gone.items() if survivors.get(number) in seen}


def _taken_as_another(actor: Actor, source: str, keys: Collection[str]) -> dict[str, int | None]:
    """Keys of rows that were taken as an account that is known by another key, or by none."""
    rows = dict(SourceRow.objects.filter(kind="accounts", source=source, source_key__among=keys).values_list("source_key", "record_id"))
    seen = set(accounts_seen(actor).filter(pk__among=rows.values()).values_list("pk", flat=True)) if rows else set()
    return {key: number for key, number in rows.items() if number in seen}


def _folded(texts: Collection[str]) -> dict[str, str]:
    """Each text as the database folds names; asking it keeps one rule for both."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select t, lower(mutua_unaccent(btrim(t))) from unnest(%s::text[]) as t", [as_array(texts)])
        return dict(cursor.fetchall())


def _by_name(actor: Actor, folded: set[str]) -> dict[str, set[int]]:
    matches: dict[str, set[int]] = defaultdict(set)
    seen = accounts_seen(actor)
    for name, number in seen.filter(sort_key__among=folded).values_list("sort_key", "pk"):
        matches[name].add(number)
    trading = seen.exclude(trading_names=[]).annotate(traded=EachFolded("trading_names")).filter(traded__overlap=sorted(folded))
    for number, names in trading.values_list("pk", "traded"):
        for name in folded.intersection(names):
            matches[name].add(number)
    return matches


def people_keyed(actor: Actor, source: str, keys: Collection[str]) -> dict[str, int]:
    """{key: person} of those that came from `source`; a key of a person who was merged means whom they went into, and a key that was taken as
    somebody else's means that person. One query where all are found, none without keys.
    """
    if not source or not keys:
        return {}
    found: dict[str, int] = dict(people_seen(actor).filter(source=source, source_key__among=keys).values_list("source_key", "pk"))
    if missing := set(keys) - set(found):
        gone = dict(Person.everything.filter(source=source, source_key__among=missing).values_list("source_key", "pk"))
        rows = SourceRow.objects.filter(kind="people", source=source, source_key__among=missing - set(gone))
        meant = {key: number for key, number in {**gone, **dict(rows.values_list("source_key", "record_id"))}.items() if number}
        into = survivors_of("person", meant.values())
        living = set(
            people_seen(actor).filter(pk__among=[into.get(number, number) for number in meant.values()]).values_list("pk", flat=True)
        )
        found |= {key: number for key, old in meant.items() if (number := into.get(old, old)) in living}
    return found


def households_keyed(actor: Actor, source: str, keys: Collection[str]) -> dict[str, int]:
    """{key: household} of those that came from `source`. One query, none without keys."""
    if not source or not keys:
        return {}
    return dict(households_seen(actor).filter(source=source, source_key__among=keys).values_list("source_key", "pk"))


def owners_named(texts: Collection[str]) -> dict[str, int | None]:
    """The colleague that each text means, by mail address or by whole name; None where two fit. One query."""
    wanted = {text.casefold(): text for text in texts}
    found: dict[str, int | None] = {}
    for number, name, mail in colleagues().values_list("pk", "name", "email"):
        for known in {name.casefold(), mail.casefold()} & set(wanted):
            found[wanted[known]] = number if wanted[known] not in found else None
    return found
