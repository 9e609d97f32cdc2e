"""What a running import says of its end."""

from __future__ import annotations

from mutua.foundation.imports.estimating import Estimate


def test_rows_and_time_left_are_taken_from_what_was_read():
    now = [100.0]
    estimate = Estimate(size=10_000, begun_at_row=1_000, clock=lambda: now[0])
    assert estimate.total(1_000, 1_000) == 10_000
    assert estimate.words(1_000, 1_000) == ""  # nothing was taken by this worker yet
    now[0] += 60
    assert estimate.words(2_000, 2_000) == "About 8 minutes left."  # 1,000 rows a minute, 8,000 to go
    now[0] += 60
    assert estimate.words(9_900, 9_900) == "Less than a minute left."
    assert estimate.words(10_000, 10_000) == ""


def test_a_total_is_never_smaller_than_what_was_found():
    assert Estimate(size=100).total(50, 200) == 50
    assert Estimate(size=100).total(50, 0) == 50
