"""Which activities paid: five, the naive winner (25 ± 12) is not the winner after shrinkage; intervals and the probability of being best."""

from __future__ import annotations

import csv
import html
import io
import random
import re

import pytest
from django.test import Client

from mutua.customers.tests.making import make_account
from mutua.foundation.access import flow_actor
from mutua.foundation.jobs.inline import run_waiting
from mutua.relationships.actions.begin_item import begin_item
from mutua.relationships.actions.finish_item import finish_item
from mutua.relationships.models import PlanCycle, PostEvaluation, RoadmapItem
from mutua.relationships.tests.making import make_item, make_plan, practise
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db

FIVE = [
    ("crp", "Continuous replenishment programme", 12, "4"),
    ("pool-load", "Pool-load shipments, multi-stop deliveries", -3, "5"),
    ("vmi", "Vendor-managed inventory (VMI)", 8, "2.5"),
    ("joint-promo-plan", "Promotions designed together", 25, "12"),
    ("edi-asn", "EDI and advance ship notice", 4, "2"),
]
SHRUNK = {"Continuous replenishment programme": "9.30", "Pool-load shipments, multi-stop deliveries": "2.71", "Vendor-managed inventory (VMI)": "7.59", "Promotions designed together": "8.41", "EDI and advance ship notice": "4.48"}  # fmt: skip
TRIAL = {"source_note": "Twelve accounts drawn by lot out of twenty-four, evaluated by our statistician."}


def text(content: bytes) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", content.decode())))


def chances_by_drawing(draws: int = 100_000) -> dict[str, float]:
    """How often each of the five is the largest, by DerSimonian and Laird's random effects written out, in draws of what the true effects may be."""
    dice = random.Random(13)
    names, effects, errors = zip(*((name, effect, float(error)) for _key, name, effect, error in FIVE), strict=True)
    weights = [error**-2 for error in errors]
    mean = sum(w * e for w, e in zip(weights, effects, strict=True)) / sum(weights)
    scatter = sum(w * (e - mean) ** 2 for w, e in zip(weights, effects, strict=True))
    between = (scatter - (len(FIVE) - 1)) / (sum(weights) - sum(w * w for w in weights) / sum(weights))
    precision = [1 / (error**2 + between) for error in errors]
    centre = sum(p * e for p, e in zip(precision, effects, strict=True)) / sum(precision)
    best = dict.fromkeys(names, 0)
    for _draw in range(draws):
        common = dice.gauss(centre, sum(precision) ** -0.5)
        pulls = [error**2 / (error**2 + between) for error in errors]
        drawn = [
            dice.gauss(pull * common + (1 - pull) * effect, (between * pull) ** 0.5) for pull, effect in zip(pulls, effects, strict=True)
        ]
        best[names[drawn.index(max(drawn))]] += 1
    return {name: times / draws for name, times in best.items()}


@pytest.fixture
def year(client: Client, cast: Cast) -> tuple[PlanCycle, dict[str, RoadmapItem]]:
    """A plan of five activities, optimised, approved and carried out."""
    client.force_login(cast.user("ben"))
    account = make_account(name="Alder Markets", owner=cast.ada)
    practise(account, "edi-asn", "promo-calendar")
    items = {name: make_item(account, key, title=name, cost=5, gain=20) for key, name, _effect, _error in FIVE}
    plan = make_plan(year=2025, budget=(100,))
    assert client.post(f"/plans/{plan.pk}/optimise/", {"version": plan.version}).status_code == 302
    run_waiting()
    plan.refresh_from_db()
    assert client.post(f"/plans/{plan.pk}/approve/", {"version": plan.version}).status_code == 302
    for item in items.values():
        begin_item(flow_actor("test"), item.pk, version=None)
        finish_item(flow_actor("test"), item.pk, version=None)
        item.refresh_from_db()
    plan.refresh_from_db()
    return plan, items


def enter(client: Client, item: RoadmapItem, effect: object, error: object, **more: object) -> int:
    sent = {"version": item.version, "effect": effect, "standard_error": error, "actual_cost": 5, **TRIAL, **more}
    return client.post(f"/accounts/{item.account_id}/roadmap/{item.pk}/evaluation/trial/", sent).status_code


def test_the_luckiest_is_not_the_best(client: Client, year: tuple[PlanCycle, dict[str, RoadmapItem]]) -> None:
    plan, items = year
    for _key, name, effect, error in FIVE:
        assert enter(client, items[name], effect, error) == 302
    table = list(csv.DictReader(io.StringIO(client.get(f"/plans/{plan.pk}/evaluation/csv/").getvalue().decode("utf-8-sig"))))
    assert {row["Name"]: f"{float(row['Shrunk']):.2f}" for row in table} == SHRUNK
    assert [row["Name"] for row in table][:2] == ["Continuous replenishment programme", "Promotions designed together"]
    assert max(table, key=lambda row: float(row["Came"]))["Name"] == "Promotions designed together"
    chances = [float(row["Probability of being best"]) for row in table]
    assert chances == sorted(chances, reverse=True)
    assert sum(chances) == pytest.approx(1, abs=0.001)

    page = text(client.get(f"/plans/{plan.pk}/evaluation/").content)
    assert "Promotions designed together came out highest with $25, but so unsurely that $8 is what to expect of it" in page
    assert "Continuous replenishment programme is more probably the best" in page
    # the probability first, then the interval (12 ± 1.96 × 4), then what is left of it
    shown = re.search(r"Continuous replenishment programme (\d+)\s?% \$12 \[\$4, \$20\] \$9 ", page)
    assert shown
    drawn = chances_by_drawing()
    assert float(shown[1]) / 100 == pytest.approx(drawn["Continuous replenishment programme"], abs=0.01)
    assert {row["Name"]: float(row["Probability of being best"]) for row in table} == pytest.approx(drawn, abs=0.01)
    assert "$25 [$1, $49]" in page


def test_by_customer_they_are_one_sum(client: Client, year: tuple[PlanCycle, dict[str, RoadmapItem]]) -> None:
    plan, items = year
    for _key, name, effect, error in FIVE:
        enter(client, items[name], effect, error)
    (row,) = csv.DictReader(io.StringIO(client.get(f"/plans/{plan.pk}/evaluation/csv/?by=customer").getvalue().decode("utf-8-sig")))
    assert (row["Name"], float(row["Came"])) == ("Alder Markets", 46)
    error = (16 + 25 + 6.25 + 144 + 4) ** 0.5
    assert float(row["At most"]) == pytest.approx(46 + 1.959964 * error, abs=0.01)


def test_a_figure_without_error_or_source_is_refused(client: Client, year: tuple[PlanCycle, dict[str, RoadmapItem]]) -> None:
    _plan, items = year
    item = items["EDI and advance ship notice"]
    with nothing_changes():
        assert enter(client, item, 4, 0) == 422
        assert enter(client, item, 4, 2, source_note=" ") == 422
    assert not PostEvaluation.objects.exists()
