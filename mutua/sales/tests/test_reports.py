"""Win rate, cycle time, conversion and lost reasons, each by hand; quartiles and the censored median against a naive computation."""

from __future__ import annotations

import html
import re
import statistics
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest

from mutua.catalog.tests.making import make_product
from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.foundation.metrics import MetricQuery, metric_named
from mutua.foundation.money.models import ExchangeRate
from mutua.sales.actions.advance_opportunity import advance_opportunity
from mutua.sales.actions.create_opportunity import create_opportunity
from mutua.sales.actions.lose_opportunity import lose_opportunity
from mutua.sales.actions.reopen_opportunity import reopen_opportunity
from mutua.sales.actions.win_opportunity import win_opportunity
from mutua.sales.queries.reports import BYS, reports_of
from mutua.sales.rules.periods import read_period
from mutua.sales.rules.spread import quartiles, until_half_ended
from mutua.sales.tests.making import make_opportunity, make_territory, stage
from mutua.strategy.tests.making import make_segment, make_strategy

YEAR = read_period("2026")
ENDED = date(2026, 5, 20)


@pytest.fixture(autouse=True)
def in_june():
    with days.as_of(date(2026, 6, 1)):
        yield


def ended(owner, took, *, won=True, on=ENDED, **values):
    key = "won" if won else "lost"
    return make_opportunity(owner=owner, stage_key=key, closed_on=on, engaged_on=on - timedelta(days=took), **values)


@pytest.mark.parametrize("seed", range(20))
def test_quartiles_are_those_of_the_textbook(seed):
    draw = Random(seed)
    taken = [draw.randrange(60) for _ in range(draw.randrange(5, 80))]
    found = quartiles(Counter(taken))
    assert found is not None
    assert [found.lower, found.median, found.upper] == pytest.approx(statistics.quantiles(taken, n=4, method="inclusive"))


def test_of_few_deals_there_is_no_quartile():
    assert quartiles({3: 4}) is None


def test_open_deals_are_counted_for_as_long_as_they_were_watched():
    """By hand: 10 begin. 2 end on day 10 (8/10 = 0.8). 3 are watched to day 15. 1 ends on day 20 of 5 left (0.64), 2 on day 30 of 4 left (0.32): 30 days.

    Of those that ended alone half had after 20 days.
    """
    assert until_half_ended({10: 2, 20: 1, 30: 2}, {15: 3, 40: 2}) == 30
    assert until_half_ended({10: 2, 20: 1, 30: 2}, {}) == 20
    assert until_half_ended({10: 1}, {5: 3, 20: 2}) is None
    assert until_half_ended({}, {}) is None


@pytest.mark.parametrize("seed", range(20))
def test_the_censored_median_is_that_of_a_walk_day_by_day(seed):
    draw = Random(seed)
    deals = [(draw.randrange(1, 40), draw.random() < 0.6) for _ in range(draw.randrange(1, 40))]
    still, naive = 1.0, None
    for day in range(41):
        at_risk = sum(took >= day for took, _over in deals)
        over = sum(took == day and is_over for took, is_over in deals)
        still *= 1 - over / at_risk if at_risk else 1
        if naive is None and over and still <= 0.5 + 1e-12:
            naive = day
    found = until_half_ended(Counter(took for took, is_over in deals if is_over), Counter(took for took, is_over in deals if not is_over))
    assert found == naive


def test_what_ended_in_the_period_by_person(cast):
    """Ada: 5 won after 10, 20, 30, 40 and 50 days, 3 lost: 5 of 8; a quarter within 20, half within 30, three quarters within 40 days."""
    for took in (10, 20, 30, 40, 50):
        ended(cast.ada, took, amount=Decimal(100))
    for reason in ("Price", "Price", ""):
        ended(cast.ada, 5, won=False, lost_reason=reason)
    ended(cast.ada, 5, on=date(2025, 12, 31))
    ended(cast.eve, 5)
    make_opportunity(owner=cast.ada, engaged_on=date(2026, 5, 1))
    found = reports_of(cast.ada, YEAR)
    [ada] = found.groups
    assert (ada.name, ada.closed, ada.won, ada.lost, ada.rate, ada.amount) == ("Ada Lindqvist", 8, 5, 3, 0.625, 500)
    assert (ada.took.lower, ada.took.median, ada.took.upper) == (20, 30, 40)
    assert [(one.text, one.deals, round(one.share, 3)) for one in found.reasons] == [("Price", 2, 0.667), ("", 1, 0.333)]
    assert (found.began, found.still_open, found.with_moves) == (9, 1, 0)
    assert reports_of(cast.root, YEAR).total.closed == 9


