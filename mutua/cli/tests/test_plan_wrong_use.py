"""`mutua plan` used wrongly: one sentence that says what is wrong, an exit code, no trace, and nothing written."""

from __future__ import annotations

import json
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from mutua.cli import plan, plan_choosing, plan_evaluating
from mutua.customers.tests.making import make_account
from mutua.relationships.models import PlanCycle, RoadmapItem
from mutua.relationships.tests.evaluated import make_controls, make_done
from mutua.relationships.tests.making import make_item, make_plan
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db
TEN = Path(__file__).parents[2] / "methods" / "tests" / "data" / "portfolio_ten.toml"
HUGE = 10**30


@pytest.fixture(autouse=True)
def database(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (plan, plan_choosing, plan_evaluating):
        monkeypatch.setattr(module, "opened", lambda *role: nullcontext())


@pytest.fixture
def made(cast: Cast) -> PlanCycle:
    """A plan of two quarters with something to choose from."""
    make_item(make_account(name="Alder", owner=cast.ada, tier=1), "crp", cost=90, gain=170, hours=10)
    return make_plan(budget=(100, 100), hours=(10, 10))


@pytest.fixture
def done(cast: Cast) -> RoadmapItem:
    make_controls(10, usual=1_000, growth=0.1, spread=0.05, owner=cast.ada)
    return make_done("Alder", usual=1_000, change=0.3, cost=500, gain=900, owner=cast.ada)


def mutua_plan(*words: Any) -> Result:
    return CliRunner().invoke(plan.command, [str(word) for word in words])


def refused(*words: Any, code: int, says: str) -> None:
    with nothing_changes():
        told = mutua_plan(*words)
    assert told.exception is None or isinstance(told.exception, SystemExit), (words, told.exception)
    assert (told.exit_code, says in told.output) == (code, True), (words, told.exit_code, told.output)
    assert "Traceback" not in told.output


NO_AMOUNT = "is no amount"


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--budget", "nan"), NO_AMOUNT),
        (("--budget", "inf"), NO_AMOUNT),
        (("--budget", "1e400"), NO_AMOUNT),
        (("--budget", ""), NO_AMOUNT),
        (("--budget", "1,,2"), NO_AMOUNT),
        (("--budget=-5",), "cannot be below 0"),
        (("--budget", "1e25"), "too large"),
        (("--budget", "1,2,3,4,5"), "one to four quarters"),
        (("--hours", "Our people=nan"), NO_AMOUNT),
        (("--hours=-5",), "cannot be below 0"),
        (("--hours", "Our people=1,2,3"), "Our people"),
        (("--rate", "nan"), "discount rate"),
        (("--rate", "-2"), "discount rate"),
        (("--rate", "much"), "not a valid float"),
        (("--max-levers", "-1"), "not in the range"),
        (("--at-least", "1:-3items"), "names no tier and what it gets"),
        (("--at-least", "1:nan"), "names no tier and what it gets"),
        (("--currency", "Dollar"), "three letters"),
    ],
)
def test_numbers_that_cannot_be(made: PlanCycle, options: tuple[str, ...], says: str) -> None:
    refused("choose", "--plan", made.pk, *options, code=2, says=says)


@pytest.mark.parametrize(
    ("options", "says"), [(("--budget", "nan"), NO_AMOUNT), (("--rate", "nan"), "discount rate"), (("--rate", "-2"), "discount rate")]
)
def test_numbers_that_cannot_be_with_a_file(options: tuple[str, ...], says: str) -> None:
    refused("choose", TEN, "--budget", 300, "--hours", 1500, *options, code=2, says=says)


def test_what_is_not_there(made: PlanCycle) -> None:
    for number in (0, 77, HUGE):
        refused("show", number, code=1, says=f"There is no plan {number}")
        refused("verify", number, code=1, says=f"There is no plan {number}")
        refused("choose", "--plan", number, code=1, says=f"There is no plan {number}")
        refused("comparisons", number, code=1, says=f"There is no roadmap item {number}")
        refused("evaluate", number, "--by", "matched", code=1, says=f"There is no roadmap item {number}")
    refused("verify", made.pk, code=1, says="is not approved")
    refused("show", "last", code=2, says="not a valid integer")
    refused("choose", "nowhere.toml", code=2, says="does not exist")
    refused("choose", "--plan", made.pk, "--at-least", "9:3items", code=1, says="no item of such an account can be chosen")
    refused("choose", "--plan", made.pk, "--currency", "EUR", code=1, says="No sized item in EUR waits to be chosen")


@pytest.mark.parametrize(
    ("options", "code", "says"),
    [
        (("--by", "magic"), 1, "There is no comparison “magic”"),
        (("--by", "before-after"), 1, "Before and after is not a return"),
        (("--by", "trial"), 1, "A trial is entered with its figure"),
        (("--by", "adjusted"), 1, "The data do not allow"),
        ((), 2, "Missing option '--by'"),
        (("--by", "matched", "--margin", "nan"), 2, "nan is no number"),
        (("--by", "matched", "--margin", "2"), 1, "The margin lies above 0"),
        (("--by", "matched", "--cost", "inf"), 2, "inf is no number"),
        (("--by", "matched", "--cost", "-3"), 1, "cannot be negative"),
        (("--by", "matched", "--cost", "1e40"), 1, "too large"),
        (("--by", "matched", "--began", "soon"), 2, "does not match the format"),
    ],
)
def test_an_evaluation_that_cannot_be(done: RoadmapItem, options: tuple[str, ...], code: int, says: str) -> None:
    refused("evaluate", done.pk, *options, code=code, says=says)


def test_an_item_that_has_not_ended_is_not_evaluated(made: PlanCycle) -> None:
    refused("evaluate", RoadmapItem.objects.get().pk, "--by", "matched", code=1, says="it is evaluated when it is done or stopped")


def test_json_is_json(made: PlanCycle, done: RoadmapItem) -> None:
    for words in (
        ("list",),
        ("show", made.pk),
        ("verify",),
        ("choose", "--plan", made.pk),
        ("choose", TEN, "--budget", 300, "--hours", 1500),
        ("comparisons", done.pk),
        ("evaluate", done.pk, "--by", "matched"),
    ):
        told = mutua_plan(*words, "--json")
        assert told.exit_code == 0, (words, told.output)
        json.loads(told.stdout, parse_constant=lambda constant: pytest.fail(f"{constant} is no JSON"))
