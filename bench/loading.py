"""100,000 accounts, 200,000 people and a million interactions by COPY, the same ones each time.

Accounts belong to a thousand representatives in turn, so that each sees 0.1 % of them. People and interactions are spread
unevenly: half of all stand with a quarter of the accounts, and the busiest account has some thousands of interactions.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import psycopg
from django.db import models
from psycopg import sql

from mutua.customers.models import Account, Affiliation, ContactPoint, Person
from mutua.daybook.models import Interaction
from mutua.foundation.database.embedded import Server
from mutua.foundation.identity.models import Role, User
from mutua.foundation.timeline.writing import COPY, Entry
from mutua.relationships.models import Touchpoint

ACCOUNTS, PEOPLE, INTERACTIONS, REPRESENTATIVES = 100_000, 200_000, 1_000_000, 1_000
FIRST_USER = 1_001  # below are those whom the installation makes itself
NEWEST = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
THREE_YEARS = 3 * 365 * 24 * 60

PLACES = [
    "Alder",
    "Aspen",
    "Birch",
    "Bristol",
    "Castell",
    "Clyde",
    "Dunmore",
    "Évora",
    "Fjord",
    "Galway",
    "Harbour",
    "Île",
    "Juniper",
    "Keswick",
    "Lagos",
    "Lusaka",
    "Malmö",
    "Norwich",
    "Oslo",
    "Porto",
    "Quay",
    "Rowan",
    "São",
    "Tomé",
    "Tampere",
    "Ulm",
    "Vale",
    "Weston",
    "York",
    "Zürich",
]
TRADES = [
    "Bakeries",
    "Beverages",
    "Clinics",
    "Cold",
    "Stores",
    "Dairies",
    "Farms",
    "Foods",
    "Freight",
    "Grocers",
    "Laboratories",
    "Logistics",
    "Markets",
    "Mills",
    "Orchards",
    "Pharmacies",
    "Retail",
    "Supplies",
    "Wholesale",
    "Works",
]
FORMS = ["Ltd", "GmbH", "S.A.", "plc", "AB", "Co-op", "Inc.", "BV"]
GIVEN = [
    "Ada",
    "Amara",
    "Ben",
    "Björn",
    "Chiara",
    "Chinedu",
    "Dana",
    "Élodie",
    "Farid",
    "Grace",
    "Hana",
    "Ibrahim",
    "Ines",
    "Jonas",
    "Kofi",
    "Lena",
    "Marta",
    "Mei",
    "Nadia",
    "Noah",
    "Olu",
    "Petra",
    "Quinn",
    "Rosa",
    "Sven",
    "Tariq",
    "Uma",
    "Viktor",
    "Wanda",
    "Yusuf",
    "Zoë",
]
FAMILY = [
    "Abara",
    "Bakker",
    "Cohen",
    "Dahl",
    "Eriksson",
    "Fontaine",
    "García",
    "Haddad",
    "Iversen",
    "Jansen",
    "Kowalski",
    "Lindqvist",
    "Müller",
    "Nakamura",
    "Okafor",
    "Petrov",
    "Quist",
    "Rossi",
    "Schmidt",
    "Tanaka",
    "Ueda",
    "Virtanen",
    "Wójcik",
    "Xu",
    "Yılmaz",
    "Zhang",
]
COUNTRIES = ["Germany", "France", "Zambia", "Nigeria", "Sweden", "Portugal", "Japan", "Brazil", "Kenya", "Poland"]
TITLES = ["Buyer", "Head of logistics", "Warehouse lead", "Planner", "Finance director", "Quality manager", "Store manager"]
BODIES = [
    "Went through the open orders; two pallets were short and come with the next truck.",
    "They ask for a later window on Fridays, because the receiving dock closes at noon. We answer by Tuesday.",
    "Price of the spring range confirmed.",
    "Forecast for the next quarter received, about eight per cent above the last one; planning looks whether the slots hold.",
    "Complaint about damaged cartons. Photographs are with quality, a credit note follows once they have looked at the lot.",
]


def load(server: Server) -> None:
    """Fill the tables, unless they are full already."""
    if Account.objects.exists():
        return
    begun = time.monotonic()
    with psycopg.connect(server.url("superuser")) as connection, connection.cursor() as cursor:
        # The rows fit by construction: three million foreign keys need not be looked up
        cursor.execute("set session_replication_role = replica")
        random = Random(2)
        load_users(cursor)
        copy_rows(
            cursor, Account, ("id", "name", "roles", "country", "industry", "owner_id", "spend_per_year", "updated_at"), _accounts(random)
        )
        people = [_skewed(random) for _ in range(PEOPLE)]
        _load_people(cursor, random, people)
        print(f"  accounts and people after {time.monotonic() - begun:.0f} s", flush=True)
        _load_interactions(cursor, random, people)
        print(f"  interactions after {time.monotonic() - begun:.0f} s", flush=True)
        for model in (User, Account, Person, Interaction):
            cursor.execute(
                sql.SQL("select setval(pg_get_serial_sequence({}, 'id'), max(id)) from {}").format(
                    sql.Literal(model._meta.db_table), sql.Identifier(model._meta.db_table)
                )
            )
    with psycopg.connect(server.url("superuser"), autocommit=True) as connection:
        connection.execute("vacuum analyze")
    print(f"  analysed after {time.monotonic() - begun:.0f} s", flush=True)


def owner_of(account: int) -> int:
    """The user whose account this is; both are keys."""
    return FIRST_USER + (account - 1) % REPRESENTATIVES


def copy_rows(cursor: psycopg.Cursor[Any], model: type[models.Model], columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
    """COPY rows of these columns; what they do not name gets the model's own default."""
    rest = [
        field
        for field in model._meta.concrete_fields
        if field.attname not in (*columns, "id") and not isinstance(field, models.GeneratedField) and not field.null
    ]
    usual = tuple(_default(field) for field in rest)
    names = sql.SQL(", ").join(map(sql.Identifier, (*columns, *(field.attname for field in rest))))
    with cursor.copy(sql.SQL("copy {} ({}) from stdin").format(sql.Identifier(model._meta.db_table), names)) as copy:
        for row in rows:
            copy.write_row((*row, *usual))


