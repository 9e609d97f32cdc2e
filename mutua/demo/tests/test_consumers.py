"""Consumers come in through the importers with the faults of the published history told, once, and go without a trace."""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import islice
from pathlib import Path

import pytest
from django.conf import settings

from mutua.backoffice.models import Invoice, Order, OrderLine
from mutua.catalog.models import Product
from mutua.customers.models import Person
from mutua.demo import clear, retail_lookalike
from mutua.demo.company import make_company
from mutua.demo.consumers import load_consumers
from mutua.demo.retail import COLUMNS, PUBLISHED, Taken, baskets, prepared
from mutua.demo.tests.test_demo import counts
from mutua.foundation.access.built_in_roles import sync_built_in_roles
from mutua.foundation.days.models import DateShift
from mutua.foundation.imports.models import ImportIssue, ImportRun
from mutua.foundation.records.errors import Refused
from mutua.strategy.models import GenericStrategy, Segment, SegmentMember

# Rows of the published history, one of each fault.
FAULTS = """536365,85123A,WHITE HANGING HEART T-LIGHT HOLDER,6.0,2010-12-01 08:26:00,2.55,17850.0,United Kingdom
536365,85123A,WHITE HANGING HEART T-LIGHT HOLDER,6.0,2010-12-01 08:26:00,2.55,17850.0,United Kingdom
536370,POST,POSTAGE,3.0,2010-12-01 08:45:00,18.0,12583.0,France
536414,22139,,56.0,2010-12-01 11:52:00,0.0,,United Kingdom
536589,21777,,-10.0,2010-12-01 16:50:00,0.0,,United Kingdom
C536379,D,Discount,-1.0,2010-12-01 09:41:00,27.5,14527.0,United Kingdom
537197,22841,ROUND CAKE TIN VINTAGE GREEN,1.0,2010-12-05 14:02:00,0.0,12647.0,Germany
A563186,B,Adjust bad debt,1.0,2011-08-12 14:51:00,-11062.06,,United Kingdom
"""


def lines(text: str = FAULTS) -> Iterator[dict[str, str]]:
    return (dict(zip(COLUMNS, line.split(","), strict=True)) for line in text.splitlines())


@pytest.fixture
def company(db: None) -> None:
    sync_built_in_roles()
    make_company()


@pytest.mark.django_db
def test_each_fault_of_the_published_history_is_kept_corrected_or_refused(company: None) -> None:
    told = load_consumers(lambda done, total, message: None, rows=lines())
    run = ImportRun.objects.get(kind="orders")
    assert (run.seen, run.created, run.refused) == (8, 5, 3)
    refused = {issue.row_number: str(issue.sentence) for issue in run.issues.filter(level="refused")}
    assert set(refused) == {5, 6, 9}
    assert set(refused.values()) == {"The row names no customer: an account, a person or a household."}
    said = Counter(issue.field for issue in ImportIssue.objects.filter(run=run).exclude(level="refused"))
    assert said == {"product": 2, "quantity": 1, "price": 1}
    assert told["baskets.csv: lines that stand twice in one basket, kept"] == 1
    cancelled = Order.objects.get(number="C536379")
    assert (cancelled.state, cancelled.value, str(cancelled.party)) == ("cancelled", Decimal("27.50"), "Customer 14527")
    assert Invoice.objects.get(number="C536379").value == Decimal("-27.50")
    assert Order.objects.get(number="536365").value == Decimal("30.60")
    assert set(Product.objects.filter(source="online-retail").values_list("sku", flat=True)) == {"85123A", "22841"}


@pytest.mark.django_db
def test_they_come_in_once_with_who_serves_them_and_go_without_a_trace() -> None:
    before = counts()
    sync_built_in_roles()
    make_company()
    load_consumers(lambda done, total, message: None, rows=retail_lookalike.rows(120))
    orders, lines_ = Order.objects.count(), OrderLine.objects.count()
    assert orders > 90
    assert Person.objects.filter(source="online-retail", owner__name="Ben Okafor").exists()
    segment = Segment.objects.get(name="Consumers who come back")
    often = [p.pk for p in Person.objects.all() if p.order_set.exclude(state="cancelled").values("dated_on").distinct().count() >= 3]
    members = set(SegmentMember.objects.filter(segment=segment).values_list("person", flat=True))
    assert members <= set(often)
    assert members
    assert GenericStrategy.objects.get(segment=segment).name == "A gift for every occasion"
    assert "baskets" in DateShift.objects.get().sentence

    load_consumers(lambda done, total, message: None, rows=retail_lookalike.rows(120))
    assert (Order.objects.count(), OrderLine.objects.count()) == (orders, lines_)

    clear()
    left = {table: number - before[table] for table, number in counts().items() if number != before[table]}
    waiting = {"procrastinate_jobs", "procrastinate_events", "identity_user", "identity_user_roles", "access_role"}
    assert set(left) <= waiting, left


def test_a_file_that_is_not_it_is_refused_with_a_sentence(tmp_path: Path) -> None:
    other, broken, absent = tmp_path / "other.csv", tmp_path / "broken.csv.gz", tmp_path / "absent.csv"
    other.write_text("a,b\n1,2\n")
    broken.write_bytes(gzip.compress(b"InvoiceNo\n")[:-9])
    for path, says in ((other, "no column called"), (broken, "broken"), (absent, "no file")):
        with pytest.raises(Refused, match=says):
            list(baskets(path, tmp_path)[0])
    assert baskets(None, tmp_path)[1] == "look-alike.csv"


def test_the_look_alike_has_the_faults_of_the_published_history_as_often() -> None:
    if not (settings.SHARED_DATA / PUBLISHED).is_file():
        pytest.skip("The published baskets are not at hand (MUTUA_SHARED_DATA).")
    published, made = (_shares(rows) for rows in (islice(baskets(None, settings.SHARED_DATA)[0], 100_000), retail_lookalike.rows(3_000)))
    for what, share in published.items():
        assert 0.5 * share < made[what] < 2 * share, (what, published, made)


def _shares(rows: Iterable[Mapping[str, str]]) -> dict[str, float]:
    """How many of a hundred lines have each fault, and how many lines a basket has."""
    taken, sums = Taken(), Counter[str]()
    for row in prepared(rows, taken):
        sums["no customer"] += not row["CustomerID"]
        sums["cancelled"] += row["State"] == "cancelled"
        sums["negative"] += row["Quantity"].startswith("-")
    shares = {what: 100 * number / taken.lines for what, number in sums.items()}
    return shares | {"twice": 100 * taken.twice / taken.lines, "lines of a basket": taken.lines / taken.baskets}
