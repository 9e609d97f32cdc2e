"""Periods, and what a waterfall adds up to: by hand, and by chance."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest

from mutua.sales.rules.forecast import Figures
from mutua.sales.rules.periods import Period, months_back, period_of, read_period
from mutua.sales.rules.waterfall import STEPS, Seen, bridge
from mutua.sales.waterfall_drawing import waterfall


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-Q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31)),
    ],
)
def test_a_period_is_read_and_written(text, first, last):
    period = read_period(text)
    assert (period.first, period.last, period.text) == (first, last, text)
    assert period.next.previous == period
    assert period.next.first == last + timedelta(days=1)


@pytest.mark.parametrize("text", ["-", "2026-Q5", "2026-13", "26", "2026-1", "0001", "2026-Q", "9999"])
def test_what_is_no_period_is_refused(text):
    with pytest.raises(ValueError, match=re.escape(text)):
        read_period(text)


def test_a_day_lies_in_its_quarter():
    assert period_of(date(2026, 11, 30), "quarter") == Period("quarter", date(2026, 10, 1))
    assert months_back(date(2026, 3, 31), 1) == date(2026, 2, 28)
    assert months_back(date(2026, 1, 15), 13) == date(2024, 12, 15)


def test_omitted_deals_are_in_no_sum():
    figures = Figures().with_deals("omitted", Decimal(100), Decimal(50), 1).with_deals("won", Decimal(10), Decimal(0), 1)
    assert (figures.omitted, figures.weighted, figures.committed, figures.deals) == (100, 10, 10, 2)


def seen(state: str, amount: str, counts: bool = True) -> Seen:
    return Seen(state, Decimal(amount), counts)  # type: ignore[arg-type]


def test_each_cent_has_its_reason():
    """By hand: 600 was open. +50 new, +70 moved in, +20 grown, −5 shrunk, −100 out, −200 won, −40 lost, −60 deleted: 335 is open."""
    before = {
        1: seen("open", "100"), 2: seen("open", "100"), 3: seen("open", "200"), 4: seen("open", "40"), 5: seen("open", "60"), 6: seen("open", "100"),
        7: seen("open", "70", counts=False), 9: seen("won", "999"),
    }  # fmt: skip
    after = {
        1: seen("open", "120"), 2: seen("open", "95"), 3: seen("won", "210"), 4: seen("lost", "40"), 6: seen("open", "100", counts=False),
        7: seen("open", "70"), 8: seen("open", "50"), 9: seen("won", "999"),
    }  # fmt: skip
    found = bridge(before, after)
    assert (found.opening, found.closing) == (Decimal(600), Decimal(335))
    assert {step: int(found.steps[step]) for step in STEPS} == {
        "new": 50, "moved_in": 70, "grown": 20, "shrunk": -5, "moved_out": -100, "won": -200, "lost": -40, "gone": -60,
    }  # fmt: skip
    assert {step: list(of) for step, of in found.deals.items() if len(of) == 1}.keys() == set(STEPS)


@pytest.mark.parametrize("seed", range(30))
def test_it_ties_to_the_cent_whatever_happens(seed):
    draw = Random(seed)

    def look() -> dict[int, Seen]:
        numbers = draw.sample(range(40), draw.randrange(40))
        return {
            number: Seen(draw.choice(["open", "open", "won", "lost"]), Decimal(draw.randrange(10**9)) / 100, draw.random() < 0.7)
            for number in numbers
        }

    before, after = look(), look()
    found = bridge(before, after)
    assert found.opening + sum(found.steps.values()) == found.closing
    assert found.closing == sum(one.amount for one in after.values() if one.state == "open" and one.counts)
    drawn = waterfall(found)
    assert abs(drawn.bars[-2].ends - drawn.bars[-1].y) < 0.02 or found.closing == 0
    assert all(0 <= bar.y <= drawn.floor and bar.y + bar.height <= drawn.floor + 1 for bar in drawn.bars)
