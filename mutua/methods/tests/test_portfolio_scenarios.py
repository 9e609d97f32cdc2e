"""The worked scenarios, what one step more brings, and why something is left out."""

from __future__ import annotations

import pytest

from mutua.methods.portfolio import Candidate, choose, greedy
from mutua.methods.portfolio.plan import plan_of, polish
from mutua.methods.portfolio.problem import frame
from mutua.methods.tests.portfolio_cases import ten_candidates

TEAM = "account team"


def test_budget_of_three_hundred():
    choice = choose(ten_candidates(), budgets=[300], capacity={TEAM: [1500]}, step={"budget": 50, "hours": 100})
    assert set(choice.start) == {"A-ASN-EDI", "A-CRP", "B-CRP", "C-PORTAL", "D-JOINT-PROMO"}
    assert (choice.value, choice.bound, choice.status) == (265, 265, "optimal")
    assert choice.used == {"budget": (295,), TEAM: (1420,)}
    assert choice.marginal == {("budget", 0): 25, (TEAM, 0): 0}
    assert greedy(ten_candidates(), budgets=[300], capacity={TEAM: [1500]}).value == 237


def test_then_hours_bind():
    choice = choose(ten_candidates(), budgets=[350], capacity={TEAM: [1500]}, step={"budget": 50, TEAM: 100})
    assert choice.value == 290
    assert choice.used[TEAM] == (1500,)
    assert choice.marginal[("budget", 0)] == 0
    assert choice.marginal[(TEAM, 0)] > 0


def test_it_starts_as_early_as_costs_nothing():
    """Without a discount every quarter is worth the same. The first of them is full with a; b waits for a, and c finds room beside it."""
    items = [
        Candidate("a", "A", [30], [10], {}),
        Candidate("b", "A", [30], [10], {}, requires=["a"], lasts=1),
        Candidate("c", "B", [9], [8], {}),
    ]
    question = {"budgets": [10, 18, 10], "capacity": {}, "discount_rate": 0.0, "max_levers": None, "customer_must_gain": False}
    problem = frame(items, **question)
    late = plan_of(problem, {0: 1, 1: 2})
    assert late.start == {0: 1, 1: 2}
    assert polish(late).start == {0: 0, 1: 1, 2: 1}


def test_the_gate_is_worth_its_price():
    limits = {"budgets": [500], "capacity": {TEAM: [2200]}}
    assert choose(ten_candidates(), **limits).value == 400
    ungated = choose(ten_candidates(gated=False), **limits)
    assert ungated.value == 447
    assert "A-CPFR" in ungated.start
    # At readiness 0.2 it returns 0.2 × 420 instead of 420.
    assert ungated.value - 420 + 0.2 * 420 == pytest.approx(111)


def test_everything_left_out_says_why():
    said = {key: str(why) for key, why in choose(ten_candidates(), budgets=[300], capacity={TEAM: [1500]}).why_not.items()}
    assert said == {
        "A-CPFR": "Its readiness gate is not open.",
        "B-APPOINTMENTS": "The budget of period 0 would be exceeded by 10. The best plan that takes it is worth 3 less.",
        "B-POOL-LOAD": "The budget of period 0 would be exceeded by 30. The hours of account team in period 0 would be short by 80. "
        "The best plan that takes it is worth 3 less.",
        "C-VMI": "The budget of period 0 would be exceeded by 145. The hours of account team in period 0 would be short by 620. "
        "The best plan that takes it is worth 15 less.",
        "D-PERFECT-ORDER": "The budget of period 0 would be exceeded by 105. The hours of account team in period 0 would be short by 420. "
        "The best plan that takes it is worth 5 less.",
    }


def make(key, returns=10, cost=1, **more):
    more.setdefault("hours", {})
    return Candidate(key, more.pop("account", "A"), [returns], [cost], more.pop("hours"), **more)


def why(key, candidates, budgets=(100, 100), capacity=None, **question):
    choice = choose(candidates, budgets=budgets, capacity=capacity or {}, **question)
    assert key not in choice.start
    return choice.why_not[key]


def test_why_ready_too_late():
    reason = why("late", [make("late", ready_from=2)])
    assert (reason.code, reason.params) == ("ready_after_horizon", {"ready_from": 2, "last": 1})


