"""The demonstration comes in whole, comes in once, and goes without a trace."""

from __future__ import annotations

import csv
import io
import random
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import F, Max
from django.test import Client

from mutua import demo
from mutua.backoffice.models import CreditStanding, Invoice, Order, Shipment
from mutua.customers.models import Account
from mutua.demo import files
from mutua.foundation import days
from mutua.foundation.access import flow_actor
from mutua.foundation.days.models import DateShift
from mutua.foundation.identity.models import User
from mutua.foundation.imports.actions.repair_row import repair_row
from mutua.foundation.imports.models import ImportIssue, ImportRun
from mutua.relationships.models import RoadmapItem
from mutua.sales.models import Opportunity
from mutua.strategy.models import GenericStrategy
from mutua.strategy.queries.sight import rows_serving
from mutua.strategy.work import works

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def counts() -> dict[str, int]:
    """Rows of every table."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            found[table] = cursor.fetchone()[0]
    return found


def published() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files.deliveries().decode("utf-8-sig"))))


def test_it_comes_in_whole_once_and_goes_without_a_trace() -> None:
    before = counts()
    told = demo.load()
    assert demo.is_loaded()
    _whole(told)
    _repaired_onto_the_board()
    _fifty_rows_lead_to_their_strategy_and_back()

    after = counts()
    demo.load()
    grown = {table: number - after[table] for table, number in counts().items() if number != after[table]}
    # What tells of the second run, and of no record
    runs = {"imports_importrun", "imports_importissue", "imports_importstep", "imports_importtrace"}
    assert set(grown) <= {*runs, "customers_accountevent", "procrastinate_jobs", "events_eventrow"}, grown

    demo.clear()
    left = {table: number - before[table] for table, number in counts().items() if number != before[table]}
    # What waits and names no record ("look at every measure") is nobody's.
    assert set(left) <= {"procrastinate_jobs", "procrastinate_events"}, left
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, args FROM procrastinate_jobs WHERE args <> '{}'")
        assert cursor.fetchall() == []
    assert not demo.is_loaded()


def _whole(told: dict[str, int]) -> None:
    rows = published()
    shipments = Shipment.objects.filter(source="scms")
    assert shipments.count() == len({row["ASN/DN #"] for row in rows}) == 7_030
    assert shipments.filter(delivered_on__gt=F("promised_on")).count() == 805
    assert Order.objects.filter(source="scms").count() == len({row["PO / SO #"] for row in rows})
    assert Account.objects.filter(source="scms", roles__contains=["customer"]).count() == len({row["Country"] for row in rows})
    assert Account.objects.filter(source="scms", roles__contains=["supplier"]).count() == len({row["Vendor"] for row in rows})

    yesterday = days.today() - timedelta(days=1)
    assert Shipment.objects.aggregate(newest=Max("delivered_on"))["newest"] == yesterday
    assert DateShift.objects.get().days == (yesterday - date(2015, 9, 14)).days

    owed = Invoice.objects.filter(source="demo-invented")
    assert told["commercial-invoices.csv, invoices: refused"] == told["commercial-credit.csv, credit: refused"] == 0
    assert owed.filter(value__lt=0).exists()
    assert owed.filter(open_amount__gt=0, due_on__lt=yesterday).exists()
    assert not owed.filter(order=None).exists()
    assert CreditStanding.objects.values("account").distinct().count() == 12

    deals = Opportunity.objects.filter(source="crm")
    assert (deals.count(), told["sales_pipeline.csv, opportunities: refused"]) == (8_800 - 1_425, 1_425)
    pipeline = csv.DictReader(io.StringIO(files.commercial()["sales_pipeline.csv"].decode("utf-8-sig")))
    misspelt = sum(row["product"] == "GTXPro" and row["account"] != "" for row in pipeline)
    assert told["sales_pipeline.csv, opportunities: corrected"] == misspelt
    assert deals.exclude(product=None).count() == deals.count()
    assert not Account.objects.filter(source="crm", owner=None, opportunities__isnull=False).exists()
    assert GenericStrategy.objects.count() == 2
    assert RoadmapItem.objects.exclude(return_us=[]).values("account").distinct().count() >= 20
    assert Opportunity.objects.filter(source="demo-invented").values("account").distinct().count() == 12
    assert Order.objects.filter(source="demo-invented", account__source="crm").values("account").distinct().count() == 12
    for run in ImportRun.objects.all():
        assert run.created + run.updated + run.unchanged + run.refused + run.repaired == run.next_row


def _repaired_onto_the_board() -> None:
    issue = ImportIssue.objects.filter(kind="opportunities", state="open").first()
    assert issue is not None
    account = Account.objects.filter(source="crm").first()
    row = repair_row(flow_actor("test"), issue.pk, {"account": account.name})
    deal = Opportunity.objects.get(pk=row.record_id)
    assert (deal.account, deal.source_key) == (account, issue.source_key)
    assert ImportIssue.objects.filter(kind="opportunities", state="open").count() == 1_424


def _fifty_rows_lead_to_their_strategy_and_back() -> None:
    """Fifty rows at random: from the page of each to its strategy in two clicks, and from there in two to the part of the list that has it."""
    client, root, draw, walked = Client(), flow_actor("demonstration"), random.Random(11), 0
    client.force_login(User.objects.get(email__iexact="admin@meridian.example"))

    def links(address: str) -> set[str]:
        return set(re.findall(r'href="(/[^"#]*)', client.get(address, follow=True).content.decode()))

    strategies = list(GenericStrategy.objects.order_by("pk").values_list("pk", flat=True))
    for work in works():
        rows = work.rows(root)
        serving = {one: list(rows_serving(root, work, one).values_list("pk", flat=True)) for one in strategies}
        numbers = [(number, one) for one in strategies for number in serving[one]]
        for number, strategy in draw.sample(numbers, min(len(numbers), 25)):
            url, house = work.show(rows.get(pk=number)).url, f"/strategies/{strategy}/"
            first = links(url)
            ways = [way for way in first if re.match(r"^/(accounts|deals)/\d+/$", way)]
            assert house in first or any(house in links(way) for way in ways), url
            listed = f"/strategies/{strategy}/rows/{work.key}/"
            assert listed in links(house)
            place = serving[strategy].index(number)
            page = f"?page={place // 100 + 1}"
            assert place < 100 or page in client.get(listed).content.decode()
            assert url.partition("#")[0] in {link.partition("#")[0] for link in links(listed + page)}, url
            walked += 1
    assert walked >= 50
