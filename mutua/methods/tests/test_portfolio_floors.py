"""Floors: what some accounts get at least, checked against all combinations; and searches that are watched and ended."""

from __future__ import annotations

import numpy as np
import pytest

from mutua.methods.portfolio import Candidate, Floor, choose, greedy
from mutua.methods.tests.portfolio_cases import NEVER, combinations, is_allowed, net_worth, random_question, row_of, wide_question


def reaches(candidates, starts, floors):
    """Which rows of starts reach every floor: counted from the candidates as they are written."""
    starts = np.atleast_2d(starts)
    good = np.ones(len(starts), dtype=bool)
    for floor in floors:
        chosen = (starts != NEVER) & np.array([candidate.account in floor.accounts for candidate in candidates])
        good &= chosen.sum(axis=1) >= floor.items
        good &= chosen @ np.array([sum(candidate.costs) for candidate in candidates]) >= floor.spend - 1e-9
    return good


def asked(seed):
    """A question, and floors a little above what its best plan without them gives A, so that they cost something."""
    candidates, question = random_question(seed)
    dice = np.random.default_rng(seed + 10_000)
    starts = combinations(candidates, len(question["budgets"]))
    value = np.where(is_allowed(candidates, starts, **question), net_worth(candidates, starts, question["discount_rate"]), -np.inf)
    free = (starts[value.argmax()] != NEVER) & np.array([candidate.account == "A" for candidate in candidates])
    costs = np.array([sum(candidate.costs) for candidate in candidates])
    floors = [
        Floor("first tier", ["A"], items=int(free.sum()) + int(dice.integers(0, 2)), spend=float(free @ costs) + float(dice.integers(0, 9)))
    ]
    if dice.random() < 0.3:
        floors.append(Floor("second tier", ["B"], items=int(dice.integers(0, 2))))
    return candidates, question, floors, starts, value


@pytest.mark.parametrize("block", range(4))
def test_it_is_the_best_of_all_combinations_that_reach_the_floors(block):
    dearer = impossible = 0
    for seed in range(20 * block, 20 * block + 20):
        candidates, question, floors, starts, value = asked(seed)
        best = np.where(reaches(candidates, starts, floors), value, -np.inf).max()
        if best == -np.inf:
            with pytest.raises(ValueError, match=r"No plan reaches what it has to reach at least: .* tier"):
                choose(candidates, **question, floors=floors)
            impossible += 1
            continue
        choice = choose(candidates, **question, floors=floors, explain=False)
        own = row_of(candidates, choice)
        assert (is_allowed(candidates, own, **question) & reaches(candidates, own, floors)).all(), f"seed {seed}: a promise is broken"
        assert choice.value == pytest.approx(best, abs=1e-6), f"seed {seed}"
        assert choice.bound >= choice.value - 1e-9
        assert choice.below == ()
        dearer += best < value.max() - 1e-6
    assert dearer >= 3, "these floors cost nothing, so that they show nothing"
    assert impossible >= 1


def test_the_usual_way_fills_floors_first_and_says_which_it_does_not_reach():
    rich = Candidate("rich", "B", [100], [10], {})
    poor = [Candidate(f"poor {number}", "A", [6], [5], {}) for number in range(3)]
    usual = greedy([rich, *poor], budgets=[12], capacity={}, floors=[Floor("first tier", ["A"], items=2)])
    assert (set(usual.start), usual.below) == ({"poor 0", "poor 1"}, ())
    short = greedy([rich, *poor], budgets=[12], capacity={}, floors=[Floor("first tier", ["A"], items=3)])
    assert short.below == ("first tier",)


def test_a_floor_takes_what_it_needs_first_and_even_what_does_not_pay():
    before = Candidate("before", "B", [0], [5], {}, lasts=1)
    loss = Candidate("loss", "A", [1], [4], {}, requires=["before"])
    other = Candidate("other", "B", [50], [5], {})
    choice = choose([before, loss, other], budgets=[10, 10], capacity={}, floors=[Floor("first tier", ["A"], spend=4)])
    assert choice.start == {"before": 0, "loss": 1, "other": 0}
    assert choice.value == -5 - 3 + 45


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda: Floor("tier", [], items=1), "must name its accounts"),
        (lambda: Floor("tier", "A", items=1), "must name its accounts"),
        (lambda: Floor("tier", ["A"], items=-1), "must not be negative"),
        (lambda: Floor("tier", ["A"], spend=float("nan")), "must be finite"),
    ],
)
def test_a_wrong_floor_is_refused(wrong, says):
    with pytest.raises(ValueError, match=says):
        wrong()


def test_a_wide_question_reaches_its_floors():
    candidates, question = wide_question(accounts=12)
    first = {f"{account:03}" for account in range(3)}
    free = choose(candidates, **question, gap=5e-3, explain=False)
    spent = sum(sum(candidate.costs) for candidate in candidates if candidate.key in free.start and candidate.account in first)
    floors = [Floor("first tier", first, spend=spent * 1.3)]
    choice = choose(candidates, **question, gap=5e-3, explain=False, floors=floors)
    own = row_of(candidates, choice)
    assert (is_allowed(candidates, own, **question) & reaches(candidates, own, floors)).all()
    assert choice.gap <= 5e-3
    assert choice.value < free.bound


def test_whoever_watches_sees_the_best_so_far_and_can_end_the_search():
    candidates, question = wide_question(accounts=12)
    seen = []

    def enough(standing):
        seen.append(standing)
        return len(seen) >= 3

    choice = choose(candidates, **question, gap=0.0, explain=False, watch=enough)
    assert choice.status == "not proven"
    assert is_allowed(candidates, row_of(candidates, choice), **question).all()
    assert choice.value >= seen[0].value >= greedy(candidates, **question).value
    assert choice.gap > 0
    assert all(standing.bound >= standing.value for standing in seen)


def test_watching_alone_changes_nothing():
    candidates, question = wide_question(accounts=6)
    assert choose(candidates, **question, watch=lambda _standing: False) == choose(candidates, **question)
