from __future__ import annotations

import html
import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.foundation.access import NotAllowed, NotFound
from mutua.foundation.access.people import actor_with_id
from mutua.foundation.identity.models import Team
from mutua.foundation.money.models import ExchangeRate
from mutua.foundation.records.errors import Refused
from mutua.sales.actions.call_forecast import call_forecast
from mutua.sales.actions.override_forecast import override_forecast
from mutua.sales.actions.rate_stages import rate_stages
from mutua.sales.actions.say_quota import say_quota
from mutua.sales.actions.take_snapshot import take_snapshot
from mutua.sales.models import ForecastSnapshot, Opportunity, SnapshotDeal
from mutua.sales.queries.forecast import forecast_of
from mutua.sales.queries.snapshots import Scope, accuracy, changes, rows_of_step
from mutua.sales.rules.periods import read_period
from mutua.sales.tests.making import make_opportunity, make_territory, stage
from tests.cast import nothing_changes

Q1 = read_period("2026-Q1")
SPAN = {"first": Q1.first, "last": Q1.last}
MARCH = date(2026, 3, 10)


@pytest.fixture(autouse=True)
def in_march():
    with days.as_of(date(2026, 3, 2)):
        yield


def deal(owner, amount, *, stage_key="engaging", on=MARCH, **values):
    values |= {"closed_on": on} if stage_key in ("won", "lost") else {"expected_on": on}
    return make_opportunity(owner=owner, amount=Decimal(amount), stage_key=stage_key, **{"engaged_on": date(2026, 1, 5), **values})


def figures(line):
    f = line.figures
    return tuple(int(one) for one in (f.won, f.commit, f.best, f.pipeline, f.omitted, f.weighted))


def test_each_deal_counts_once_in_the_category_of_its_stage_or_its_own(cast):
    """Stages begin at 0.2 pipeline and 0.5 best case. Weighted: 1000 won + 0.5 × 400 + 0.5 × 600 + 0.2 × 100 = 1520; what is omitted adds nothing."""
    deal(cast.ada, 1000, stage_key="won")
    deal(cast.ada, 400)
    sure = deal(cast.ada, 600)
    override_forecast(cast.ada, sure.pk, version=1, category="commit", reason="They signed the minutes")
    deal(cast.ada, 100, stage_key="prospecting")
    out = deal(cast.ada, 50)
    override_forecast(cast.ada, out.pk, version=1, category="omitted", reason="A twin of the other")
    deal(cast.ada, 9000, stage_key="lost")
    deal(cast.ada, 8000, on=date(2026, 4, 1))
    deal(cast.ada, 7000, on=None)
    deal(cast.eve, 6000)
    found = forecast_of(cast.ada, Q1)
    assert [(line.name, figures(line)) for line in found.lines] == [("Ada Lindqvist", (1000, 600, 400, 100, 50, 1520))]
    assert (found.total.figures.committed, found.total.figures.best_case, found.undated) == (1600, 2000, 1)
    rate_stages(cast.executive, {stage("engaging").pk: ("pipeline", Decimal("0.1"))})
    assert figures(forecast_of(cast.ada, Q1).total) == (1000, 600, 0, 500, 50, 1120)


def test_it_rolls_up_over_teams_and_territories(cast):
    """North 300 under World 300 + 20 of its own; Eve's 1000 lies in no territory. Ben leads North, and South stands under it."""
    here, top = make_account(), make_account()
    world = make_territory(name="World", accounts=[top])
    make_territory(name="North", parent=world, accounts=[here], sellers=[cast.ada])
    deal(cast.ada, 300, account=here)
    deal(cast.ada, 20, account=top)
    deal(cast.eve, 1000)
    Team.objects.filter(name="South").update(parent=Team.objects.get(name="North"))
    lines = forecast_of(cast.root, Q1, by="territory").lines
    assert [(line.name, line.depth, int(line.figures.best)) for line in lines] == [
        ("World", 0, 320),
        ("North", 1, 300),
        ("In no territory", 0, 1000),
    ]
    found = forecast_of(cast.root, Q1, by="team")
    assert [(line.name, line.depth, int(line.figures.best)) for line in found.lines] == [("North", 0, 1320), ("South", 1, 1000)]
    assert int(found.total.figures.best) == 1320
    ben = actor_with_id(cast.user("ben").pk)
    assert int(forecast_of(ben, Q1).total.figures.best) == 1320
    assert int(forecast_of(cast.ada, Q1).total.figures.best) == 320


