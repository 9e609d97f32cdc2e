"""Whatever is imported can be taken back: afterwards everything is as in a database in which that file never came, but for what is listed.

Accounts and people have their own story (`mutua/customers/tests/test_undoing_imports.py`); here is every other kind, with the same dice:
four files that overlap, of which the second is undone, and edits by hand of what people may edit.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from io import BytesIO
from typing import Any

import pghistory
import pytest
from django.db import models, transaction

from mutua.backoffice.events import ShipmentsTakenBack
from mutua.backoffice.models import Asset, CreditStanding, Invoice, Order, OrderLine, Shipment, ShipmentLine
from mutua.backoffice.tests.making import make_shipment
from mutua.catalog.actions.edit_product import edit_product
from mutua.catalog.models import Product
from mutua.customers.models import Account, TradingLink
from mutua.customers.tests.making import make_account
from mutua.flows.shipments_taken_back_are_counted_again import shipments_taken_back_are_counted_again, shipments_taken_back_are_read_again
from mutua.foundation.events.models import EventRow
from mutua.foundation.imports.actions.import_now import import_now
from mutua.foundation.imports.actions.undo_now import undo_now, would_undo
from mutua.foundation.imports.events import ImportUndone
from mutua.foundation.imports.importer import importers
from mutua.foundation.imports.models import ImportChange, ImportRun, ImportTrace, SourceRow
from mutua.foundation.timeline.models import TimelineEntry
from mutua.relationships.actions.watch_measure import watch_measure
from mutua.relationships.models import Observation, PerformanceMeasure, ReportedCase
from mutua.relationships.tests.making import make_account_touchpoint, make_measure
from mutua.sales.actions.edit_opportunity import edit_opportunity
from mutua.sales.models import Opportunity
from mutua.sales.pipelines import ensure_pipeline
from tests.cast import Cast, nothing_changes
from tests.guarding import ACCOUNTS, DAYS, Imported, named, told

pytestmark = pytest.mark.django_db

# Numbers and times differ from one world to the next.
APART = {"id", "version", "created_at", "updated_at", "event_id", "at", "link", "recorded_at", "arrived_at"}


def change_product(cast: Cast, dice: random.Random) -> None:
    key, series = dice.randint(0, 8), dice.choice(["by hand", "also by hand"])
    product = Product.objects.filter(source_key=str(key)).first()
    if product is not None:
        values = {name: getattr(product, name) for name in ("name", "sku", "list_price", "currency")}
        edit_product(cast.root, product.pk, version=product.version, series=series, **values)


KINDS: dict[str, Imported] = {
    "products": Imported({"name": ("Nut", "Bolt", "Washer"), "series": ("M4", "M5", ""), "price": ("1", "2.50", "")}, (Product,), always=("name",), edit=change_product),
    "invoices": Imported(
        {"account": ACCOUNTS, "invoice number": ("I1", "I2"), "invoice date": DAYS[:3], "due date": DAYS, "value": ("10", "20"), "open": ("5", "0")},
        (Invoice,), always=("account", "invoice number", "invoice date", "value"),
    ),
    "credit": Imported({"account": ACCOUNTS, "limit": ("100", "200", ""), "exposure": ("1", "2"), "days overdue": ("3", "")}, (CreditStanding,), always=("account", "exposure")),
    "assets": Imported(
        {"account": ACCOUNTS, "serial number": ("S1", "S2", "S3"), "description": ("Pump", "Fan", ""), "as built": ("Motor: 4 kW", "")},
        (Asset,), always=("account", "serial number"),
    ),
    "orders": Imported(
        {"account": ACCOUNTS, "order number": ("O1", "O2", "O3"), "line": ("1", "2"), "order date": DAYS, "due date": DAYS, "qty": ("1", "2"), "value": ("10", "20")},
        (Order, OrderLine), group="order number", steady=("account", "order date"), always=("account", "order number", "qty", "value", "line"),
    ),
    "shipments": Imported(
        {
            "account": ACCOUNTS, "asn": ("A1", "A2", "A3"), "line": ("1", "2"), "po number": ("O1", "O9"), "supplier": ("Castell", ""), "promised date": DAYS[:3],
            "delivered": DAYS, "mode": ("Sea", "Air", ""), "quantity": ("1", "2"), "value": ("10", "20"), "weight": ("3", ""),
        },
        (Order, Shipment, ShipmentLine, TradingLink), group="asn", steady=("account", "po number", "supplier", "delivered", "mode"),
        always=("account", "asn", "promised date", "quantity", "value", "line"),
    ),
    "measure-figures": Imported(
        {"account": ACCOUNTS, "measure": ("Told",), "from": ("2026-03-01",), "to": DAYS[1:3], "numerator": ("8", "9"), "denominator": ("10",), "reason": ("late", "")},
        (Observation,), always=("account", "measure", "from", "to", "numerator", "denominator"),
    ),
    "measure-cases": Imported(
        {"account": ACCOUNTS, "measure": ("on-time-in-full",), "delivery": tuple(f"D{n}" for n in range(100_000)), "promised": DAYS[:3], "received": DAYS, "ordered": ("10",), "quantity received": ("9", "10", "")},
        (ReportedCase,), always=("account", "measure", "delivery", "promised"),
    ),
    **told("imported"),
}  # fmt: skip

# Those that found something once.
SEEDS = {
    "assets": (13, 17),
    "invoices": (13, 17),
    "opportunities": (1, 15),
    "orders": (1, 2, 5),
    "products": (6, 14, 20),
    "shipments": (0, 1, 2, 3, 9, 12),
}


def some_file(kind: Imported, dice: random.Random) -> str:
    headings = [
        *kind.always,
        *dice.sample([name for name in kind.cells if name not in kind.always], (len(kind.cells) - len(kind.always) + 1) // 2),
    ]
    steady: dict[tuple[str, str], str] = {}
    rows = []
    for key in sorted(dice.sample(range(9), dice.randint(3, 7))):
        cells = {name: dice.choice(kind.cells[name]) for name in headings}
        for name in kind.steady:
            if name in cells:
                cells[name] = steady.setdefault((cells[kind.group], name), cells[name])
        rows.append(",".join([str(key), *cells.values()]))
    return "\n".join([",".join(["id", *headings]), *rows, ""])


def bring_in(cast: Cast, kind: str, text: str, name: str) -> ImportRun:
    return import_now(cast.root, kind, BytesIO(text.encode()), file_name=name, source="erp")


def called(record: models.Model) -> str:
    """A record by what it is called in both worlds. An order is known by its account's number, which is the same in both."""
    key = getattr(record, "source_key", "")
    return f"{record._meta.label} {key}" if key else f"{record._meta.label} {record}"


