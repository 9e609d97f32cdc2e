"""Readiness of both sides: assessed with evidence, kept with its history, proposed from rows, expired in time."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from mutua.backoffice.models import Invoice, Order, OrderLine, Shipment
from mutua.catalog.models import Product
from mutua.customers.models import Account
from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.foundation.access import NotAllowed, NotFound
from mutua.foundation.records.errors import Refused
from mutua.relationships.actions.answer_proposal import answer_proposal
from mutua.relationships.actions.assess_readiness import assess_readiness
from mutua.relationships.models import ProposalAnswer, Readiness
from mutua.relationships.queries.assessments import assessments_of, known_on
from mutua.relationships.queries.readiness_proposals import proposal_for, proposals_of, rows_under
from mutua.relationships.readiness_today import expired_readiness
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast: Cast) -> Account:
    return make_account(owner=cast.ada, name="Alder Markets")


def text(content: bytes) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", content.decode())))


def deliveries(account: Account, *, noticed: int, plain: int, days_ago: int = 30, late: bool = False) -> None:
    on = days.today() - timedelta(days=days_ago)
    Shipment.objects.bulk_create(
        Shipment(
            account=account,
            number=f"{'ASN' if number < noticed else 'DN'}-{account.pk}-{days_ago}-{number}",
            currency="USD",
            promised_on=on - timedelta(days=3 if late else 0),
            delivered_on=on,
        )
        for number in range(noticed + plain)
    )


def levels(actor: Any, account_id: int | None) -> dict[str, str]:
    return {key.value: str(one.level) for key, one in known_on(assessments_of(actor, account_id)).items()}


def test_each_dimension_has_its_own_evidence_who_and_when(client: Client, cast: Cast, account: Account) -> None:
    client.force_login(cast.user("ada"))
    form = {
        "data": "0.8",
        "data_evidence": "Their item file has 3 in 10 wrong",
        "will": "3.5",
        "will_evidence": "Their board says so",
        "confidence": "70",
    }
    assert client.post(f"/accounts/{account.pk}/readiness/assess/", form).status_code == 302
    told = {row.dimension: (row.level, row.evidence, row.confidence, row.assessor_id, row.assessed_on) for row in Readiness.objects.all()}
    ada, today = cast.ada.user_id, days.today()
    assert told == {
        "data": (Decimal("0.8"), "Their item file has 3 in 10 wrong", Decimal("0.70"), ada, today),
        "will": (Decimal("3.5"), "Their board says so", Decimal("0.70"), ada, today),
    }
    page = text(client.get(f"/accounts/{account.pk}/readiness/").content)
    assert "Data 0.8 Their item file has 3 in 10 wrong" in page
    assert "Will 3.5 Their board says so" in page


def test_a_level_without_a_word_of_how_it_is_known_opens_no_gate(client: Client, cast: Cast, account: Account) -> None:
    client.force_login(cast.user("ada"))
    with nothing_changes():
        answer = client.post(
            f"/accounts/{account.pk}/readiness/assess/", {"data": "4.0", "will": "3", "will_evidence": "x", "confidence": "70"}
        )
        over_the_api = client.post(
            f"/api/v1/accounts/{account.pk}/readiness", {"levels": {"data": "4.0"}, "evidence": " "}, content_type="application/json"
        )
    assert answer.status_code == over_the_api.status_code == 422
    assert "Data: say how you know." in text(answer.content)


@pytest.mark.parametrize("level", ["4.1", "-0.1", "2.55", "much"])
def test_what_is_no_level_is_said_and_what_was_typed_stays(client: Client, cast: Cast, account: Account, level: str) -> None:
    client.force_login(cast.user("ada"))
    with nothing_changes():
        answer = client.post(f"/accounts/{account.pk}/readiness/assess/", {"data": level, "data_evidence": "As we saw", "confidence": "70"})
    assert answer.status_code == 422
    assert 'value="As we saw"' in answer.content.decode()


def test_the_history_tells_what_stood_on_any_day(cast: Cast, account: Account) -> None:
    """P12, against the steps themselves."""
    steps = [(date(2026, 1, 10), "1.0"), (date(2026, 3, 1), "2.0"), (date(2026, 3, 1), "2.5"), (date(2026, 7, 4), "1.5")]
    for on, level in steps:
        with days.as_of(on):
            assess_readiness(cast.ada, account.pk, {"data": Decimal(level)}, evidence=f"Seen at {level}")
    told = assessments_of(cast.ada, account.pk)
    assert [(one.on, str(one.level), one.evidence) for one in told if one.on != date(2026, 3, 1)] == [
        (date(2026, 7, 4), "1.5", "Seen at 1.5"), (date(2026, 1, 10), "1.0", "Seen at 1.0"),
    ]  # fmt: skip
    for day in (
        date(2026, 1, 9),
        date(2026, 1, 10),
        date(2026, 2, 28),
        date(2026, 3, 1),
        date(2026, 7, 3),
        date(2026, 7, 4),
        date(2027, 1, 1),
    ):
        stood = [level for on, level in steps if on <= day]
        assert {str(one.level) for one in known_on(told, day).values()} == set(stood[-1:]), day


def test_what_was_taken_back_stays_in_the_history(cast: Cast, account: Account) -> None:
    with days.as_of(date(2026, 1, 10)):
        assess_readiness(cast.ada, account.pk, {"data": Decimal(3)}, evidence="Seen")
    assess_readiness(cast.ada, account.pk, {"data": None})
    told = assessments_of(cast.ada, account.pk)
    assert [one.level for one in told] == [None, Decimal("3.0")]
    assert known_on(told) == {}
    assert [one.level for one in known_on(told, date(2026, 2, 1)).values()] == [Decimal("3.0")]


def test_another_level_does_not_keep_the_evidence_of_the_one_before(cast: Cast, account: Account) -> None:
    assess_readiness(cast.ada, account.pk, {"data": Decimal(1)}, evidence="Their file is wrong")
    assess_readiness(cast.ada, account.pk, {"data": Decimal(1)})
    assert Readiness.objects.get().evidence == "Their file is wrong"
    with pytest.raises(Refused, match="say how you know"):
        assess_readiness(cast.ada, account.pk, {"data": Decimal(4)})
    assert Readiness.objects.get().level == 1


# Proposals from data


def test_the_share_of_deliveries_with_a_ship_notice_is_proposed_with_its_rows(client: Client, cast: Cast, account: Account) -> None:
    deliveries(account, noticed=31, plain=19)
    deliveries(account, noticed=0, plain=40, days_ago=366)  # longer ago than a year
    deliveries(make_account(owner=cast.ada), noticed=40, plain=0)  # another account's
    [proposal] = [one for one in proposals_of(cast.ada, account.pk) if one.source.key == "ship-notices"]
    assert (proposal.good, proposal.of, proposal.level, proposal.is_open) == (31, 50, Decimal("2.5"), True)  # 4 × 31/50 = 2.48
    rows = list(rows_under(cast.ada, proposal, account.pk))
    assert [row.good for row in rows] == [False] * 19 + [True] * 31
    client.force_login(cast.user("ada"))
    page = text(client.get(f"/accounts/{account.pk}/readiness/").content)
    assert "31 of 50 in a year, 62.0 %. They speak for Systems 2.5." in page
    shown = text(client.get(f"/accounts/{account.pk}/readiness/proposals/ship-notices/").content)
    assert shown.count("does not count") == 19
    assert f"DN-{account.pk}-30-49" in shown


def test_every_figure_is_what_counting_by_hand_gives(cast: Cast, account: Account) -> None:
    today = days.today()
    product = Product.objects.create(name="GTX Plus")
    for number in range(24):
        order = Order.objects.create(
            account=account,
            number=f"PO-{number}",
            currency="USD",
            dated_on=today - timedelta(days=9),
            source="edi" if number < 18 else "phone",
            source_key=f"o{number}",
        )
        OrderLine.objects.create(order=order, position=1, description="x", quantity=1, value=1, product=product if number % 4 else None)
        settled = number < 21
        Invoice.objects.create(
            account=account,
            number=f"I-{number}",
            invoiced_on=today - timedelta(days=60),
            due_on=today - timedelta(days=30),
            currency="USD",
            value=10,
            open_amount=0 if settled else 10,
            as_of=today,
        )
    Invoice.objects.create(
        account=account,
        number="not due",
        invoiced_on=today,
        due_on=today + timedelta(days=30),
        currency="USD",
        value=10,
        open_amount=10,
        as_of=today,
    )
    Invoice.objects.create(
        account=account, number="credit", invoiced_on=today, due_on=today, currency="USD", value=-10, open_amount=-10, as_of=today
    )
    deliveries(account, noticed=4, plain=16)
    deliveries(account, noticed=0, plain=5, days_ago=20, late=True)
    told = {
        (one.source.side.value, one.source.key): (one.good, one.of, str(one.level))
        for one in (*proposals_of(cast.ada, account.pk), *proposals_of(cast.ada, None))
    }
    assert told == {
        ("them", "ship-notices"): (4, 25, "0.6"),
        ("them", "edi-orders"): (18, 24, "3.0"),
        ("them", "article-numbers"): (18, 24, "3.0"),
        ("them", "settled-invoices"): (21, 24, "3.5"),
        ("us", "ship-notices"): (4, 25, "0.6"),
        ("us", "our-promises"): (20, 25, "3.2"),
        ("us", "counted-deliveries"): (0, 25, "0.0"),
    }


def test_where_no_order_says_that_it_came_by_edi_nothing_follows(cast: Cast, account: Account) -> None:
    for number in range(30):
        Order.objects.create(
            account=account, number=f"PO-{number}", currency="USD", dated_on=days.today(), source="erp", source_key=f"o{number}"
        )
    assert [one.source.key for one in proposals_of(cast.ada, account.pk)] == []


def test_nineteen_rows_conclude_nothing(client: Client, cast: Cast, account: Account) -> None:
    deliveries(account, noticed=19, plain=0)
    assert proposal_for(cast.ada, account.pk, "ship-notices").level is None
    with pytest.raises(Refused, match="fewer than twenty"), nothing_changes():
        answer_proposal(cast.ada, account.pk, "ship-notices", answer="accepted")
    client.force_login(cast.user("ada"))
    assert "Too few to conclude anything." in text(client.get(f"/accounts/{account.pk}/readiness/").content)


def test_accepted_it_is_the_assessment_with_the_figure_as_evidence(client: Client, cast: Cast, account: Account) -> None:
    deliveries(account, noticed=31, plain=19)
    client.force_login(cast.user("ada"))
    assert client.post(f"/accounts/{account.pk}/readiness/proposals/ship-notices/", {"answer": "accepted"}).status_code == 302
    row = Readiness.objects.get()
    assert (row.dimension, row.level, row.confidence, row.from_data) == ("systems", Decimal("2.5"), Decimal("0.80"), "ship-notices")
    assert row.evidence == "Deliveries with a ship notice: 31 of 50 in a year, 62.0\u202f%."
    assert not proposal_for(cast.ada, account.pk, "ship-notices").is_open
    with nothing_changes():
        answer_proposal(cast.ada, account.pk, "ship-notices", answer="accepted")
    deliveries(account, noticed=25, plain=0, days_ago=3)
    assert proposal_for(cast.ada, account.pk, "ship-notices").is_open  # 56 of 75 speak for another level


def test_adjusted_it_says_what_the_rows_spoke_for(cast: Cast, account: Account) -> None:
    deliveries(account, noticed=31, plain=19)
    said = answer_proposal(
        cast.ada, account.pk, "ship-notices", answer="adjusted", level=Decimal("1.5"), reason="Half of them are typed in."
    )
    row = Readiness.objects.get()
    assert (row.level, row.confidence, said.proposed, said.level) == (Decimal("1.5"), Decimal("0.60"), Decimal("2.5"), Decimal("1.5"))
    assert row.evidence.endswith("62.0\u202f%. Half of them are typed in.")


def test_refused_it_changes_no_level_and_stays_away(client: Client, cast: Cast, account: Account) -> None:
    deliveries(account, noticed=31, plain=19)
    client.force_login(cast.user("ada"))
    address = f"/accounts/{account.pk}/readiness/proposals/ship-notices/"
    with nothing_changes():
        answer = client.post(address, {"answer": "refused", "level": "1.5"})
    assert answer.status_code == 422
    assert "Say why the rows mislead" in html.unescape(answer.content.decode())
    assert client.post(address, {"answer": "refused", "reason": "A carrier writes them, not they"}).status_code == 302
    assert not Readiness.objects.exists()
    assert not proposal_for(cast.ada, account.pk, "ship-notices").is_open
    assert "A carrier writes them, not they" in text(client.get(f"/accounts/{account.pk}/readiness/").content)


@pytest.mark.parametrize(
    "answer",
    [{"answer": "adjusted"}, {"answer": "adjusted", "level": Decimal("2.5")}, {"answer": "perhaps"}, {"answer": "refused", "reason": " "}],
)
def test_half_an_answer_changes_nothing(cast: Cast, account: Account, answer: dict[str, Any]) -> None:
    deliveries(account, noticed=31, plain=19)
    with pytest.raises(Refused, match="Nothing was changed"), nothing_changes():
        answer_proposal(cast.ada, account.pk, "ship-notices", **answer)


def test_a_stranger_and_who_sees_no_shipments_get_no_figure(cast: Cast, account: Account) -> None:
    deliveries(account, noticed=31, plain=19)
    with pytest.raises(NotFound), nothing_changes():
        answer_proposal(cast.eve, account.pk, "ship-notices", answer="accepted")
    with pytest.raises(NotFound), nothing_changes():
        answer_proposal(cast.ada, account.pk, "our-promises", answer="accepted")
    with pytest.raises((NotAllowed, NotFound)), nothing_changes():
        answer_proposal(cast.mia, None, "our-promises", answer="accepted")
    assert ProposalAnswer.objects.count() == 0


# Expiry


@override_settings(READINESS_DAYS=100)
def test_an_old_assessment_is_shown_as_expired_and_counts_half(client: Client, cast: Cast, account: Account) -> None:
    for age, dimension in ((101, "data"), (100, "will")):
        with days.as_of(days.today() - timedelta(days=age)):
            assess_readiness(cast.ada, account.pk, {dimension: Decimal(3)}, evidence="Seen", confidence=Decimal("0.70"))
    client.force_login(cast.user("ada"))
    page = text(client.get(f"/accounts/{account.pk}/readiness/").content)
    assert "1 assessment has expired Data." in page
    assert "sure to 35 %, was 70 %" in page
    assert "sure to 70 %" in page.replace("was 70 %", "")


def test_expired_readiness_is_on_the_owners_today_until_it_is_assessed_anew(client: Client, cast: Cast, account: Account) -> None:
    with days.as_of(days.today() - timedelta(days=366)):
        assess_readiness(cast.ada, account.pk, {"data": Decimal(3), "will": Decimal(2)}, evidence="Seen")
        assess_readiness(cast.root, None, {"data": Decimal(3)}, evidence="Seen")
    client.force_login(cast.user("ada"))
    page = text(client.get("/").content)
    assert "Readiness of Alder Markets" in page
    assert "2 of 5 expired" in page
    assert [need.what for need in expired_readiness(cast.eve)] == []
    assert [need.what for need in expired_readiness(cast.root)] == ["Our own readiness"]
    assess_readiness(cast.ada, account.pk, {"data": Decimal(3), "will": Decimal(2)})
    assert expired_readiness(cast.ada) == []


def test_the_page_asks_as_often_for_much_as_for_little(client: Client, cast: Cast, account: Account) -> None:
    client.force_login(cast.user("ada"))

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(f"/accounts/{account.pk}/readiness/").status_code == 200
        return len(queries)

    assess_readiness(cast.ada, account.pk, {"data": Decimal(3)}, evidence="Seen")
    deliveries(account, noticed=30, plain=0)
    client.get(f"/accounts/{account.pk}/readiness/")
    little = asked()
    for number in range(30):
        with days.as_of(days.today() - timedelta(days=400 - number)):
            assess_readiness(cast.ada, account.pk, {"data": Decimal(number % 5), "people": Decimal(number % 4)}, evidence="Seen")
    deliveries(account, noticed=60, plain=60, days_ago=40)
    assert asked() <= little <= 30