def test_why_a_prerequisite_is_never_ready():
    reason = why("b", [make("a", ready_from=None), make("b", requires=["a"])])
    assert str(reason) == "It needs a, which cannot be done in this plan. Its readiness gate is not open."


def test_why_prerequisites_take_too_long():
    assert why("b", [make("a", lasts=2), make("b", requires=["a"])]).code == "prerequisites_too_long"


def test_why_a_prerequisite_is_left_out():
    reason = why("b", [make("a", returns=0, cost=9), make("b", returns=8, cost=2, requires=["a"])])
    assert str(reason).startswith("It needs a, which is not in the plan. Together they return 3 less than they cost.")


def test_why_a_prerequisite_is_done_too_late():
    # Only one of a and c fits into the first period, and c waits for nothing.
    candidates = [make("a", hours={"t": [5]}, lasts=1), make("c", returns=50, hours={"t": [5]}, ready_from=0), make("b", requires=["a"])]
    choice = choose(candidates, budgets=[100, 100], capacity={"t": [5, 5]}, discount_rate=1.0)
    assert choice.start == {"a": 1, "c": 0}
    assert choice.why_not["b"].code == "prerequisite_late"
    assert choice.why_not["b"].params == {"requires": "a", "free_from": 2, "last": 1}


def test_why_it_does_not_pay():
    assert str(why("a", [make("a", returns=3, cost=10)])) == "It returns 7 less than it costs."
    assert why("a", [make("a", returns=3, cost=3)]).code == "breaks_even"


def test_why_one_alone_is_too_much():
    reason = why("a", [make("a", hours={"t": [12]})], capacity={"t": [10, 10]})
    assert (reason.code, reason.params) == ("over_hours", {"team": "t", "period": 0, "amount": 2})


def test_why_too_many_levers():
    reason = why("b", [make("a", returns=20, lever="price"), make("b", lever="service")], max_levers=1)
    assert str(reason) == "The plan may pull 1 levers, and this would be 1 too many. The best plan that takes it is worth 10 less."


def test_why_the_customer_would_lose():
    candidates = [make("a", customer_returns=[5]), make("b", customer_returns=[-9]), make("c", account="B", customer_returns=[40])]
    reason = why("b", candidates, customer_must_gain=True)
    assert (reason.code, reason.params) == ("customer_loses", {"account": "A", "amount": 4})


def test_what_pays_us_nothing_is_taken_where_it_makes_the_customer_whole():
    candidates = [make("a", customer_returns=[-5]), make("b", returns=0, cost=2, customer_returns=[6])]
    assert choose(candidates, budgets=[100], capacity={}).start == {"a": 0}
    choice = choose(candidates, budgets=[100], capacity={}, customer_must_gain=True)
    assert choice.start == {"a": 0, "b": 0}
    assert choice.value == 7


def test_reasons_are_said_in_the_words_of_the_caller():
    reason = why("a", [make("a", hours={"t": [12]})], capacity={"t": [10, 10]})
    said = reason.words(translate=lambda text: text.replace("short", "knapp"), period=lambda p: f"Q{p + 1}", amount=lambda a: f"{a:.1f} h")
    assert said == "The hours of t in Q1 would be knapp by 2.0 h."


def test_returns_after_the_horizon_count_and_costs_there_are_not_bounded():
    tail = Candidate("tail", "A", [0, 0, 0, 190], [5, 50], {"t": [1, 99]})
    choice = choose([tail], budgets=[0, 5], capacity={"t": [0, 1]}, discount_rate=0.5)
    assert choice.start == {"tail": 1}
    assert choice.value == pytest.approx(190 / 1.5**4 - 5 / 1.5 - 50 / 1.5**2)


def test_decimals_that_fill_a_budget_exactly_fit():
    assert len(choose([make(k, cost=c) for k, c in zip("abc", (0.1, 0.2, 0.3), strict=True)], budgets=[0.6], capacity={}).start) == 3
    assert len(choose([make(k, cost=1 / 3) for k in "abc"], budgets=[1], capacity={}).start) == 3
    assert len(choose([make("a", cost=100_000_000.01)], budgets=[100_000_000.00], capacity={}).start) == 0


def test_nothing_to_choose_from():
    choice = choose([], budgets=[1], capacity={})
    assert (choice.start, choice.value, choice.gap, choice.status) == ({}, 0, 0, "optimal")