def world(kind: Imported) -> dict[str, dict[str, Any]]:
    """Every row by its name, each value as it stands; references by the names of what they point to."""
    runs = dict(ImportRun.objects.values_list("pk", "file_name"))
    found: dict[str, dict[str, Any]] = {}
    for model in (*kind.tables, SourceRow, TimelineEntry):
        for row in _said_once(model) if model is SourceRow else model._base_manager.order_by("pk"):
            values = {}
            for one in model._meta.concrete_fields:
                if one.attname in APART or one.generated:
                    continue
                if isinstance(one, models.ForeignKey) and one.attname != "run_id":
                    there = getattr(row, one.name)
                    values[one.attname] = called(there) if there is not None else None
                else:
                    values[one.attname] = getattr(row, one.attname)
            if model in kind.tables and kind.called_by_words:
                values["name"] = str(row)
            if model is SourceRow:
                values["record_id"], values["run_id"] = bool(values["record_id"]), runs[values["run_id"]]
            if model is Shipment and not row.lines.exists():
                values["promised_on"] = "whatever its last line was promised for"
            place = (
                f"{model._meta.label} {values['source_key']} {values.get('run_id', '')}"
                if values.get("source_key")
                else f"{model._meta.label} {values}"
            )
            while place in found:
                place += " again"
            found[place] = values
    return found


