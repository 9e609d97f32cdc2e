from __future__ import annotations

from datetime import date

import pytest

from mutua.relationships.rules.lifecycles import ItemState
from mutua.relationships.rules.progress import Late, end_of_quarter, late, quarter_of


@pytest.mark.parametrize(
    ("day", "quarter"),
    [(date(2027, 1, 1), 0), (date(2027, 3, 31), 0), (date(2027, 4, 1), 1), (date(2026, 12, 31), -1), (date(2028, 2, 1), 4)],
)
def test_quarters_are_counted_from_the_first_of_the_year(day: date, quarter: int) -> None:
    assert quarter_of(day, 2027) == quarter


@pytest.mark.parametrize(
    ("quarter", "day"), [(0, date(2027, 3, 31)), (3, date(2027, 12, 31)), (4, date(2028, 3, 31)), (7, date(2028, 12, 31))]
)
def test_a_quarter_ends_on_its_last_day(quarter: int, day: date) -> None:
    assert end_of_quarter(2027, quarter) == day


@pytest.mark.parametrize(
    ("state", "now", "is_late"),
    [
        (ItemState.COMMITTED, 1, None),
        (ItemState.COMMITTED, 2, Late.BEGIN),
        (ItemState.RUNNING, 2, None),
        (ItemState.RUNNING, 3, Late.END),
        (ItemState.COMMITTED, 3, Late.END),
        (ItemState.DONE, 9, None),
        (ItemState.STOPPED, 9, None),
        (ItemState.EVALUATED, 9, None),
    ],
)
def test_an_item_of_the_second_and_third_quarter(state: str, now: int, is_late: Late | None) -> None:
    assert late(1, 2, state, now) is is_late


def test_what_lasts_no_quarter_is_done_in_the_one_in_which_it_begins() -> None:
    assert late(0, 0, ItemState.RUNNING, 0) is None
    assert late(0, 0, ItemState.RUNNING, 1) is Late.END