@pytest.mark.parametrize("by", BYS)
def test_each_grouping_adds_up_and_opens_its_rows(client, cast, by):
    strategy, product = make_strategy(name="Shelf"), make_product(name="GTX Pro")
    one, other = make_account(owner=cast.ada), make_account(owner=cast.ada)
    make_segment(name="Grocers", members=[one])
    make_segment(name="Everybody", members=[one, other])
    make_territory(name="North", accounts=[one])
    for account in (one, one, other):
        mine = account == one
        ended(
            cast.ada,
            9,
            account=account,
            strategy=strategy if mine else None,
            product=product if mine else None,
            source="crm" if mine else "",
        )
    ended(cast.ada, 9, won=False, account=one, strategy=strategy, product=product, source="crm")
    found = reports_of(cast.ada, YEAR, by=by)
    names = {group.name: (group.won, group.lost) for group in found.groups}
    expected = {
        "person": {"Ada Lindqvist": (3, 1)},
        "source": {"crm": (2, 1), "Added by hand": (1, 0)},
        "segment": {"Grocers": (2, 1), "Everybody": (3, 1)},
        "strategy": {"Shelf": (2, 1), "Off strategy": (1, 0)},
        "territory": {"North": (2, 1), "In no territory": (1, 0)},
        "product": {"GTX Pro": (2, 1), "Without a product": (1, 0)},
    }
    assert names == expected[by]
    assert (found.total.won, found.total.lost) == (3, 1)
    client.force_login(cast.user("ada"))
    for group in [*found.groups, found.total]:
        for url, count in ((group.won_url, group.won), (group.lost_url, group.lost), (group.url, group.closed)):
            assert client.get(f"{url}&count=exact").content.decode().count("data-row") == count, (group.name, url)


def test_a_segment_whose_rule_is_hidden_tells_nobody_who_is_in_it(cast):
    account = make_account(owner=cast.ada)
    make_segment(name="Rich", members=[account], predicate={"field": "spend", "op": "gt", "value": "5 USD"})
    ended(cast.ada, 9, account=account)
    assert [one.name for one in reports_of(cast.ada, YEAR, by="segment").groups] == ["Rich"]
    shielded = replace(cast.ada, hidden=frozenset({"account.spend"}))
    assert [one.name for one in reports_of(shielded, YEAR, by="segment").groups] == ["In no segment"]


def test_amounts_in_two_currencies_are_converted_or_left_beside(cast):
    ended(cast.ada, 9, amount=Decimal(100))
    ended(cast.ada, 9, amount=Decimal(50), currency="EUR")
    ended(cast.ada, 9, amount=Decimal(7), currency="GBP")
    ExchangeRate.objects.create(of="EUR", to="USD", factor=Decimal("1.2"), on=date(2026, 1, 1), source="ECB")
    found = reports_of(cast.ada, YEAR, currency="USD")
    assert (found.total.amount, found.left_out) == (Decimal("160.00"), {"GBP": Decimal(7)})


