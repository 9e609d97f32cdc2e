"""Which account or person a row of a file looks like: candidates by the same normalised addresses and names by which records are kept and found,
compared by name as `matching` compares them. One mailbox or telephone with two names is no likeness.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from mutua.customers.matching import companies, contacts, people
from mutua.customers.matching.folding import fold
from mutua.customers.models import Account, Person
from mutua.customers.queries.accounts import accounts_seen
from mutua.customers.queries.people import people_seen
from mutua.customers.rules.normalised import BadAddress, normalise
from mutua.foundation.access import Actor, may
from mutua.foundation.access.hidden import hidden_columns, hidden_keys
from mutua.foundation.database.among import as_array
from mutua.foundation.imports.importer import Like

MAILS, PHONES = ("mail", "other_mail"), ("phone", "mobile", "other_phone")
MOST_EACH = 50  # records that are looked at for one address or name

# One probe of an index for each value, whatever the planner knows of a table that is just being filled. To it an index that
# has the column in the last place is as good, and would be read whole for each value; only the right one comes in the order that is asked for, and an
# import has nothing sorted.
_AT_POINT = """
    select one.kind, asked, one.account_id, one.person_id from unnest(%s::text[]) as asked cross join lateral (
      select kind, account_id, person_id from customers_contactpoint where normalised between asked and asked and deleted_at is null order by normalised limit %s) one"""
_NAMED_AT = """
    select asked.account, one.id
      from (select lower(mutua_unaccent(name)) as name, account from unnest(%s::text[], %s::bigint[]) as given(name, account)) asked cross join lateral (
      select id from customers_person where deleted_at is null and sort_key between asked.name and asked.name and exists (
        select from customers_affiliation at
         where at.person_id = customers_person.id and at.account_id = asked.account and at.until is null and at.deleted_at is null
      ) order by sort_key limit %s) one"""
_AT_SITE = r"""
    select asked, one.id from unnest(%s::text[]) as asked cross join lateral (
      select id from customers_account
       where regexp_replace(lower(btrim(website)), '^([a-z]+://)?(www\.)?([^/?#:]+).*$', '\3') = asked and deleted_at is null limit %s) one"""
_BEGINS = """
    select asked.stem, one.id, one.name from (select stem, lower(mutua_unaccent(stem)) as folded from unnest(%s::text[]) as stem) asked cross join lateral (
      select id, name from customers_account where deleted_at is null and sort_key >= folded and sort_key < folded || '~' order by sort_key limit %s) one"""

Given = Mapping[str, Any]  # the values of a row
_SAME = {"mail": _("same mail"), "phone": _("same telephone"), "website": _("same website"), "name": _("same name")}


def person_marks(values: Given) -> frozenset[str]:
    """What two rows that look like one person share."""
    name = " ".join(_person_name(values))
    return frozenset({f"{kind}:{point}" for kind, point in _points(values)} | ({f"name:{name}"} if name else set()))


def account_marks(values: Given) -> frozenset[str]:
    """What two rows that look like one account share."""
    marks = {f"{kind}:{point}" for kind, point in _points(values)}
    site, name = contacts.host(values.get("website") or ""), companies.company_name(values.get("name") or "")[0]
    return frozenset(marks | ({f"website:{site}"} if site else set()) | ({f"name:{name}"} if name else set()))


def people_like(actor: Actor, rows: Sequence[tuple[int, Given]]) -> dict[int, list[Like]]:
    """{row number: people that it looks like}, of those the actor sees: by mail or telephone, or by name at the same account. Three queries."""
    seen = people_seen(actor)
    reached = _by_point(actor, "person", seen, [values for _number, values in rows])
    named = _by_name_at_account(seen, [values for _number, values in rows])
    found: dict[int, list[Like]] = {number: [] for number, _values in rows}
    for number, values in rows if reached or named else ():
        likes: dict[int, tuple[Person, list[str]]] = {}
        for kind, point in _points(values):
            for person in reached.get((kind, point), ()):
                if _may_be_one(values, person):
                    likes.setdefault(person.pk, (person, []))[1].append(kind)
        for person in named.get(values.get("account_id") or 0, ()):
            if _person_name(values) == _person_name(vars(person)):
                likes.setdefault(person.pk, (person, []))[1].append("name")
        found[number] = _told(likes, may(actor, "customers.person.edit"))
    return found


def accounts_like(actor: Actor, rows: Sequence[tuple[int, Given]]) -> dict[int, list[Like]]:
    """{row number: accounts that it looks like}, of those the actor sees: by website, mail or telephone with a name that does not speak against it, or
    by name, unless the countries differ or one is the other's parent. Four queries.
    """
    seen = accounts_seen(actor)
    given = [values for _number, values in rows]
    reached, at_site, named = _by_point(actor, "account", seen, given), _by_site(seen, given), _by_name(seen, given)
    if "website" in hidden_columns(actor, Account):
        at_site = {}
    found: dict[int, list[Like]] = {number: [] for number, _values in rows}
    for number, values in rows if reached or at_site or named else ():
        likes: dict[int, tuple[Account, list[str]]] = {}
        ways = [(kind, account) for kind, point in _points(values) for account in reached.get((kind, point), ())]
        ways += [("website", account) for account in at_site.get(contacts.host(values.get("website") or ""), ())]
        ways += [("name", account) for account in named.get(values.get("name") or "", ())]
        for kind, account in ways:
            if _may_be_same(values, account, by_name=kind == "name"):
                kinds = likes.setdefault(account.pk, (account, []))[1]
                kinds += [kind] if kind not in kinds else []
        found[number] = _told(likes, may(actor, "customers.account.edit"))
    return found


def _told(likes: Mapping[int, tuple[Any, list[str]]], may_change: bool) -> list[Like]:
    return [
        Like(number, str(record), ", ".join(str(_SAME[kind]) for kind in kinds), record.get_absolute_url(), may_change)
        for number, (record, kinds) in sorted(likes.items())
    ]


def _points(values: Given) -> list[tuple[str, str]]:
    """(kind, normalised) of the mail addresses and telephones of a row, as a contact point keeps them."""
    found = []
    for kind, names in (("mail", MAILS), ("phone", PHONES)):
        for text in (values.get(name) for name in names):
            try:
                found += [(kind, normalise(kind, text))] if text else []
            except BadAddress:
                continue
    return found


def _by_point(actor: Actor, party: str, seen: Any, given: Collection[Given]) -> dict[tuple[str, str], list[Any]]:
    hidden = hidden_keys(actor, party)
    points = {point for values in given for point in _points(values) if point[0] not in hidden}
    if not points:
        return {}
    rows = _asked(_AT_POINT, sorted({point for _kind, point in points}))
    places = [(kind, point, account if party == "account" else person) for kind, point, account, person in rows if kind not in hidden]
    records = _seen(seen, [number for _kind, _point, number in places])
    found: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for kind, point, number in places:
        if number in records:
            found[kind, point].append(records[number])
    return found


def _by_name_at_account(seen: Any, given: Collection[Given]) -> dict[int, list[Person]]:
    """{account: those who work there and are called as a row says}."""
    asked = {(f"{v.get('family_name') or ''} {v.get('given_name') or ''}", v["account_id"]) for v in given if v.get("account_id")}
    places = _asked(_NAMED_AT, [name for name, _account in asked], [account for _name, account in asked]) if asked else []
    records = _seen(seen, [person for _account, person in places])
    found: dict[int, list[Person]] = defaultdict(list)
    for account, person in places:
        if person in records:
            found[account].append(records[person])
    return found


def _asked(statement: str, *lists: list[Any]) -> list[Any]:
    """The rows that an index gives for each value of the lists; which of them somebody may see is asked after."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [*map(as_array, lists), MOST_EACH])
        return cursor.fetchall()