def test_currencies_are_converted_with_the_rate_of_the_day_or_stand_beside(cast):
    """100 EUR at 1.1 and 10 USD are 120 USD; 5 GBP are in no sum. The rate of March 3 is not known on March 2."""
    for amount, code in ((100, "EUR"), (10, "USD"), (5, "GBP"), (0, "USD")):
        deal(cast.ada, amount, currency=code)
    for factor, on in (("1.05", date(2026, 1, 1)), ("1.1", date(2026, 3, 1)), ("9", date(2026, 3, 3))):
        ExchangeRate.objects.create(of="EUR", to="USD", factor=Decimal(factor), on=on, source="ECB")
    found = forecast_of(cast.ada, Q1)
    assert (found.currency, found.total.figures.best, found.left_out) == ("USD", Decimal("120.00"), {"GBP": Decimal(5)})
    assert [(rate.of, rate.factor, rate.on) for rate in found.rates.used.values()] == [("EUR", Decimal("1.1"), date(2026, 3, 1))]


def test_a_quota_is_that_of_the_period_or_those_inside_it(cast):
    deal(cast.ada, 600, stage_key="won")
    for month, amount in ((1, 300), (2, 300), (3, 400)):
        period = read_period(f"2026-0{month}")
        say_quota(cast.ben, of=cast.user("ada"), first=period.first, last=period.last, amount=Decimal(amount))
    line = forecast_of(cast.ada, Q1).lines[0]
    assert (line.quota, line.attained) == (1000, 0.6)
    say_quota(cast.ben, of=cast.user("ada"), **SPAN, amount=Decimal(1200))
    say_quota(cast.ben, of=cast.user("ada"), **SPAN, amount=Decimal(800), reason="Half a quarter")
    assert forecast_of(cast.ada, Q1).lines[0].quota == 800
    say_quota(cast.ben, of=cast.user("ada"), **SPAN, amount=None)
    assert forecast_of(cast.ada, Q1).lines[0].quota == 1000


def test_a_call_stands_beside_the_sum_and_never_in_its_place(cast):
    deal(cast.ada, 600)
    before = forecast_of(cast.ben, Q1).lines[0].figures
    call_forecast(cast.ben, of=cast.user("ada"), **SPAN, amount=Decimal(450), reason="One of them slips every year")
    line = forecast_of(cast.ben, Q1).lines[0]
    assert (line.figures, line.called, line.call.reason) == (before, 450, "One of them slips every year")
    call_forecast(cast.ben, of=cast.user("ada"), **SPAN, amount=None, reason="They signed")
    assert forecast_of(cast.ben, Q1).lines[0].call is None


@pytest.mark.parametrize(
    ("who", "of", "values", "error"),
    [
        ("ada", "ada", {}, NotAllowed),
        ("ben", "eve", {}, Refused),
        ("ben", "ada", {"reason": " "}, Refused),
        ("ben", "ada", {"amount": Decimal(-1)}, Refused),
        ("ben", "ada", {"last": date(2025, 1, 1)}, Refused),
        ("ben", "ada", {"currency": "EUX"}, Refused),
    ],
)
def test_what_may_not_be_said_changes_nothing(cast, who, of, values, error):
    said = {**SPAN, "amount": Decimal(1), "reason": "x", **values}
    with pytest.raises(error), nothing_changes():
        call_forecast(getattr(cast, who), of=cast.user(of), **said)


