from __future__ import annotations

import pytest

from mutua.strategy.rules.levers import check_count
from mutua.strategy.rules.lifecycle import NEXT, can_move
from mutua.strategy.rules.objectives import alpha_for, is_ordered


@pytest.mark.parametrize(("chosen", "answer"), [(0, "fine"), (10, "fine"), (11, "warn"), (12, "warn"), (13, "refuse"), (23, "refuse")])
def test_ten_levers_are_fine_the_eleventh_warns_the_thirteenth_is_refused(chosen, answer):
    assert check_count(chosen) == answer


def test_nothing_comes_back_from_an_end():
    assert [state for state, following in NEXT.items() if not following] == ["amended", "abandoned", "completed"]


def test_nothing_becomes_active_that_was_not_approved():
    assert [state for state in NEXT if can_move(state, "active")] == ["approved"]


def test_the_chance_of_a_wrong_alarm_is_shared_out():
    assert alpha_for(0.05, 5) == pytest.approx(0.01)
    assert alpha_for(0.05, 0) == 0.05


def test_break_even_lies_behind_plan_and_tolerance():
    assert is_ordered(4.0, 0.5, 1.0, "higher")
    assert not is_ordered(4.0, 0.5, 3.6, "higher")
    assert is_ordered(2.0, 0.5, 4.0, "lower")
    assert not is_ordered(2.0, 0.5, 2.4, "lower")
