"""A million people, 200,000 accounts and what hangs on them, by COPY, the same ones each time: what the palette searches.

Accounts belong to a thousand representatives in turn, each with five people, so that each representative sees 0.1 % of everything. Family names
are as unevenly spread as real ones (`bench/million.py`), and every tenth has an accent.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import islice
from random import Random
from typing import Any

import psycopg
from django.db import models
from psycopg import sql

from bench.loading import COUNTRIES, FORMS, PLACES, TITLES, TRADES, copy_rows, load_users, owner_of
from bench.million import people_of
from mutua.backoffice.models import Asset, Order, Shipment
from mutua.catalog.models import Product
from mutua.customers.models import Account, Affiliation, ContactPoint, Household, Identifier, Person
from mutua.daybook.models import Task
from mutua.foundation.database.embedded import Server
from mutua.relationships.models import AccountTouchpoint, Activity, RoadmapItem, Touchpoint
from mutua.sales.models import Opportunity, Stage
from mutua.strategy.models import Segment

ACCOUNTS, PEOPLE = 200_000, 1_000_000
DEALS, TASKS, ORDERS, SHIPMENTS, ASSETS, ITEMS, HOUSEHOLDS, PRODUCTS, SEGMENTS = (
    400_000, 400_000, 500_000, 500_000, 200_000, 200_000, 100_000, 20_000, 2_000,
)  # fmt: skip
TODAY = date(2026, 11, 20)
_ACCENTS = str.maketrans("aeou", "áéöü")
_LOADED = (
    Account, Person, Affiliation, ContactPoint, Identifier, Household, Opportunity, Task, Order, Shipment, Asset, AccountTouchpoint, RoadmapItem,
    Product, Segment,
)  # fmt: skip


def load(server: Server) -> None:
    """Fill the tables, unless they are full already."""
    if Segment.objects.exists():
        return
    begun = time.monotonic()
    with psycopg.connect(server.url("superuser")) as connection, connection.cursor() as cursor:
        # The rows fit by construction, and what nobody has written yet needs no history
        cursor.execute("set session_replication_role = replica")
        cursor.execute("set maintenance_work_mem = '512MB'")
        with _indexed_afterwards(cursor):
            random = Random(7)
            load_users(cursor)
            _load_accounts(cursor, random)
            _load_people(cursor, random)
            print(f"  accounts and people after {time.monotonic() - begun:.0f} s", flush=True)
            _load_work(cursor, random)
            _load_mirror(cursor)
            print(f"  what hangs on them after {time.monotonic() - begun:.0f} s", flush=True)
        for model in _LOADED:
            cursor.execute(
                sql.SQL("select setval(pg_get_serial_sequence({}, 'id'), max(id)) from {}").format(
                    sql.Literal(model._meta.db_table), sql.Identifier(model._meta.db_table)
                )
            )
    with psycopg.connect(server.url("superuser"), autocommit=True) as connection:
        connection.execute("vacuum analyze")
    print(f"  indexed and analysed after {time.monotonic() - begun:.0f} s", flush=True)


@contextmanager
def _indexed_afterwards(cursor: psycopg.Cursor[Any]) -> Iterator[None]:
    """The indexes that promise nothing are made when the rows are there: row by row those of letters would take longer than all the rest."""
    tables = [model._meta.db_table for model in _LOADED]
    cursor.execute(
        "select c.relname, pg_get_indexdef(i.indexrelid) from pg_index i join pg_class c on c.oid = i.indexrelid"
        " join pg_class t on t.oid = i.indrelid where t.relname = any(%s) and not i.indisunique",
        [tables],
    )
    indexes = cursor.fetchall()
    for name, _made in indexes:
        cursor.execute(sql.SQL("drop index {}").format(sql.Identifier(name)))
    yield
    for _name, made in indexes:
        cursor.execute(made)


def account_of(number: int, count: int) -> int:
    """The account of the numbered thing among `count`: spread evenly."""
    return 1 + number * ACCOUNTS // count if count < ACCOUNTS else 1 + number % ACCOUNTS


def _load_accounts(cursor: psycopg.Cursor[Any], random: Random) -> None:
    rows = []
    for key in range(1, ACCOUNTS + 1):
        name = f"{random.choice(PLACES)} {random.choice(PLACES)} {random.choice(TRADES)} {random.choice(FORMS)}"
        rows.append((key, name, ["customer"], random.choice(COUNTRIES), owner_of(key), f"https://www.customer{key}.example"))
    copy_rows(cursor, Account, ("id", "name", "roles", "country", "owner_id", "website"), rows)
    numbers = ((key, "erp", "customer number", f"C{key * 37:08}") for key in range(1, ACCOUNTS + 1))
    copy_rows(cursor, Identifier, ("account_id", "system", "kind", "value"), numbers)


def _load_people(cursor: psycopg.Cursor[Any], random: Random) -> None:
    people = []
    for key, row in enumerate(islice(people_of(Random(11)), PEOPLE), 1):
        family = row["last_name"].translate(_ACCENTS) if key % 10 == 0 else row["last_name"]
        people.append((key, row["first_name"], family, owner_of(account_of(key, PEOPLE)), row["email"]))
    copy_rows(cursor, Person, ("id", "given_name", "family_name", "owner_id"), (row[:4] for row in people))
    works = ((row[0], account_of(row[0], PEOPLE), random.choice(TITLES)) for row in people)
    copy_rows(cursor, Affiliation, ("person_id", "account_id", "job_title"), works)
    reached = ("person_id", "kind", "value", "normalised", "preferred")
    copy_rows(cursor, ContactPoint, reached, ((row[0], "mail", row[4], row[4].lower(), True) for row in people))
    phones = ((row[0], telephone(row[0])) for row in people if row[0] % 2)
    copy_rows(cursor, ContactPoint, reached, ((key, "phone", phone, phone, True) for key, phone in phones))
    homes = ((number, f"The {people[number][2]}s", owner_of(account_of(number, HOUSEHOLDS))) for number in range(1, HOUSEHOLDS + 1))
    copy_rows(cursor, Household, ("id", "name", "owner_id"), homes)


def telephone(person: int) -> str:
    """Of the people with an odd number; digits in no order that a person would see."""
    return f"+49{(person * 7_919_993) % 10**9:09}"


def _load_work(cursor: psycopg.Cursor[Any], random: Random) -> None:
    products = [(key, f"{random.choice(PLACES)} {random.choice(TRADES)} {key % 900}", f"P{key:06}") for key in range(1, PRODUCTS + 1)]
    copy_rows(cursor, Product, ("id", "name", "sku"), products)
    stages = list(Stage.objects.values_list("pk", flat=True))
    deals = []
    for key in range(1, DEALS + 1):
        at = account_of(key, DEALS)
        deals.append((key, f"{random.choice(products)[1]} for {random.choice(PLACES)}", at, owner_of(at), random.choice(stages)))
    copy_rows(cursor, Opportunity, ("id", "name", "account_id", "owner_id", "stage_id"), deals)
    tasks = []
    for key in range(1, TASKS + 1):
        at = account_of(key, TASKS)
        title = f"{random.choice(('Call', 'Visit', 'Send prices to', 'Answer'))} {random.choice(PLACES)} {random.choice(TRADES)}"
        tasks.append((key, title, at, owner_of(at), TODAY + timedelta(days=key % 400)))
    copy_rows(cursor, Task, ("id", "title", "account_id", "assignee_id", "due_on"), tasks)
    points = list(Touchpoint.objects.values_list("pk", flat=True)[:3])
    meeting = ((at, point) for at in range(1, ACCOUNTS + 1) for point in points)
    copy_rows(cursor, AccountTouchpoint, ("account_id", "touchpoint_id"), meeting)
    activities = list(Activity.objects.values_list("pk", flat=True))
    items = []
    for key in range(1, ITEMS + 1):
        title = f"{random.choice(PLACES)} {random.choice(TRADES)} together" if key % 2 else ""
        items.append((key, account_of(key, ITEMS), activities[key % len(activities)], title, "USD"))
    copy_rows(cursor, RoadmapItem, ("id", "account_id", "activity_id", "title", "currency"), items)
    segments = ((key, f"{PLACES[key % 30]} {TRADES[key % 20]} {key}") for key in range(1, SEGMENTS + 1))
    copy_rows(cursor, Segment, ("id", "name"), segments)


def _load_mirror(cursor: psycopg.Cursor[Any]) -> None:
    orders = ((key, account_of(key, ORDERS), f"SO-{key:07}", TODAY - timedelta(days=key % 900), "USD") for key in range(1, ORDERS + 1))
    copy_rows(cursor, Order, ("id", "account_id", "number", "dated_on", "currency"), orders)
    sent = ((key, account_of(key, SHIPMENTS), f"ASN-{key:07}", TODAY - timedelta(days=key % 900), "USD") for key in range(1, SHIPMENTS + 1))
    copy_rows(cursor, Shipment, ("id", "account_id", "number", "promised_on", "currency"), sent)
    things = ((key, account_of(key, ASSETS), f"SN{key:08}", TODAY) for key in range(1, ASSETS + 1))
    copy_rows(cursor, Asset, ("id", "account_id", "serial_number", "as_of"), things)


def models_loaded() -> tuple[type[models.Model], ...]:
    return _LOADED