@pytest.mark.parametrize(("category", "reason"), [("commit", " "), ("sure", "x")])
def test_a_category_of_its_own_has_a_reason(cast, category, reason):
    one = deal(cast.ada, 5)
    with pytest.raises(Refused), nothing_changes():
        override_forecast(cast.ada, one.pk, version=1, category=category, reason=reason)
    with pytest.raises(NotFound), nothing_changes():
        override_forecast(cast.eve, one.pk, version=1, category="commit", reason="x")
    won = deal(cast.ada, 5, stage_key="won", on=date(2026, 2, 1))
    with pytest.raises(Refused), nothing_changes():
        override_forecast(cast.ada, won.pk, version=1, category="commit", reason="x")


def test_a_week_is_kept_once_and_stays_as_it_was(cast):
    one = deal(cast.ada, 500)
    deal(cast.ada, 7, stage_key="won", on=date(2025, 10, 1), engaged_on=None)  # closed long ago
    first = take_snapshot(cast.root)
    assert take_snapshot(cast.root) == first
    with days.as_of(date(2026, 3, 8)):
        assert take_snapshot(cast.root) == first  # Sunday of the same week
    Opportunity.objects.filter(pk=one.pk).update(amount=1)
    row = SnapshotDeal.objects.get()
    assert (row.amount, row.category, row.snapshot.on) == (500, "best", date(2026, 3, 2))
    for change in (lambda: SnapshotDeal.objects.update(amount=1), lambda: SnapshotDeal.objects.all().delete()):
        with pytest.raises(DatabaseError, match="ledger"), nothing_changes(), transaction.atomic():
            change()
    with days.as_of(date(2026, 3, 9)):
        assert take_snapshot(cast.root) != first
    with pytest.raises(NotAllowed), nothing_changes():
        take_snapshot(cast.ada)


def test_what_changed_between_two_mondays_and_which_deals(cast):
    """By hand: 900 was open. 40 new, 200 − 150 = 50 shrunk, 300 won, 100 lost, 250 moved to April: 240 is open."""
    shrinks, wins, loses, slips, apart = (deal(cast.ada, amount) for amount in (200, 300, 100, 250, 50))
    deal(cast.eve, 5000)
    before = take_snapshot(cast.root)
    change = lambda one, **values: Opportunity.objects.filter(pk=one.pk).update(**values)  # noqa: E731
    change(shrinks, amount=150)
    change(wins, stage=stage("won"), closed_on=date(2026, 3, 5), amount=310)
    change(loses, stage=stage("lost"), closed_on=date(2026, 3, 6))
    change(slips, expected_on=date(2026, 4, 2))
    new = deal(cast.ada, 40)
    with days.as_of(date(2026, 3, 9)):
        after = take_snapshot(cast.root)
        found = changes(cast.ada, before, after, Q1)
    of = found.bridge
    assert (of.opening, of.closing) == (900, 240)
    assert {step: int(amount) for step, amount in of.steps.items() if amount} == {
        "new": 40,
        "shrunk": -50,
        "won": -300,
        "lost": -100,
        "moved_out": -250,
    }
    assert of.opening + sum(of.steps.values()) == of.closing
    assert [(row.number, amount) for row, amount in rows_of_step(cast.ada, found, "new")] == [(new.pk, 40)]
    assert [row.number for row, _amount in rows_of_step(cast.ada, found, "won")] == [wins.pk]
    assert rows_of_step(cast.eve, found, "won") == []
    assert changes(cast.root, before, after, Q1).bridge.opening == 5900
    assert changes(cast.root, before, after, Q1, scope=Scope(owner_id=cast.eve.user_id)).bridge.opening == 5000
    assert apart.pk not in {number for step in of.deals.values() for number in step}


