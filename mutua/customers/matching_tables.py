"""Accounts and people as the tables that matching compares: text in columns, one row a record."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Literal

from django.db import connection, transaction

from mutua.customers.models import Account, Person

PartyKind = Literal["account", "person"]
MATCHED_AS: dict[PartyKind, Literal["company", "person"]] = {"account": "company", "person": "person"}

# Numbers that a register gives out; what a system calls its own customers tells nothing about those of another.
OFFICIAL = ("vat", "tax", "gln", "duns", "lei", "ein", "siren", "siret", "kvk", "passport", "register")

COLUMNS: dict[PartyKind, Mapping[str, Sequence[str]]] = {
    "account": {
        "name": ["name"], "org": ["trading"], "country": ["country"], "website": ["website"], "parent": ["parent"], "mail": ["mail_1", "mail_2"],
        "phone": ["phone_1", "phone_2"], "street": ["postal"], "ident": ["ident"],
    },
    "person": {
        "given": ["given"], "family": ["family"], "org": ["employer"], "mail": ["mail_1", "mail_2"], "phone": ["phone_1", "phone_2"],
        "street": ["postal"], "ident": ["ident"],
    },
}  # fmt: skip

_REACH = """
    left join lateral (
        select (array_agg(normalised order by preferred desc, id) filter (where kind = 'mail')) as mails,
               (array_agg(normalised order by preferred desc, id) filter (where kind = 'phone')) as phones,
               (array_agg(value order by preferred desc, id) filter (where kind = 'postal')) as postals
          from customers_contactpoint point where point.{kind}_id = record.id and point.deleted_at is null
    ) reach on true
    left join lateral (
        select min(lower(kind) || ' ' || value) as ident from customers_identifier one
         where one.{kind}_id = record.id and one.deleted_at is null and lower(one.kind) = any(%(official)s)
    ) official on true
    where record.deleted_at is null and (%(ids)s::bigint[] is null or record.id = any(%(ids)s))
    order by record.id"""

_SELECT: dict[PartyKind, str] = {
    "account": """
    select record.id::text, record.name, record.trading_names[1] as trading, record.country, record.website,
           record.parent_id::text as parent, reach.mails[1] as mail_1, reach.mails[2] as mail_2, reach.phones[1] as phone_1, reach.phones[2] as phone_2,
           reach.postals[1] as postal, official.ident
      from customers_account recordREACH""".replace("REACH", _REACH.replace("{kind}", "account")),
    "person": """
    select record.id::text, record.given_name as given, record.family_name as family, works.name as employer,
           reach.mails[1] as mail_1, reach.mails[2] as mail_2, reach.phones[1] as phone_1, reach.phones[2] as phone_2,
           reach.postals[1] as postal, official.ident
      from customers_person record
      left join lateral (
          select account.name from customers_affiliation at join customers_account account on account.id = at.account_id
           where at.person_id = record.id and at.deleted_at is null and at.until is null order by at.id limit 1
      ) works on trueREACH""".replace("REACH", _REACH.replace("{kind}", "person")),
}  # fmt: skip

ROWS = 20_000


def table_of(kind: PartyKind, ids: Collection[int] | None = None) -> Any:
    """A pyarrow table of the living records, all or those with these numbers; column `id` and those of `COLUMNS`, all text."""
    import pyarrow

    batches = []
    # A cursor of the server, so that a million rows are never held twice.
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(_SELECT[kind], {"ids": sorted(ids) if ids is not None else None, "official": list(OFFICIAL)})
        names: list[str] | None = None
        while rows := cursor.fetchmany(ROWS):
            names = names or [column.name for column in cursor.description]
            schema = pyarrow.schema([(name, pyarrow.string()) for name in names])
            batches.append(pyarrow.record_batch([list(column) for column in zip(*rows, strict=True)], schema=schema))
    return pyarrow.Table.from_batches(batches) if batches else None


def sources_of(kind: PartyKind, pairs: Sequence[tuple[int, int]]) -> dict[int, str]:
    """{record: where it came from} of all records of the pairs."""
    model = Account if kind == "account" else Person
    numbers = {one for pair in pairs for one in pair}
    return dict(model.everything.filter(pk__in=numbers).values_list("pk", "source"))
