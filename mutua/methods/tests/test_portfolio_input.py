"""Bad input is refused in one clear sentence."""

from __future__ import annotations

import math
import re
from decimal import Decimal

import pytest

from mutua.methods.portfolio import Candidate, choose, greedy


def a(key="a", returns=(10,), costs=(1,), hours=None, **more):
    return Candidate(key, "A", returns, costs, hours or {}, **more)


def exactly(sentence):
    return f"^{re.escape(sentence)}$"


@pytest.mark.parametrize(
    "wrong, sentence",
    [
        (lambda: a(returns=[math.nan]), "The returns of a must be finite numbers, but position 0 is nan."),
        (lambda: a(costs=[1, math.inf]), "The costs of a must be finite numbers, but position 1 is inf."),
        (lambda: a(costs=[-1]), "The costs of a must not be below 0, but position 0 is -1."),
        (lambda: a(hours={"t": [3, -2]}), "The hours of a for t must not be below 0, but position 1 is -2."),
        (lambda: a(hours=[3]), "The hours of a must name a team for each sequence, as in {'support': [40, 20]}."),
        (lambda: a(returns=7), "The returns of a must be a sequence with one number a period, not 7."),
        (lambda: a(returns=["x"]), "The returns of a must be numbers, one a period, not ['x']."),
        (lambda: a(customer_returns=[math.nan]), "What the customer gets from a must be finite numbers, but position 0 is nan."),
        (lambda: a(requires="b"), "What a requires must be a list of keys, not the text 'b'."),
        (lambda: a(lasts=-1), "How long a lasts must not be negative, but is -1."),
        (lambda: a(lasts=1.5), "How long a lasts must be a whole number of periods, not 1.5."),
        (lambda: a(ready_from=-1), "The period from which a is ready must not be negative, but is -1."),
    ],
)
def test_a_wrong_candidate_is_refused(wrong, sentence):
    with pytest.raises(ValueError, match=exactly(sentence)):
        wrong()


@pytest.mark.parametrize(
    "candidates, question, sentence",
    [
        ([a(), a()], {}, "Each candidate needs its own key, but 'a' is there more than once."),
        ([a(requires=["z"])], {}, "a requires z, which is not among the candidates."),
        (
            [a("a", requires=["c"]), a("b", requires=["a"]), a("c", requires=["b"])],
            {},
            "Prerequisites go round in a circle, so that none could ever start: a → c → b → a.",
        ),
        ([a(requires=["a"])], {}, "Prerequisites go round in a circle, so that none could ever start: a → a."),
        ([a(hours={"night": [1]})], {}, "a takes hours of night, a team whose capacity is not given."),
        ([a()], {"budgets": []}, "The plan needs at least one period: give one budget for each."),
        ([a()], {"budgets": [-5]}, "The budgets must not be below 0, but position 0 is -5."),
        ([a()], {"budgets": [math.nan]}, "The budgets must be finite numbers, but position 0 is nan."),
        ([a()], {"capacity": {"t": [1, 2]}}, "The capacity of t has 2 periods, but there are 1 budgets."),
        ([a()], {"capacity": {"t": [-1]}}, "The capacity of t must not be below 0, but position 0 is -1."),
        ([a()], {"capacity": {"budget": [1]}}, "A team cannot be called 'budget': that is the name of the money."),
        ([a()], {"discount_rate": -1}, "The discount rate must be a number above −1, as in 0.1 for 10 % a period, not -1."),
        ([a()], {"discount_rate": math.nan}, "The discount rate must be a number above −1, as in 0.1 for 10 % a period, not nan."),
        ([a()], {"max_levers": -1}, "The greatest number of levers must not be negative, but is -1."),
    ],
)
@pytest.mark.parametrize("method", [choose, greedy])
def test_a_wrong_question_is_refused(method, candidates, question, sentence):
    with pytest.raises(ValueError, match=exactly(sentence)):
        method(candidates, **{"budgets": [10], "capacity": {}, **question})


@pytest.mark.parametrize(
    "wrong, sentence",
    [
        ({"gap": -0.1}, "The gap must be a share of 0 or more, as in 0.001, not -0.1."),
        ({"time_limit": 0}, "The time limit must be a number of seconds above 0, not 0."),
        ({"step": {"night": 1}}, "A step is asked of night, which is neither 'budget', 'hours' nor a team whose capacity is given."),
        ({"step": {"budget": 0}}, "The step of budget must be a number above 0, not 0."),
    ],
)
def test_a_wrong_wish_is_refused(wrong, sentence):
    with pytest.raises(ValueError, match=exactly(sentence)):
        choose([a()], budgets=[10], capacity={}, **wrong)


def test_decimals_and_whole_numbers_are_welcome():
    choice = choose([a(returns=[Decimal("10.50")], costs=(Decimal(3),))], budgets=[Decimal("3.00")], capacity={})
    assert choice.value == 7.5
