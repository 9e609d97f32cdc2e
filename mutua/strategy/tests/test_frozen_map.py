"""A version that was put up for challenge keeps its value map, whatever is traded later."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from html import unescape

import pytest
from django.db import IntegrityError, connection, transaction

from mutua.backoffice.tests.making import make_order
from mutua.catalog.tests.making import make_offering
from mutua.customers.models import Account, TradingLink
from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.strategy.actions.move_version import move_version
from mutua.strategy.models import FrozenMap, Segment, StrategyVersion
from mutua.strategy.queries.frozen_map import map_of_version
from mutua.strategy.queries.value_map import value_map
from mutua.strategy.tests.making import make_objective, make_segment, make_strategy, make_version
from mutua.strategy.value_drawing import BOX, value_picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(cast):
    """Ada's customer spends 40 of its 100 with us, Eve's 60; somebody else supplies Ada's, too."""
    alder = make_account(owner=cast.ada, name="Alder", currency="USD", spend_per_year=40, category_spend=100)
    eves = make_account(owner=cast.eve, name="Eve's", currency="USD", spend_per_year=60)
    rival = make_account(owner=cast.ada, name="Rival", currency="USD")
    TradingLink.objects.create(supplier=rival, buyer=alder, value_per_year=Decimal(60), currency="USD")
    segment = make_segment(members=[alder, eves])
    draft = make_version(make_strategy(segment=segment, offering=make_offering(currency="USD")))
    make_objective(draft)
    return draft


def challenged(cast, version):
    return move_version(cast.executive, version.pk, "challenged", version=None)


def figures(found):
    return (
        [(one.account.name, one.spend, one.of_our_revenue, one.of_their_spend) for one in found.customers],
        [one.name for one in found.suppliers], found.revenue, sorted((flow.start, flow.end, flow.value) for flow in found.flows),
    )  # fmt: skip


def test_it_is_the_map_of_the_day_on_which_it_was_challenged(cast, version):
    live = figures(value_map(cast.executive, version.strategy))
    challenged(cast, version)
    assert figures(map_of_version(cast.executive, version).found) == live
    assert live[0] == [("Eve's", 60, Decimal("0.6"), None), ("Alder", 40, Decimal("0.4"), Decimal("0.4"))]


def test_later_rows_do_not_change_it(client, cast, version):
    challenged(cast, version)
    before = figures(map_of_version(cast.executive, version).found)
    Account.objects.filter(name="Alder").update(spend_per_year=90)
    TradingLink.objects.all().delete()
    move_version(cast.executive, version.pk, "approved", version=None)
    assert figures(map_of_version(cast.executive, version).found) == before
    client.force_login(cast.user("executive"))
    address = f"/strategies/{version.strategy_id}/value-map/"
    assert "when version 1 was put up for challenge" in client.get(address).content.decode()
    assert "$40" in client.get(address).content.decode()
    today = client.get(address + "?now=1").content.decode()
    assert "$90" in today
    assert "put up for challenge" not in today
    assert b",40" in b"".join(client.get(address + "?as=csv"))


def test_a_second_challenge_takes_it_anew(cast, version):
    challenged(cast, version)
    Account.objects.filter(name="Alder").update(spend_per_year=90)
    move_version(cast.executive, version.pk, "draft", version=None)
    challenged(cast, version)
    assert FrozenMap.objects.count() == 1
    assert figures(map_of_version(cast.executive, version).found)[0][0][:2] == ("Alder", 90)