def _said_once(model: type[SourceRow]) -> list[SourceRow]:
    """The rows as they arrived, but for those that only say again what the one before them said: whether a file was the first to say it differs."""
    kept: dict[str, list[SourceRow]] = {}
    for row in model.everything.order_by("pk"):
        before = kept.setdefault(row.source_key, [])
        if before and before[-1].digest == row.digest:
            before[-1].current |= row.current
        else:
            before.append(row)
    return [row for rows in kept.values() for row in rows]


@contextmanager
def a_world() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def story(cast: Cast, name: str, seed: int, *, undone: bool) -> tuple[dict[str, dict[str, Any]], set[tuple[str, str]]]:
    """What stands at the end, and the (row, column) that the undo has listed."""
    kind, dice, run = KINDS[name], random.Random(seed), None
    files = [some_file(kind, dice) for _n in range(4)]
    if name == "shipments":
        bring_in(cast, "orders", "id,account,order number,qty,value\no1,Alder,O1,1,1\no2,Birch,O1,1,1\no3,Castell,O1,1,1\n", "orders.csv")
    for place, text in enumerate(files):
        if place != 1 or undone:
            made = bring_in(cast, name, text, f"{place}.csv")
            run = made if place == 1 else run
        # A line of a shipment that comes again as it was says nothing new of its shipment, whatever others said of that since.
        if place == 2 and name != "shipments" and dice.random() < 0.4:
            bring_in(cast, name, files[1], "the same.csv")
        with pghistory.context(path="/"):  # as a page does it
            kind.edit(cast, dice)
    listed = set()
    if run is not None:
        undo_now(cast.root, run.pk)
        listed = {(one.name, one.column) for one in run.conflicts.all()}
    return world(kind), listed


@pytest.fixture(autouse=True)
def customers(cast: Cast) -> None:
    ensure_pipeline()
    for name in ACCOUNTS:
        at = make_account_touchpoint(make_account(name=name))
        make_measure(at, counted_from="file")
        make_measure(at, shipments=False, key="told", name="Told", kind="reported-share")


@pytest.mark.parametrize("name", sorted(KINDS))
def test_the_world_is_as_if_the_file_had_never_come(cast: Cast, name: str) -> None:
    for seed in SEEDS.get(name, (0, 1, 2)):
        with a_world():
            stands, listed = story(cast, name, seed, undone=True)
        with a_world():
            never, _none = story(cast, name, seed, undone=False)
        differ = [
            (place, column, None if stands.get(place) is None else stands[place].get(column), None if never.get(place) is None else never[place].get(column))
            for place in sorted(stands.keys() | never.keys())
            for column in sorted({**stands.get(place, {}), **never.get(place, {})})
            if stands.get(place, {}).get(column) != never.get(place, {}).get(column)
        ]  # fmt: skip
        names = {one for one, _column in listed}
        unexplained = [
            one
            for one in differ
            if not any(value.get("name") in names for value in (stands.get(one[0], {}), never.get(one[0], {})))
            and not (one[0].startswith("imports.") and listed)
        ]
        assert unexplained == [], f"seed {seed}, listed {listed}"
        if name not in {"products", *told("imported")}:
            assert listed == set(), "nobody edits what the back office is the master of"


def test_one_after_the_other_leaves_nothing(cast: Cast) -> None:
    for name, kind in KINDS.items():
        with a_world():
            dice, before = random.Random(7), world(kind)
            runs = [bring_in(cast, name, some_file(kind, dice), f"{n}.csv") for n in range(4)]
            assert world(kind) != before
            if name == "shipments":
                with nothing_changes():
                    would_undo(cast.root, runs[2].pk)
            for n in (2, 0, 3, 1):
                assert undo_now(cast.root, runs[n].pk).kept == 0
            assert world(kind) == before
            assert not ImportChange.objects.exists()
            assert not ImportTrace.objects.exists()


