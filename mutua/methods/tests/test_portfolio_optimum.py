"""The plan is the best there is: against an independent count of all combinations and against published best values."""

from __future__ import annotations

import random

import numpy as np
import pytest

from mutua.methods.portfolio import choose, greedy
from mutua.methods.tests.portfolio_cases import (
    NEVER,
    combinations,
    is_allowed,
    knapsacks,
    net_worth,
    random_question,
    row_of,
    wide_question,
)


@pytest.mark.parametrize("block", range(10))
def test_it_equals_the_best_of_all_combinations(block):
    for seed in range(20 * block, 20 * block + 20):
        candidates, question = random_question(seed)
        starts = combinations(candidates, len(question["budgets"]))
        best = net_worth(candidates, starts, question["discount_rate"])[is_allowed(candidates, starts, **question)].max()
        choice = choose(candidates, **question, explain=False)

        own = row_of(candidates, choice)
        assert is_allowed(candidates, own, **question).all(), f"seed {seed}: a promise is broken"
        assert net_worth(candidates, own, question["discount_rate"])[0] == pytest.approx(choice.value, abs=1e-9), f"seed {seed}"
        assert choice.value == pytest.approx(best, abs=1e-6), f"seed {seed}"
        assert choice.status == "optimal", f"seed {seed}"
        assert greedy(candidates, **question).value <= choice.value + 1e-9, f"seed {seed}"


def test_one_step_more_brings_what_the_best_of_all_combinations_gains():
    for seed in (5, 6, 11, 17):
        candidates, question = random_question(seed)
        starts = combinations(candidates, len(question["budgets"]))
        value = net_worth(candidates, starts, question["discount_rate"])
        choice = choose(candidates, **question, step={"budget": 15, "hours": 8}, explain=False)
        for (resource, period), brings in choice.marginal.items():
            more = {
                **question,
                "budgets": list(question["budgets"]),
                "capacity": {team: list(row) for team, row in question["capacity"].items()},
            }
            row = more["budgets"] if resource == "budget" else more["capacity"][resource]
            row[period] += 15 if resource == "budget" else 8
            assert brings == pytest.approx(value[is_allowed(candidates, starts, **more)].max() - choice.value, abs=1e-6)
        assert len(choice.marginal) == len(question["budgets"]) * (1 + len(question["capacity"]))


def test_what_taking_it_all_the_same_would_cost_is_true():
    said = 0
    for seed in range(60):
        candidates, question = random_question(seed)
        starts = combinations(candidates, len(question["budgets"]))
        value = np.where(is_allowed(candidates, starts, **question), net_worth(candidates, starts, question["discount_rate"]), -np.inf)
        choice = choose(candidates, **question)
        assert set(choice.why_not) == {candidate.key for candidate in candidates} - set(choice.start)
        for column, candidate in enumerate(candidates):
            why = choice.why_not.get(candidate.key)
            for reason in (why, *why.more) if why else ():
                if reason.code == "displaced":
                    cost = choice.value - value[starts[:, column] != NEVER].max()
                    assert reason.params["amount"] == pytest.approx(cost, abs=1e-6), f"seed {seed}, {candidate.key}"
                    said += 1
    assert said >= 10


@pytest.mark.parametrize("ignoring", ["gates", "prerequisites"])
def test_the_random_questions_would_notice_a_promise_that_is_ignored(ignoring):
    changed = 0
    for seed in range(40):
        candidates, question = random_question(seed)
        starts = combinations(candidates, len(question["budgets"]))
        value = net_worth(candidates, starts, question["discount_rate"])
        changed += (
            value[is_allowed(candidates, starts, **question, ignoring=[ignoring])].max()
            > value[is_allowed(candidates, starts, **question)].max()
        )
    assert changed >= 8


@pytest.mark.parametrize("problem", range(4))
def test_it_reaches_the_best_known_value_of_the_published_knapsacks(problem):
    best, candidates, budgets, capacity = knapsacks()[problem]
    choice = choose(candidates, budgets=budgets, capacity=capacity, gap=0.01, explain=False)
    assert choice.value == best
    assert choice.bound >= best
    assert greedy(candidates, budgets=budgets, capacity=capacity).value < best


def test_the_order_of_rows_teams_and_prerequisites_changes_nothing():
    for seed in (3, 8, 14, 21):
        candidates, question = random_question(seed)
        first = choose(candidates, **question)
        random.Random(seed).shuffle(candidates)
        question["capacity"] = dict(reversed(question["capacity"].items()))
        again = choose(candidates, **question)
        assert again == first
        assert list(again.start) == list(first.start)


def test_it_starts_no_later_than_it_must():
    candidates, question = random_question(0)
    question |= {"discount_rate": 0.0, "customer_must_gain": False}
    choice = choose(candidates, **question)
    for column, start in enumerate(row_of(candidates, choice)):
        for earlier in range(start):
            moved = row_of(candidates, choice)
            moved[column] = earlier
            assert not is_allowed(candidates, moved, **question).any()


def test_a_wide_question_is_solved_to_a_proven_gap():
    candidates, question = wide_question(accounts=12)
    choice = choose(candidates, **question, gap=5e-3)
    own = row_of(candidates, choice)
    assert len(candidates) == 12 * 8 * 6
    assert choice.gap <= 5e-3
    assert choice.status in ("within gap", "optimal")
    assert choice.bound >= choice.value >= greedy(candidates, **question).value
    assert is_allowed(candidates, own, **question).all()
    assert np.isclose(net_worth(candidates, own, question["discount_rate"])[0], choice.value)


def test_an_answer_that_is_not_proven_says_so_and_is_still_sound():
    candidates, question = wide_question(accounts=12)
    choice = choose(candidates, **question, gap=0.0, time_limit=0.1)
    assert choice.status == "not proven"
    assert choice.gap > 0
    assert choice.gap == pytest.approx((choice.bound - choice.value) / choice.value)
    assert choice.value >= greedy(candidates, **question).value
    assert is_allowed(candidates, row_of(candidates, choice), **question).all()
    assert choice == choose(candidates[::-1], **question, gap=0.0, time_limit=0.1)
