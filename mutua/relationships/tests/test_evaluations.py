"""Comparing items with accounts that did not have them: the figures counted anew, what is left out, what is frozen, who sees it."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from datetime import date
from statistics import fmean, stdev
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mutua.customers.models import Account
from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.foundation.access import NotAllowed, NotFound
from mutua.foundation.records.errors import Refused
from mutua.relationships.actions.decide_evaluation import decide_evaluation
from mutua.relationships.actions.evaluate_item import evaluate_item
from mutua.relationships.models import ORDER_VALUE, Activity, Observation, PostEvaluation, RoadmapItem
from mutua.relationships.queries.evaluating import compare, ground_of
from mutua.relationships.queries.panels import changed_otherwise
from mutua.relationships.rules.evaluation import Design, Lack
from mutua.relationships.tests.evaluated import BEGAN, MONTHS, TODAY, make_controls, make_done, make_evaluation, make_orders, steps
from mutua.relationships.tests.making import make_account_touchpoint, make_engagement, make_item, make_measure
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with days.as_of(TODAY):
        yield


def noisy(name: str, dice: random.Random, *, began: date | None = None) -> tuple[Any, list[float]]:
    values = [dice.uniform(50, 150) * (1.3 if began and month >= began else 1) for month in MONTHS]
    account = make_account(name=name)
    make_orders(account, values)
    return account, [round(value, 2) for value in values]


@pytest.mark.parametrize("seed", range(3))
def test_an_effect_is_the_difference_of_changes_counted_by_hand(seed: int) -> None:
    dice = random.Random(seed)
    starts = [date(2025, 1, 1), date(2025, 5, 1), date(2025, 5, 1)]
    items, treated = [], []
    for number, began in enumerate(starts):
        account, values = noisy(f"T{number}", dice, began=began)
        make_engagement(make_account_touchpoint(account), "crp", since=began)
        items.append(make_item(account, "crp", state="done"))
        treated.append(values)
    controls = [noisy(f"C{number}", dice)[1] for number in range(9)]

    def scaled(values: list[float]) -> list[float]:
        return [value / fmean(values[:12]) for value in values]  # nobody began before the thirteenth month

    for item, began, values in zip(items, starts, treated, strict=True):
        at = (began.year - 2024) * 12 + began.month - 1
        found = compare(ground_of(item), Design.NEVER_TREATED)
        changes = [fmean(row[at:]) - fmean(row[max(0, at - 12) : at]) for row in map(scaled, controls)]
        mine = fmean(scaled(values)[at:]) - fmean(scaled(values)[max(0, at - 12) : at])
        money = fmean(values[:12]) * (24 - at)
        assert found.came.effect == pytest.approx((mine - fmean(changes)) * money)
        assert found.came.standard_error == pytest.approx(stdev(changes) * (1 + 1 / 9) ** 0.5 * money)
        assert found.came.degrees == 8


def test_where_the_large_grow_by_themselves_size_is_taken_out() -> None:
    """Whoever is ten times larger grows by 23 % more, and the large began: 20 % of it is the activity's, not 36."""
    dice = random.Random(5)

    def growing(name: str, usual: float, more: float = 0.0) -> Any:
        account = make_account(name=name)
        before = [usual * dice.uniform(0.97, 1.03) for _ in range(12)]
        change = 0.1 * math.log(usual / 1_000) + more
        make_orders(account, [*before, *(usual * (1 + change) * dice.uniform(0.97, 1.03) for _ in range(12))])
        return account

    for number in range(24):
        growing(f"C{number}", 1_000 * 1.2**number)
    items = []
    for number in range(10):
        account = growing(f"T{number}", 4_000 * 1.4**number, 0.2)
        make_engagement(make_account_touchpoint(account), "crp", since=BEGAN)
        items.append(make_item(account, "crp", state="done"))
    ground = ground_of(items[0])
    assert next(offer for offer in ground.offers if offer.design is Design.ADJUSTED).is_allowed
    adjusted, plain = (compare(ground, design).found for design in (Design.ADJUSTED, Design.NEVER_TREATED))
    assert adjusted["together"]["effect"] == pytest.approx(0.2, abs=0.03)
    assert adjusted["group_time"]["effect"] == pytest.approx(0.2, abs=0.03)
    assert plain["together"]["effect"] > 0.25