def _seen(seen: Any, numbers: Collection[int | None]) -> dict[int, Any]:
    wanted = {number for number in numbers if number is not None}
    return seen.in_bulk(wanted) if wanted else {}


def _person_name(values: Given) -> tuple[str, str]:
    given, family = people.given_name(values.get("given_name") or ""), people.family_name(values.get("family_name") or "")
    return (people.root(given), family) if given and family else ("", given or family)


def _may_be_one(values: Given, person: Person) -> bool:
    """Whether the names do not speak against it: the same given name or a short form of it, or one of them has none."""
    one, other = people.given_name(values.get("given_name") or ""), people.given_name(person.given_name)
    if one and other:
        return people.root(one) == people.root(other) or one[0] == other[0] == min(one, other, key=len)
    return people.family_name(values.get("family_name") or "") == people.family_name(person.family_name)


def _by_site(seen: Any, given: Collection[Given]) -> dict[str, list[Account]]:
    sites = {site for values in given if (site := contacts.host(values.get("website") or ""))}
    places = _asked(_AT_SITE, sorted(sites)) if sites else []
    records = _seen(seen, [number for _site, number in places])
    found: dict[str, list[Account]] = defaultdict(list)
    for site, number in places:
        if number in records:
            found[site].append(records[number])
    return found


def _by_name(seen: Any, given: Collection[Given]) -> dict[str, list[Account]]:
    """{name of a row: accounts whose name says the same without legal form}. Of the many that only begin so ("Company 1", "Company 10") no more
    than the name is read.
    """
    stems = {values["name"]: _stem(values["name"]) for values in given if values.get("name")}
    begun = defaultdict(list)
    said: dict[str, str] = {}  # the same name stands below several beginnings
    for stem, number, called in _asked(_BEGINS, sorted({stem for stem in stems.values() if len(stem) > 2})):
        if called not in said:
            said[called] = companies.company_name(called)[0]
        begun[stem].append((number, said[called]))
    cores = {name: companies.company_name(name)[0] for name in stems}
    meant = {name: [number for number, core in begun[stem] if core == cores[name]] for name, stem in stems.items() if stem in begun}
    records = _seen(seen, [number for numbers in meant.values() for number in numbers])
    return {name: [records[number] for number in numbers if number in records] for name, numbers in meant.items()}


def _stem(name: str) -> str:
    """The shortest beginning of the name that says the same without its legal form."""
    core, form = companies.company_name(name)
    words = name.split()
    short = (" ".join(words[:count]) for count in range(1, len(words))) if form else ()
    return next((part.rstrip(",") for part in short if companies.company_name(part)[0] == core), name)


def _may_be_same(values: Given, account: Account, *, by_name: bool) -> bool:
    one, other = companies.company_name(values.get("name") or "")[0], companies.company_name(account.name)[0]
    begins_alike = one.split()[:1] == other.split()[:1]
    if by_name and one != other:
        return False
    countries = [contacts.region(text) or fold(text) for text in (values.get("country") or "", account.country)]
    if all(countries) and countries[0] != countries[1]:
        return False
    parent = fold(str(values.get("parent") or ""))
    return begins_alike and not (parent and parent in (fold(account.name), fold(account.source_key)))