def test_nobody_writes_it_anew_once_it_is_approved(cast, version):
    challenged(cast, version)
    move_version(cast.executive, version.pk, "approved", version=None)
    for statement in ("UPDATE strategy_frozenmap SET content = '{}'", "DELETE FROM strategy_frozenmap"):
        with pytest.raises(IntegrityError, match="of an approved strategy version"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_whoever_sees_less_is_told_less(cast, version):
    challenged(cast, version)
    then = map_of_version(cast.ada, version)
    assert figures(then.found)[0] == [("Alder", 40, None, Decimal("0.4"))]
    assert (then.found.revenue, then.unseen, then.found.members) == (40, 1, 1)


def test_a_version_of_before_maps_were_kept_says_so_and_shows_the_trade_of_today(client, cast, version):
    """As in an installation that was there before: the version is approved, and no map stands with it."""
    StrategyVersion.objects.filter(pk=version.pk).update(state="approved", approved_at="2026-03-01T08:00Z")
    client.force_login(cast.user("executive"))
    address = f"/strategies/{version.strategy_id}/value-map/"
    page = unescape(client.get(address).content.decode())
    assert "Version 1 was approved on 1 Mar 2026, before value maps were kept" in page
    assert "This is the trade of today, not what was approved." in page
    assert "$60" in page
    assert "As the version keeps it" not in page
    assert str(days.today()) in client.get(address + "?as=csv")["Content-Disposition"]
    assert not FrozenMap.objects.exists()


def test_a_challenged_one_of_before_says_how_to_get_one(client, cast, version):
    StrategyVersion.objects.filter(pk=version.pk).update(state="challenged")
    client.force_login(cast.user("executive"))
    page = client.get(f"/strategies/{version.strategy_id}/value-map/").content.decode()
    assert "was put up for challenge before value maps were kept" in page
    challenged_again = move_version(cast.executive, version.pk, "draft", version=None)
    challenged(cast, challenged_again)
    assert "when version 1 was put up for challenge" in client.get(f"/strategies/{version.strategy_id}/value-map/").content.decode()


def test_who_belongs_to_a_concealed_segment_is_not_read_from_the_kept_map(cast, version):
    Segment.objects.filter(pk=version.strategy.segment_id).update(predicate={"field": "industry", "op": "is", "value": "grocery retail"})
    challenged(cast, version)
    hidden = replace(cast.executive, hidden=frozenset({"account.industry"}))
    version.strategy.segment.refresh_from_db()
    assert value_map(hidden, version.strategy).customers == []
    then = map_of_version(hidden, StrategyVersion.objects.get(pk=version.pk))
    assert (then.found.customers, then.found.suppliers, then.found.flows, then.found.members, then.found.revenue, then.unseen) == (
        [], [], [], 0, None, 0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("hidden", "told"),
    [
        ({"account.spend"}, [(None, None, None)] * 2),
        ({"account.category_spend"}, [(60, Decimal("0.6"), None), (40, Decimal("0.4"), None)]),
    ],
)
def test_no_map_tells_an_amount_that_is_hidden(cast, version, hidden, told):
    challenged(cast, version)
    actor = replace(cast.executive, hidden=frozenset(hidden))
    for found in (value_map(actor, version.strategy), map_of_version(actor, version).found):
        assert sorted((one.spend, one.of_our_revenue, one.of_their_spend) for one in found.customers) == sorted(told)
        if "account.spend" in hidden:
            assert not found.revenue
            assert not [flow for flow in found.flows if flow.start == 0]
            assert value_picture(found, "We").nodes


def test_a_draft_shows_the_trade_of_today(client, cast, version):
    assert map_of_version(cast.executive, version) is None
    client.force_login(cast.user("executive"))
    page = client.get(f"/strategies/{version.strategy_id}/value-map/").content.decode()
    assert "put up for challenge" not in page
    assert "The trade of today" not in page
    assert "As the version keeps it" not in client.get(f"/strategies/{version.strategy_id}/value-map/?now=1").content.decode()


def test_what_was_ordered_counts_where_nobody_tells_what_is_spent(cast, version):
    quiet = make_account(owner=cast.ada, name="Quiet", currency="USD")
    version.strategy.segment.members.create(account=quiet)
    for value, ago in ((70, 10), (30, 300), (999, 400)):
        day = days.today() - timedelta(days=ago)
        make_order(quiet, value=value, currency="USD", dated_on=day, placed_on=day)
    make_order(Account.objects.get(name="Alder"), value=5000, currency="USD", dated_on=days.today())
    found = value_map(cast.executive, version.strategy)
    assert [(one.account.name, one.spend) for one in found.customers] == [("Quiet", 100), ("Eve's", 60), ("Alder", 40)]
    assert found.revenue == 200


def test_the_bar_at_the_foot_says_who_hangs_on_whom(cast, version):
    """Alder is 0.4 of our 100 and we are 0.4 of its 100; of Eve's only our side is known."""
    drawn = {node.name: node for node in value_picture(value_map(cast.executive, version.strategy), "We").nodes}
    assert drawn["Alder"].hangs == (0.4 * BOX / 2, 0.4 * BOX / 2)
    assert drawn["Eve's"].hangs == (0.6 * BOX / 2, 0.0)
    assert drawn["Alder"].left_end == drawn["Alder"].middle - 0.4 * BOX / 2
    assert drawn["Rival"].hangs is None
