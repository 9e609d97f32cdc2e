from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutua.relationships.rules.proposed_level import proposed_level


@pytest.mark.parametrize(
    ("good", "of", "level"),
    [
        (0, 20, "0.0"),
        (20, 20, "4.0"),
        (10, 20, "2.0"),
        (41, 50, "3.3"),
        (25, 80, "1.3"),
        (4920, 10324, "1.9"),
        (19, 19, None),
        (0, 0, None),
    ],
)
def test_a_share_speaks_for_a_level_in_tenths(good: int, of: int, level: str | None) -> None:
    assert proposed_level(good, of) == (None if level is None else Decimal(level))


@given(st.integers(20, 5000), st.data())
def test_it_is_never_half_a_tenth_off(of: int, data: st.DataObject) -> None:
    good = data.draw(st.integers(0, of))
    level = proposed_level(good, of)
    assert level is not None
    assert abs(int(level * 10) * of - 40 * good) * 2 <= of  # in whole numbers: |level - 4 good / of| is at most 0.05


def test_more_good_ones_than_there_are_cannot_be() -> None:
    with pytest.raises(ValueError, match="21 good ones of 20"):
        proposed_level(21, 20)