def _default(field: models.Field[Any, Any]) -> Any:
    if isinstance(field, models.DateTimeField):
        return NEWEST
    value = field.get_default()
    return json.dumps(value) if isinstance(field, models.JSONField) else value


def _skewed(random: Random) -> int:
    """The key of an account; low ones come often."""
    return 1 + int(ACCOUNTS * random.random() ** 2)


def load_users(cursor: psycopg.Cursor[Any]) -> None:
    users = range(FIRST_USER, FIRST_USER + REPRESENTATIVES)
    numbered = ((user, f"colleague{user}@meridian.example", f"{GIVEN[user % 31]} {FAMILY[user % 25]} {user}", "!") for user in users)
    copy_rows(cursor, User, ("id", "email", "name", "password"), numbered)
    representative = Role.objects.get(key="representative").pk
    copy_rows(cursor, User.roles.through, ("user_id", "role_id"), ((user, representative) for user in users))


def _accounts(random: Random) -> Iterator[tuple[Any, ...]]:
    for key in range(1, ACCOUNTS + 1):
        trade = random.choice(TRADES)
        name = f"{random.choice(PLACES)} {random.choice(PLACES)} {trade} {random.choice(FORMS)}"
        role = random.choice(("customer", "customer", "prospect", "supplier"))
        changed = NEWEST - timedelta(minutes=random.randrange(THREE_YEARS))
        yield key, name, [role], random.choice(COUNTRIES), trade, owner_of(key), round(random.lognormvariate(11, 1.5), 2), changed


def _load_people(cursor: psycopg.Cursor[Any], random: Random, accounts: list[int]) -> None:
    """Each person works for one account and has a mail address, every second one a telephone."""
    names = [(random.choice(GIVEN), f"{random.choice(FAMILY)}{random.choice(('', '-' + random.choice(FAMILY)))}") for _ in accounts]
    numbered = list(enumerate(zip(names, accounts, strict=True), 1))
    copy_rows(cursor, Person, ("id", "given_name", "family_name", "owner_id"), ((key, *name, owner_of(at)) for key, (name, at) in numbered))
    works = ((key, at, random.choice(TITLES)) for key, (_, at) in numbered)
    copy_rows(cursor, Affiliation, ("person_id", "account_id", "job_title"), works)
    reached = ("person_id", "kind", "value", "normalised", "preferred")
    mails = ((key, f"{given.lower()}.{key}@customer{at}.example") for key, ((given, _), at) in numbered)
    copy_rows(cursor, ContactPoint, reached, ((key, "mail", mail, mail, True) for key, mail in mails))
    phones = ((key, f"+4930{key:07}") for key in range(1, len(accounts), 2))
    copy_rows(cursor, ContactPoint, reached, ((key, "phone", phone, phone, True) for key, phone in phones))


def _load_interactions(cursor: psycopg.Cursor[Any], random: Random, people: list[int]) -> None:
    """Interactions and the lines that they write: one about the account, and one about the person where there is one."""
    staff: dict[int, list[int]] = {}
    for key, account in enumerate(people, 1):
        staff.setdefault(account, []).append(key)
    touchpoints = list(Touchpoint.objects.values_list("pk", "key"))
    noted = []
    for _ in range(INTERACTIONS):
        account = _skewed(random)
        person = random.choice(staff[account]) if account in staff and random.random() < 0.3 else None
        at = NEWEST - timedelta(minutes=random.randrange(THREE_YEARS))
        noted.append(
            (account, person, at, random.choice(touchpoints), random.choice(("note", "call", "mail", "visit")), random.choice(BODIES))
        )
    noted.sort(key=lambda row: row[2])  # as they came
    columns = ("account_id", "person_id", "touchpoint_id", "owner_id", "channel", "at", "body")
    rows = (
        (account, person, touchpoint, owner_of(account), channel, at, body) for account, person, at, (touchpoint, _), channel, body in noted
    )
    copy_rows(cursor, Interaction, columns, rows)
    with cursor.copy(COPY) as copy:
        for account, person, at, (_, touchpoint), channel, body in noted:
            for subject in [("account", account), *([("person", person)] if person else [])]:
                params = {"with_whom": f"Person {person}" if person else f"Account {account}", "detail": body}
                entry = Entry(
                    at, subject, f"daybook.interaction.{channel}", params, f"Colleague {owner_of(account)}", touchpoint=touchpoint
                )
                copy.write_row(entry.row())