def test_a_deal_that_is_handed_to_another_territory_moves(cast):
    account = make_account()
    north, south = make_territory(name="North", accounts=[account]), make_territory(name="South")
    deal(cast.ada, 80, account=account)
    before = take_snapshot(cast.root)
    account.territory_place.territory = south
    account.territory_place.save()
    with days.as_of(date(2026, 3, 9)):
        after = take_snapshot(cast.root)
        steps = [changes(cast.root, before, after, Q1, scope=Scope(territory_id=one.pk)).bridge.steps for one in (north, south)]
    moved = [(int(one["moved_in"]), int(one["moved_out"])) for one in steps]
    assert moved == [(0, -80), (80, 0)]


def test_what_was_said_weeks_before_against_what_came(cast):
    """On March 2 (4 weeks before the end): won 100, commit 60, best 40 at 0.5 → weighted 100 + 30 + 20 = 150. 200 came: commit was 20 % short."""
    deal(cast.ada, 100, stage_key="won", on=date(2026, 2, 1))
    sure, likely = deal(cast.ada, 60), deal(cast.ada, 40)
    override_forecast(cast.ada, sure.pk, version=1, category="commit", reason="Signed")
    take_snapshot(cast.root)
    Opportunity.objects.filter(pk__in=[sure.pk, likely.pk]).update(stage=stage("won"), closed_on=date(2026, 3, 20))
    assert accuracy(cast.ada, Q1).told[0].came is None  # not over yet
    with days.as_of(date(2026, 4, 1)):
        found = accuracy(cast.ada, Q1)
    [one] = found.told
    assert (one.weeks, one.figures.committed, one.figures.best_case, one.figures.weighted, one.came) == (4, 160, 200, 150, 200)
    assert (one.off, one.off_weighted, found.is_over) == (-0.2, -0.25, True)
    assert accuracy(cast.eve, Q1).told[0].figures.committed == 0


def test_stages_are_rated_by_few_and_within_bounds(cast):
    for who, rated, error in (
        (cast.ben, {stage("engaging").pk: ("best", Decimal(1))}, NotAllowed),
        (cast.root, {stage("engaging").pk: ("best", Decimal(2))}, Refused),
        (cast.root, {stage("won").pk: ("best", Decimal(1))}, Refused),
    ):
        with pytest.raises(error), nothing_changes():
            rate_stages(who, rated)


PAGES = [
    "",
    "?by=team",
    "?by=territory",
    "?period=2026",
    "changes/",
    "changes/?period=2026-03",
    "accuracy/?period=2026-Q1",
    "quotas/",
    "?as=csv",
    "changes/?as=csv",
]


def test_every_page_keeps_its_budget(client, cast, django_assert_max_num_queries):
    top = make_territory(manager=cast.ben)
    for _ in range(15):
        account = make_account(owner=cast.ada)
        make_territory(parent=top, accounts=[account])
        deal(cast.ada, 5, account=account)
    for monday in (date(2026, 2, 23), date(2026, 3, 2)):
        with days.as_of(monday):
            take_snapshot(cast.root)
    say_quota(cast.ben, of=cast.user("ada"), **SPAN, amount=Decimal(1200))
    client.force_login(cast.user("ben"))
    for page in PAGES:
        with django_assert_max_num_queries(20):
            assert client.get(f"/forecast/{page}").status_code == 200, page


def test_the_pages_say_so_and_each_number_opens_its_rows(client, cast):
    deal(cast.ada, 400, name="Cold boxes")
    deal(cast.ada, 70, on=date(2026, 6, 1), name="Warm boxes")
    client.force_login(cast.user("ada"))
    page = client.get("/forecast/").content.decode()
    assert "$400" in page.replace("\xa0", " ")
    [link] = {html.unescape(one) for one in re.findall(r'href="([^"]+)">\$400', page) if "owner" in one}
    rows = client.get(link).content.decode()
    assert ("Cold boxes" in rows, "Warm boxes" in rows) == (True, False)
    assert client.get("/forecast/?period=soon").status_code == 422
    assert client.get("/forecast/?by=moon").status_code == 404
    assert client.get("/forecast/changes/").status_code == 200
    assert ForecastSnapshot.objects.count() == 0
    assert client.get("/forecast/?as=pdf").content[:5] == b"%PDF-"