def test_who_had_it_before_or_nobody_knows_since_when_is_neither_treated_nor_compared_with(cast: Cast) -> None:
    item = make_done("Alder", usual=1_000, change=0.2, cost=1, gain=2)
    make_controls(9, usual=1_000, growth=0.1, spread=0.05)
    for name, since in (("Since long", date(2020, 1, 1)), ("Unknown", None)):
        account = make_account(name=name)
        make_orders(account, steps(1_000, 5.0))
        make_engagement(make_account_touchpoint(account), "crp", since=since)
    ground = ground_of(item)
    assert (ground.early, ground.unknown, ground.allowance.controls) == (1, 1, 9)
    assert compare(ground, Design.MATCHED).came.effect == pytest.approx((0.2 - (0.1 - 0.05 / 9)) * 12_000)


def test_who_began_or_stopped_something_else_meanwhile_is_not_compared_with(client: Client, cast: Cast) -> None:
    """A world with an effect put in: everybody grows by 10 %, whoever began it by 20 more. Six others began something else that brought 30 more:
    with them among those that it is compared with, it would look like 20 − 6 × 30 / 18 = 10."""
    make_controls(12, usual=1_000, growth=0.1, spread=0.05, owner=cast.ada)
    for number, engaged in enumerate(
        (
            {"since": date(2025, 1, 1)},
            {"since": date(2025, 4, 1), "state": "pilot"},
            {"since": date(2024, 1, 1)},  # the first day that is looked at
            {"since": date(2025, 12, 31)},  # and the last
            {"since": date(2020, 1, 1), "until": date(2025, 6, 1), "state": "retired"},
            {"since": None, "until": date(2025, 2, 1), "state": "retired"},
        )
    ):
        other = make_account(name=f"Other {number}", owner=cast.ada)
        make_orders(other, steps(1_000, 0.4))
        make_engagement(make_account_touchpoint(other), "vmi", **engaged)
    quiet = [
        {"since": date(2023, 12, 31)},
        {"since": date(2026, 1, 1)},
        {"since": date(2020, 1, 1), "until": date(2023, 6, 1), "state": "retired"},
        {"since": None, "state": "planned"},
    ]
    for number, engaged in enumerate(quiet):  # what changed before or afterwards, or is only planned, is no reason
        still = make_account(name=f"Still {number}", owner=cast.ada)
        make_orders(still, steps(1_000, 0.1 + (0.05 if number % 2 else -0.05)))
        make_engagement(make_account_touchpoint(still), "vmi", **engaged)
    item = make_done("Alder", usual=1_000, change=0.3, cost=500, gain=900, owner=cast.ada)
    make_done("Birch", usual=1_000, change=0.3, cost=500, gain=900, owner=cast.ada)
    found = compare(ground_of(item), Design.NEVER_TREATED)
    assert found.came.effect == pytest.approx(0.2 * 1_000 * 12)
    assert (found.found["compared"], found.found["mixed"], found.found["own_mixed"]) == (16, 6, [])
    make_engagement(item.account.touchpoints.get(), "vmi", since=date(2025, 3, 1))
    evaluation = evaluate_item(cast.ben, item.pk, version=None, design="never-treated")
    client.force_login(cast.user("ben"))
    page = client.get(f"/accounts/{item.account_id}/roadmap/{item.pk}/evaluation/").content.decode()
    assert evaluation.found["own_mixed"] == ["Vendor-managed inventory (VMI)"]
    assert "Also left out: 6 that began or stopped something else that moves the same in this time" in page
    assert "This account itself began or stopped Vendor-managed inventory (VMI) in this time" in page


