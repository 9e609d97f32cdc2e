from __future__ import annotations

from datetime import date, timedelta

import pytest

from mutua.relationships.rules.kick_off import check_kick_off

TODAY = date(2026, 9, 15)
FRESH, OLD = TODAY - timedelta(days=89), TODAY - timedelta(days=90)


@pytest.mark.parametrize(("fresh", "old", "may"), [(19, 1, True), (18, 2, False), (0, 0, True), (0, 1, False)])
def test_ninety_five_of_a_hundred_profiles_are_younger_than_ninety_days(fresh: int, old: int, may: bool) -> None:
    assert check_kick_off([*[FRESH] * fresh, *[OLD] * old], unevaluated=0, today=TODAY).may_begin is may


def test_an_account_without_a_profile_counts_as_old() -> None:
    assert not check_kick_off([FRESH, None], unevaluated=0, today=TODAY).profiles_are_fresh


def test_a_day_that_has_not_come_is_not_fresh() -> None:
    assert check_kick_off([TODAY], unevaluated=0, today=TODAY).may_begin
    assert not check_kick_off([TODAY + timedelta(days=1)], unevaluated=0, today=TODAY).may_begin


def test_what_was_not_evaluated_keeps_the_year_from_beginning() -> None:
    assert not check_kick_off([FRESH], unevaluated=1, today=TODAY).may_begin
