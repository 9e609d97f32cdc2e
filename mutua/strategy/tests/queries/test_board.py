"""The board's figures, against numbers worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mutua.backoffice.models import Order, OrderLine
from mutua.catalog.tests.making import make_offering, make_product
from mutua.customers.models import Account
from mutua.customers.tests.making import make_account, make_value_rating
from mutua.foundation import days
from mutua.foundation.records.errors import Refused
from mutua.strategy.actions.place_in_market import Placed, place_in_market
from mutua.strategy.actions.weigh_board import weigh_board
from mutua.strategy.models import BoardWeights
from mutua.strategy.queries.board import board
from mutua.strategy.tests.making import make_segment, make_strategy, make_version
from tests.cast import nothing_changes

pytestmark = pytest.mark.django_db


def ordered(account, product, value, days_ago, currency="USD", state="open"):
    on = days.today() - timedelta(days=days_ago)
    order = Order.objects.create(
        account=account, number=f"{account.pk}-{product.pk}-{days_ago}-{value}", placed_on=on, dated_on=on, currency=currency, state=state
    )
    OrderLine.objects.create(order=order, position=1, product=product, description="x", quantity=1, value=value)


@pytest.fixture
def market(cast):
    """Four accounts; three bought desks for 100, 200 and 300 this year, for 300 in all the year before."""
    desks, chairs = make_product(name="Desk"), make_product(name="Chair")
    offering = make_offering(name="Desks", products=[desks], cost_to_serve=Decimal(20))
    accounts = [make_account(owner=cast.ada, name=f"A{n}") for n in range(4)]
    segment = make_segment(name="Offices", members=accounts)
    for account, value in zip(accounts, (100, 200, 300), strict=False):
        ordered(account, desks, value, 30)
    ordered(accounts[0], desks, 300, 500)
    ordered(accounts[0], desks, 999, 900)  # before both years
    ordered(accounts[3], desks, 999, 10, state="cancelled")
    ordered(accounts[3], chairs, 999, 10)  # no part of the offering
    ordered(accounts[1], desks, 50, 10, currency="EUR")
    for account, category, ours in ((accounts[0], 1000, 100), (accounts[1], 3000, 300)):
        Account.objects.filter(pk=account.pk).update(category_spend=category, spend_per_year=ours)
    make_value_rating(account=accounts[0], ours=8, next_best=6)
    return segment, offering, accounts


def test_an_account_of_two_segments_counts_once_in_each(cast, market):
    """1,000 and 3,000 a year are bought, 100 and 300 of it from us, in either of two segments with the same accounts."""
    _segment, _offering, accounts = market
    make_segment(name="Offices again", members=accounts)
    for one in board(cast.executive).rows:
        assert (one.market.accounts, one.market.told, one.market.category, one.market.ours) == (4, 2, 4000, 400), one.segment


@pytest.mark.parametrize("hidden", ["account.spend", "account.category_spend"])
def test_the_market_is_not_told_to_whom_its_parts_are_hidden(cast, market, hidden):
    (row,) = board(replace(cast.executive, hidden=frozenset({hidden}))).rows
    assert (row.market.accounts, row.market.told, row.market.category, row.market.ours) == (4, 0, None, None)
    assert (row.squares[0].figures.size, row.squares[0].figures.share) == (None, None)


def test_a_cell_is_what_was_ordered_and_told(cast, market):
    square = board(cast.executive).squares[0]
    found = square.figures
    assert (found.revenue, found.before, found.buyers, found.members, found.foreign) == (600, 300, 3, 4, 1)
    assert (found.growth, found.margin, found.reach, found.rating) == (1.0, 0.9, 0.75, 2.0)
    assert (found.size, found.share, found.white_space, found.size_told) == (4000, 0.1, 200, False)
    market_of_it = board(cast.executive).rows[0].market
    assert (market_of_it.told, market_of_it.category, market_of_it.ours, market_of_it.white_space) == (2, 4000, 400, 3600)


def test_the_position_that_a_version_tells_comes_before_what_accounts_spend(cast, market):
    segment, offering, _accounts = market
    draft = make_version(make_strategy(segment=segment, offering=offering))
    year = days.today().year
    places = [Placed(year - 1, Decimal("0.2"), size=Decimal(9000)), Placed(year + 1, Decimal("0.5"), True, Decimal(10_000))]
    place_in_market(cast.executive, draft.pk, places)
    found = board(cast.executive).squares[0].figures
    assert (found.size, found.share, found.size_told) == (9000, 0.2, True)
    assert found.white_space == 9000 - 600, "of the 9,000 that the version tells, 600 were sold"


def test_what_accounts_spend_is_no_market_of_what_none_of_them_buys(cast, market):
    make_offering(name="Zeppelins", products=[make_product(name="Zeppelin")])
    desks, zeppelins = board(cast.executive).squares
    assert (desks.figures.size, zeppelins.figures.size, zeppelins.figures.share) == (4000, None, None)


def test_two_buyers_are_too_few_to_speak_for_the_others(cast, market):
    Order.objects.filter(account=market[2][2]).delete()
    assert board(cast.executive).squares[0].figures.white_space is None


def test_only_the_accounts_that_one_sees_are_added_up(cast, market):
    Account.objects.filter(pk=market[2][0].pk).update(owner=cast.eve.user_id)
    found = board(cast.ada).squares[0].figures
    assert (found.revenue, found.members, found.size) == (500, 3, 3000)


def test_the_page_and_its_file_tell_it(client, cast, market):
    client.force_login(cast.user("executive"))
    page = client.get("/strategies/").content.decode()
    shown = page.replace("\u202f", " ").replace("\xa0", " ")
    for told in ("3 of 4", "$600", "+100 %", "$4,000", "10.0", "white space $3.6k"):
        assert told in shown, told
    rows = b"".join(client.get("/strategies/board.csv")).decode().splitlines()
    assert len(rows) == 2
    assert rows[1].split(",")[6:12] == ["USD", "600.00", "300.00", "200.00", "4", "3"]


def test_the_board_asks_the_same_however_many_cells(cast, market):
    client = Client()
    client.force_login(cast.user("executive"))
    make_version(make_strategy(segment=market[0], offering=market[1]), active=True)
    asked = []
    for _round in range(2):
        client.get("/strategies/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/strategies/")
        asked.append(len(captured))
        for n in range(4):
            make_version(make_strategy(segment=make_segment(members=[make_account()]), offering=make_offering(name=f"O{n}")), active=True)
    assert asked[0] == asked[1]
    assert asked[0] <= 20


def test_weights_are_versions_and_the_old_ones_stay(cast, market):
    first = weigh_board(cast.executive, {"size": 80, "share": 20}, reason="Big markets first", version=0)
    assert (first.number, board(cast.executive).weights.weights["size"]) == (1, 80)
    with nothing_changes(), pytest.raises(Refused, match="meanwhile"):
        weigh_board(cast.ben, {"size": 10, "share": 20}, reason="No", version=0)
    weigh_board(cast.ben, {"growth": 50, "share": 20}, reason="Growth first", version=1)
    assert list(BoardWeights.objects.values_list("number", "reason")) == [(2, "Growth first"), (1, "Big markets first")]
    with nothing_changes(), pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE strategy_boardweights SET weights = '{}'")


@pytest.mark.parametrize(
    ("weights", "reason", "words"),
    [
        ({"size": 101, "share": 1}, "x", "between 0 and 100"),
        ({"size": 1}, "x", "Something must weigh for strength"),
        ({"share": 1}, "x", "Something must weigh for attractiveness"),
        ({"size": 1, "share": 1}, " ", "Say why"),
        (dict.fromkeys(("size", "growth", "margin", "share", "rating", "reach"), 50), "x", "stand already"),
    ],
)
def test_weights_that_say_nothing_are_refused(cast, weights, reason, words):
    with nothing_changes(), pytest.raises(Refused, match=words):
        weigh_board(cast.executive, weights, reason=reason, version=None)


def test_the_sensitivity_names_the_cells_that_change_places(client, cast, market):
    """Desks: size 0, growth 1 of the board; the other cell has the greatest size and no growth. They meet where both weights are alike."""
    segment, _offering, accounts = market
    product = make_product(name="Lamp")
    lamps = make_offering(name="Lamps", products=[product])
    ordered(accounts[0], product, 100, 30)
    ordered(accounts[0], product, 100, 500)
    draft = make_version(make_strategy(name="Light", segment=segment, offering=lamps))
    place_in_market(cast.executive, draft.pk, [Placed(days.today().year, Decimal("0.3"), size=Decimal(90_000))])
    weigh_board(cast.executive, {"size": 20, "growth": 60, "share": 10}, reason="Growth first", version=None)
    client.force_login(cast.user("executive"))
    page = client.get("/strategies/").content.decode()
    assert "above 60 “Offices × Desks” and “Light” change places" in page
    assert "below 20 “Offices × Desks” and “Light” change places" in page