def test_only_what_moves_the_same_measure_is_a_reason(cast: Cast) -> None:
    """Of a measure of the touchpoint: its activities, but for those of which the catalogue says that they move others."""
    alder, since = make_account(name="Alder", owner=cast.ada), date(2025, 3, 1)
    crp = make_item(alder, "crp").activity
    for name, key in (("vmi", "vmi"), ("cpfr", "cpfr"), ("edi", "edi-asn")):
        make_engagement(make_account_touchpoint(make_account(name=name, owner=cast.ada)), key, since=since)
    elsewhere = make_account_touchpoint(make_account(name="elsewhere", owner=cast.ada), key="invoicing-payment")
    make_engagement(elsewhere, "e-invoice", since=since)
    Activity.objects.filter(key="vmi").update(moves=[])
    Activity.objects.filter(key="cpfr").update(moves=["fill-rate"])
    Activity.objects.filter(key="edi-asn").update(moves=["fill-rate", "on-time-in-full"])

    def found(measure: str) -> set[str]:
        numbers = changed_otherwise(cast.root, crp, measure, date(2025, 1, 1), date(2025, 12, 31))
        return set(Account.objects.filter(pk__in=numbers).values_list("name", flat=True))

    assert found("on-time-in-full") == {"vmi", "edi"}
    assert found("fill-rate") == {"vmi", "cpfr", "edi"}
    assert found(ORDER_VALUE) == {"vmi", "cpfr", "edi", "elsewhere"}


def test_too_few_give_no_number(cast: Cast) -> None:
    item = make_done("Alder", usual=1_000, change=0.2, cost=1, gain=2)
    make_controls(7, usual=1_000, growth=0.1, spread=0.05)
    lacks = {offer.design: offer.lack for offer in ground_of(item).offers}
    assert (lacks[Design.NEVER_TREATED], lacks[Design.MATCHED]) == (Lack.TREATED, Lack.CONTROLS)
    with nothing_changes(), pytest.raises(Refused, match="There are 7 accounts to compare with; 8 are needed"):
        evaluate_item(cast.root, item.pk, version=None, design="matched")


@pytest.mark.parametrize(("began", "lack"), [(date(2025, 11, 1), Lack.AFTER), (None, Lack.TREATED)])
def test_too_short_a_time_gives_no_number(cast: Cast, began: date | None, lack: Lack) -> None:
    make_controls(9, usual=1_000, growth=0.1, spread=0.05)
    account = make_account()
    make_orders(account, steps(1_000, 0.2))
    make_engagement(make_account_touchpoint(account), "crp", since=began)
    item = make_item(account, "crp", state="done")
    offers = {offer.design: offer for offer in ground_of(item).offers}
    assert not offers[Design.MATCHED].is_allowed
    with pytest.raises(Refused):
        evaluate_item(cast.root, item.pk, version=None, design="matched")


def test_an_item_that_has_not_ended_is_not_evaluated(cast: Cast) -> None:
    item = make_item(state="running")
    with nothing_changes(), pytest.raises(Refused, match="evaluated when it is done or stopped"):
        evaluate_item(cast.root, item.pk, version=None, design="matched")


