"""The way before is told where so many accounts began together that the test of it can be believed."""

from __future__ import annotations

import pytest

from mutua.relationships.queries.evaluating import tells_the_way_before


@pytest.mark.parametrize(
    ("began", "tells"),
    [
        ([4] * 6, False),
        ([4] * 23, False),
        ([4] * 24, True),  # eight for each of three periods before
        ([4, 5, 6, 7] * 12, False),
        ([4] * 24 + [5], False),
        ([2] * 8, True),
    ],
)
def test_the_way_before_is_told_where_enough_began_together(began: list[int], tells: bool) -> None:
    assert tells_the_way_before(began) is tells