def test_what_others_need_is_kept_and_what_only_found_an_order_stands_without_it(cast: Cast) -> None:
    products = bring_in(cast, "products", "id,name,number\np1,Nut,N1\np2,Bolt,B1\n", "products.csv")
    orders = bring_in(cast, "orders", "id,account,order number,product,qty,value\no1,Alder,O1,Nut,1,10\n", "orders.csv")
    bring_in(
        cast,
        "shipments",
        "id,account,asn,po number,promised date,delivered,quantity,value\no1,Alder,A1,O1,2026-03-02,2026-03-03,1,10\n",
        "shipments.csv",
    )
    assert (Shipment.objects.get().order, ShipmentLine.objects.get().order_line) == (Order.objects.get(), OrderLine.objects.get())
    told = undo_now(cast.root, products.pk)
    assert (told.taken_out, [(one.name, one.why, one.detail) for one in told.conflicts]) == (1, [("Nut", "used", "order lines: 1")])
    told = undo_now(cast.root, orders.pk)
    assert (told.taken_out, told.kept, Order.objects.count()) == (1, 0, 0)
    assert (Shipment.objects.get().order, ShipmentLine.objects.get().order_line) == (None, None)
    told = undo_now(cast.root, products.pk)
    assert (told.taken_out, told.kept, Product.objects.count()) == (2, 0, 0)


def test_whoever_changed_a_deal_by_hand_keeps_it(cast: Cast) -> None:
    run = bring_in(
        cast, "opportunities", "id,name,account,stage,amount\n1,Pallets,Alder,engaging,10\n2,Boxes,Birch,engaging,20\n", "deals.csv"
    )
    deal = Opportunity.objects.get(source_key="1")
    with pghistory.context(path="/"):
        edit_opportunity(cast.root, deal.pk, version=deal.version, amount=11)
    told = undo_now(cast.root, run.pk)
    assert [(one.name, one.column, one.kept, one.why) for one in told.conflicts] == [("Pallets", "amount", "11", "edited")]
    assert list(Opportunity.objects.values_list("name", flat=True)) == ["Pallets"]


def test_what_had_counted_the_shipments_is_read_anew(cast: Cast) -> None:
    alder = Account.objects.get(name="Alder")
    PerformanceMeasure.objects.all().delete()
    measure = make_measure(alder.touchpoints.get(), early_days=0, late_days=1, tolerance="0.9000")
    make_shipment(alder, promised_on=date(2026, 3, 1), late_by=0)
    head = "id,account,asn,promised date,delivered,quantity,value"
    run = bring_in(cast, "shipments", f"{head}\n1,Alder,A1,2026-03-02,2026-03-09,1,10\n", "shipments.csv")
    assert watch_measure(cast.root, measure.pk, today=date(2026, 4, 1)).seen == 2
    undo_now(cast.root, run.pk)
    told = EventRow.objects.filter(name="backoffice.shipments.taken_back").first()
    assert told is not None
    assert told.payload["account_ids"] == [alder.pk]

    shipments_taken_back_are_read_again(ShipmentsTakenBack(run_id=run.pk, account_ids=(alder.pk,)))
    measure.refresh_from_db()
    assert measure.reading == 2
    shipments_taken_back_are_read_again(ShipmentsTakenBack(run_id=run.pk, account_ids=(alder.pk,)))
    measure.refresh_from_db()
    assert measure.reading == 2, "it waits to be read anew already"
    assert watch_measure(cast.root, measure.pk, today=date(2026, 4, 1)).seen == 1
    shipments_taken_back_are_counted_again(ImportUndone(run_id=run.pk, kind="shipments", taken_out=1, put_back=0, left_to_later=0, kept=0))


def test_every_kind_of_import_can_be_undone_and_is_told_here() -> None:
    assert {kind for kind, one in importers().items() if not one.can_be_undone} == set()
    # Accounts and people have stories of their own.
    assert set(importers()) == {"accounts", "people", *named("undone_elsewhere"), *KINDS}
