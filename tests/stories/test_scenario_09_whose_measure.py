"""Whose measure: we say 98.5 % shipped on time, the customer measures 94.2 % received within its window; the 4.3 points open a list, delivery by delivery.

1,000 deliveries. 985 left us on the promised day at the latest. Of those the customer received 32 after its window and 9 short; 2 stand in our
records only, and 2 of which it counts as failed in its own only. 985 − 32 − 9 − 2 = 942.
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.test import Client

from mutua.backoffice.models import Shipment
from mutua.customers.models import Account
from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.foundation.imports.actions.import_now import import_now
from mutua.foundation.jobs.inline import run_waiting
from mutua.relationships.models import Difference, PerformanceMeasure
from mutua.relationships.tests.making import make_account_touchpoint, make_measure
from tests.cast import Cast

pytestmark = pytest.mark.django_db
MANY, FAILED_BOTH, LATE, SHORT, ONLY_OURS, ONLY_THEIRS = 1_000, 15, 32, 9, 2, 2


@pytest.fixture
def measure(cast: Cast) -> PerformanceMeasure:
    """On time in full by the customer's own list: no day early, one day late, complete."""
    account = make_account(name="Ashgrove Markets", owner=cast.ada)
    at = make_account_touchpoint(account)
    measure = make_measure(at, counted_from="file", early_days=0, late_days=1, target="0.9700", tolerance="0.9500", is_proxy=False)
    ship(account)
    receive(cast, account)
    run_waiting()
    return measure


def ship(account: Account) -> None:
    """Ours: all but 15 left on the promised day."""
    today = days.today()
    Shipment.objects.bulk_create(
        Shipment(
            account=account,
            number=f"asn-{number:04}",
            currency="USD",
            promised_on=(promised := today - timedelta(days=20 + number % 300)),
            shipped_on=promised + timedelta(days=3 if number < FAILED_BOTH else -2),
            delivered_on=promised + timedelta(days=5 if number < FAILED_BOTH else 0),
            quantity_ordered=10,
            quantity_delivered=10,
        )
        for number in range(MANY)
    )


def receive(cast: Cast, account: Account) -> None:
    """Theirs: the same deliveries, as their receiving desk wrote them down. Their program writes numbers in capitals, and without noughts in front."""
    today, lines = days.today(), ["account,measure,delivery,promised,received,ordered,quantity received"]
    for number in range(MANY - ONLY_OURS):
        promised = today - timedelta(days=20 + number % 300)
        by = 5 if number < FAILED_BOTH else 3 if number < FAILED_BOTH + LATE else 1
        got = 8 if FAILED_BOTH + LATE <= number < FAILED_BOTH + LATE + SHORT else 10
        lines.append(f"Ashgrove Markets,on-time-in-full,ASN-{number:04},{promised},{promised + timedelta(days=by)},10,{got}")
    for number in range(ONLY_THEIRS):
        promised = today - timedelta(days=100)
        lines.append(f"Ashgrove Markets,on-time-in-full,X-{number},{promised},{promised + timedelta(days=9)},10,10")
    content = io.BytesIO("\n".join(lines).encode())
    run = import_now(cast.root, "measure-cases", content, file_name="their-deliveries.csv", source="ashgrove")
    assert (run.created, run.refused) == (MANY, 0)


def text(content: bytes) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", content.decode()))).replace(" %", " %")


def test_their_number_rules_and_ours_stands_beside_it(client: Client, cast: Cast, measure: PerformanceMeasure) -> None:
    client.force_login(cast.user("ada"))
    page = text(client.get(measure.get_absolute_url()).content)
    assert "Owned by Ashgrove Markets" in page
    assert re.search(r"How well .*?94\.2.%\D*942 deliveries on time and in full of 1,000 deliveries due", page)
    assert re.search(r"shipped on time, by our own schedule 98\.5.% 985 / 1,000", page)
    assert re.search(r"received within the window, by their own list 94\.2.% 942 / 1,000", page)
    assert "Between them lie −4.3 points" in page
    assert re.search(r"late by their window 32 −32 32 short 9 −9 9 not in our records 2 0 2 not in theirs 2 −2 2 Together 45 −43 45", page)
    assert "45 in the reconciliation list" in page
    listed = text(client.get("/measures/").content)
    assert re.search(r"Ashgrove Markets .*94\.2.%", listed)
    assert "98.5" not in listed  # the customer's number rules


def test_each_delivery_says_why_it_differs(client: Client, cast: Cast, measure: PerformanceMeasure) -> None:
    client.force_login(cast.user("ada"))
    answer = client.get(address(measure, "export=csv"))
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode().lstrip("\ufeff"))))
    told = {(row["Reason"], row["We say"], row["They say"], row["Detail"]) for row in rows}
    assert len(rows) == 45
    assert told == {
        ("late by their window", "good", "failed", "2 days after the window"),
        ("short", "good", "failed", "8 of 10 received"),
        ("not in our records", "", "failed", ""),
        ("not in theirs", "good", "", ""),
    }
    assert sum(int(row["Effect"].lstrip("'")) for row in rows) == 942 - 985


def address(measure: PerformanceMeasure, more: str = "") -> str:
    tree = {"field": "measure", "op": "is", "value": measure.pk}
    return f"/reconciliation/?f={quote(json.dumps(tree))}&{more}"


def test_somebody_explains_and_accepts_and_a_later_list_settles(client: Client, cast: Cast, measure: PerformanceMeasure) -> None:
    client.force_login(cast.user("ada"))
    late = [str(pk) for pk in Difference.objects.filter(reason="late").values_list("pk", flat=True)]
    sent = {"act": "bulk:explain", "ids": late, "sure": "yes", "note": "The carrier's depot was closed"}
    client.post(address(measure), sent)
    done = client.post(address(measure), {"act": "bulk:accept", "which": "all", "sure": "yes", "promised": "45", "note": ""})
    assert done.status_code == 302, text(done.content)
    run_waiting()
    states = dict.fromkeys(["explained", "accepted"], 0) | {"open": Difference.objects.filter(state="open").count()}
    for state in ("explained", "accepted"):
        states[state] = Difference.objects.filter(state=state, decided_by=cast.user("ada")).count()
    assert states == {"explained": 0, "accepted": 45, "open": 0}
    assert Difference.objects.filter(reason="late", note="The carrier's depot was closed").count() == LATE
    # They find one of the pallets that were missing: that delivery is good on both sides now.
    promised = days.today() - timedelta(days=20 + (FAILED_BOTH + LATE) % 300)
    again = f"account,measure,delivery,promised,received,ordered,quantity received\nAshgrove Markets,on-time-in-full,ASN-{FAILED_BOTH + LATE:04},{promised},{promised + timedelta(days=1)},10,10\n"
    import_now(cast.root, "measure-cases", io.BytesIO(again.encode()), file_name="again.csv", source="ashgrove")
    run_waiting()
    assert Difference.objects.get(number=f"ASN-{FAILED_BOTH + LATE:04}").state == "settled"
    page = text(client.get(measure.get_absolute_url()).content)
    assert re.search(r"Together 44 −42 0", page)


def test_a_stranger_sees_neither_number(client: Client, cast: Cast, measure: PerformanceMeasure) -> None:
    client.force_login(cast.user("eve"))
    assert client.get(measure.get_absolute_url()).status_code == 404
    assert "ASN-" not in client.get(address(measure)).content.decode()