def test_from_stage_to_stage_by_the_moves_that_were_recorded(cast):
    """Four begin in Prospecting: two go on to Engaging (one is won there, one stands), one is lost, one was lost and came back."""
    account = make_account(owner=cast.ada)
    start, then = stage("prospecting"), stage("engaging")
    one, two, three, four = (create_opportunity(cast.ada, account=account, name=f"Deal {n}", stage=start) for n in range(4))
    advance_opportunity(cast.ada, one.pk, version=None, to=then)
    win_opportunity(cast.ada, one.pk, version=None, closed_on=days.today())
    advance_opportunity(cast.ada, two.pk, version=None, to=then)
    lose_opportunity(cast.ada, three.pk, version=None, closed_on=days.today(), reason="Price")
    lose_opportunity(cast.ada, four.pk, version=None, closed_on=days.today(), reason="Price")
    reopen_opportunity(cast.ada, four.pk, version=None)
    make_opportunity(owner=cast.ada, engaged_on=days.today())
    found = reports_of(cast.ada, YEAR)
    assert [(row.stage, row.entered, row.went_on, row.lost, row.still) for row in found.stages] == [
        ("Prospecting", 4, 2, 1, 1),
        ("Engaging", 2, 1, 0, 1),
    ]
    assert (found.with_moves, found.began) == (4, 5)


def test_the_page_keeps_its_budget_however_many_deals_there_are(client, cast, django_assert_max_num_queries):
    for number in range(30):
        account = make_account(owner=cast.ada)
        make_segment(members=[account])
        ended(cast.ada, number, account=account, won=bool(number % 2), strategy=make_strategy(), currency="EUR" if number % 3 else "USD")
    client.force_login(cast.user("ben"))
    for by in BYS:
        with django_assert_max_num_queries(12):
            assert client.get(f"/reports/?period=2026&by={by}").status_code == 200
    for kind in ("csv", "reasons", "stages"):
        assert client.get(f"/reports/?period=2026&as={kind}").status_code == 200


def test_the_api_tells_the_same(client, cast):
    for took in (10, 20, 30, 40, 50):
        ended(cast.ada, took, amount=Decimal(100))
    ended(cast.ada, 5, won=False, lost_reason="Price")
    client.force_login(cast.user("ada"))
    told = client.get("/api/v1/deal-reports?period=2026&by=person").json()
    [ada] = told["groups"]
    assert (ada["won"], ada["lost"], round(ada["rate"], 3), ada["days_to_win"]) == (5, 1, 0.833, [20, 30, 40])
    assert (Decimal(told["total"]["amount"]), told["lost_reasons"], told["half_ended_after"]) == (
        500,
        [{"reason": "Price", "deals": 1, "share": 1}],
        20,
    )
    assert client.get("/api/v1/deal-reports?period=2026&by=moon").status_code == 422
    assert client.get("/api/v1/deal-reports?period=soon").status_code == 422


def test_each_number_opens_its_rows_and_what_is_no_address_is_said(client, cast):
    ended(cast.ada, 9, won=False, name="Cold boxes", lost_reason="Price")
    ended(cast.ada, 9, name="Warm boxes")
    client.force_login(cast.user("ada"))
    page = client.get("/reports/?period=2026").content.decode()
    [link] = [html.unescape(one) for one in re.findall(r'href="([^"]+)">Price<', page)]
    rows = client.get(link).content.decode()
    assert ("Cold boxes" in rows, "Warm boxes" in rows) == (True, False)
    assert client.get("/reports/?period=soon").status_code == 422
    assert client.get("/reports/?by=moon").status_code == 404
    assert client.get("/reports/?currency=EUX").status_code == 422
    assert "No deal began or ended" in client.get("/reports/?period=2001").content.decode()


def test_days_and_amounts_of_won_deals_are_known_to_reviews(cast):
    first = ended(cast.ada, 12, amount=Decimal(70))
    ended(cast.ada, 3, won=False)
    ended(cast.ada, 4, amount=Decimal(9), currency="EUR")
    asked = MetricQuery(date(2026, 1, 1), date(2026, 12, 31), currency="USD")
    assert [one.value for one in metric_named("deal.days_to_win").outcomes(asked)] == [12, 4]
    assert [(one.key, one.value, one.known_on) for one in metric_named("deal.won_amount").outcomes(asked)] == [(first.pk, 70, ENDED)]
    with pytest.raises(ValueError, match="currency"):
        list(metric_named("deal.won_amount").outcomes(MetricQuery(date(2026, 1, 1), date(2026, 12, 31))))
