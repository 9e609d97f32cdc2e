"""The published delivery history comes in through the importers, and adds up to what the file itself says."""

from __future__ import annotations

import json
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from mutua.backoffice.models import Order, OrderLine, Shipment, ShipmentLine
from mutua.backoffice.tests.scms import FILE, day, needs_scms, published_rows
from mutua.customers.models import TradingLink
from mutua.customers.tests.making import make_account
from mutua.foundation.access import flow_actor
from mutua.foundation.imports import Mapping
from mutua.foundation.imports.actions.import_now import import_now
from mutua.foundation.imports.models import ImportRun

pytestmark = [pytest.mark.django_db, needs_scms]

MAPPINGS = Path(__file__).parents[2] / "demo" / "mappings"
ROOT = flow_actor("test")


def take_in(kind: str) -> ImportRun:
    mapping = Mapping.from_json(json.loads((MAPPINGS / f"scms-{kind}.json").read_text()))
    with FILE.open("rb") as file:
        return import_now(ROOT, kind, file, file_name=FILE.name, source="scms", mapping=mapping)


@pytest.fixture
def rows(db: None) -> list[dict[str, str]]:
    rows = published_rows()
    for country in {row["Country"] for row in rows}:
        make_account(name=country)
    for vendor in {row["Vendor"] for row in rows}:
        make_account(name=vendor, roles=["supplier"])
    return rows


def test_every_line_becomes_an_order_line_and_a_shipment_line(rows: list[dict[str, str]]) -> None:
    orders, shipments = take_in("orders"), take_in("shipments")

    assert (orders.created, orders.refused, shipments.created, shipments.refused) == (len(rows), 0, len(rows), 0)
    assert Order.objects.count() == len({row["PO / SO #"] for row in rows})
    assert Shipment.objects.count() == len({row["ASN/DN #"] for row in rows})
    assert OrderLine.objects.count() == ShipmentLine.objects.count() == len(rows)
    assert not ShipmentLine.objects.filter(order_line=None).exists()
    cents = Decimal("0.01")
    assert sum(order.value for order in Order.objects.all()) == sum(Decimal(row["Line Item Value"]).quantize(cents) for row in rows)
    assert not Order.objects.exclude(state="delivered").exists()

    links = {(row["Vendor"], row["Country"]) for row in rows}
    assert TradingLink.objects.count() == len(links)

    again = take_in("shipments")
    assert (again.created, again.updated, again.unchanged, again.changed_nothing) == (0, 0, len(rows), True)


def test_a_shipment_is_promised_for_the_earliest_day_of_its_lines(rows: list[dict[str, str]]) -> None:
    promised, delivered = defaultdict(list), {}
    for row in rows:
        promised[row["ASN/DN #"]].append(day(row["Scheduled Delivery Date"]))
        delivered[row["ASN/DN #"]] = day(row["Delivered to Client Date"])
    late = {number for number, day_ in delivered.items() if day_ > min(promised[number])}
    assert len(late) == 805

    run = take_in("shipments")

    assert {s.number for s in Shipment.objects.all() if s.delivered_on > s.promised_on} == late
    words = sum("See " in row["Weight (Kilograms)"] or "Separately" in row["Weight (Kilograms)"] for row in rows)
    assert run.issues.filter(level="corrected", field="weight_kg").count() == words