def test_a_measure_is_compared_in_points_by_quarter(cast: Cast) -> None:
    """Four quarters at 90 %, then at 97 %; the others went from 90 to 91 or 93 %: five points of it are the activity's."""

    def reporting(name: str, after: int) -> Any:
        at = make_account_touchpoint(make_account(name=name))
        measure = make_measure(at, shipments=False, key="accuracy", name="Accuracy")
        for quarter in range(8):
            first = date(2024 + quarter // 4, quarter % 4 * 3 + 1, 1)
            Observation.objects.create(
                measure=measure, since=first, until=first.replace(day=28), numerator=90 if quarter < 4 else after, denominator=100
            )
        return at

    own = reporting("Alder", 97)
    for number in range(8):
        reporting(f"Other {number}", 91 if number % 2 else 93)
    make_engagement(own, "crp", since=BEGAN)
    item = make_item(own.account, "crp", state="done")
    kept = evaluate_item(cast.root, item.pk, version=None, design="matched", outcome="accuracy")
    assert float(kept.effect) == pytest.approx(0.05)
    assert kept.chance_paid is None or not kept.is_money


def test_what_is_decided_is_frozen_by_the_database(cast: Cast) -> None:
    made = make_evaluation(make_item(state="done"))
    decide_evaluation(cast.root, made.pk, version=1, verdict="stop", reason="It did not pay.")
    for change in ({"effect": 99}, {"verdict": "repeat"}, {"reason": "y"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            PostEvaluation.objects.filter(pk=made.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        PostEvaluation.objects.filter(pk=made.pk).delete()


def test_only_who_decides_decides_and_a_stranger_finds_nothing(cast: Cast) -> None:
    made = make_evaluation(make_item(make_account(owner=cast.ada), state="done"))
    sent = {"version": 1, "verdict": "stop", "reason": "x"}
    with nothing_changes(), pytest.raises(NotAllowed):
        decide_evaluation(cast.ada, made.pk, **sent)
    with nothing_changes(), pytest.raises(NotFound):
        decide_evaluation(cast.eve, made.pk, **sent)


def asked(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_pages_ask_a_fixed_number_of_times(client: Client, cast: Cast) -> None:
    client.force_login(cast.user("root"))
    items = [make_done(f"Account {number}", usual=1_000, change=0.2, cost=5, gain=9) for number in range(3)]
    make_controls(9, usual=1_000, growth=0.1, spread=0.05)
    from mutua.relationships.tests.making import make_plan

    start = {str(item.pk): 0 for item in items}
    snapshot = {"start": start, "items": {key: {"costs": ["5"], "returns": ["9"]} for key in start}, "value": "4"}
    plan = make_plan(year=2025, state="in-force", snapshot=snapshot, snapshot_sha256="0" * 64, approved_at=days.now())
    evaluate_item(cast.root, items[0].pk, version=None, design="never-treated")
    item, year = f"/accounts/{items[0].account_id}/roadmap/{items[0].pk}/evaluation/", f"/plans/{plan.pk}/evaluation/"
    client.get(year)
    few = asked(client, item), asked(client, year)
    for other in items[1:]:
        evaluate_item(cast.root, other.pk, version=None, design="never-treated")
    make_controls(5, usual=2_000, growth=0.1, spread=0.05)
    assert (asked(client, item), asked(client, year)) == few
    assert max(few) <= 30, few


def test_an_item_that_nobody_planned_is_evaluated_by_the_year_in_which_it_began(cast: Cast) -> None:
    item = make_done("Alder", usual=1_000, change=0.2, cost=5, gain=9)
    make_controls(9, usual=1_000, growth=0.1, spread=0.05)
    kept = evaluate_item(cast.root, item.pk, version=None, design="matched")
    assert (kept.plan, kept.year, kept.planned_return, kept.actual_cost) == (None, 2025, 9, 5)
    assert RoadmapItem.objects.get(pk=item.pk).state == "done"


def test_the_day_on_which_it_began_is_not_chosen_where_it_is_known(cast: Cast) -> None:
    item = make_done("Alder", usual=1_000, change=0.2, cost=1, gain=2)
    make_controls(9, usual=1_000, growth=0.1, spread=0.05)
    for chosen in (date(2025, 4, 1), date(2024, 10, 1)):
        with nothing_changes(), pytest.raises(Refused, match="known to have begun on 1 Jan 2025") as refused:
            evaluate_item(cast.root, item.pk, version=None, design="matched", began_on=chosen)
        assert refused.value.field == "began_on"
    same = evaluate_item(cast.root, item.pk, version=None, design="matched", began_on=BEGAN)
    assert same.began_on == BEGAN
