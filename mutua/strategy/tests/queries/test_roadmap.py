from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from mutua.foundation import days
from mutua.strategy.actions.plan_initiatives import Intended, plan_initiatives
from mutua.strategy.planned import Kind, Line, Lines, plans_for, quarter_of
from mutua.strategy.queries import roadmap
from mutua.strategy.queries.roadmap import roadmap_of
from mutua.strategy.tests.making import make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(cast, monkeypatch):
    """Two initiatives: one from the autumn of 2026 into 2027, one in the summer of 2028."""
    monkeypatch.setattr(days, "today", lambda: date(2026, 11, 30))
    monkeypatch.setattr("mutua.strategy.planned._kinds", {})
    draft = make_version()
    wanted = [
        Intended("Order portal", 2026, 4, 3, Decimal(100), Decimal(10), Decimal(400), Decimal(50)),
        Intended("Shared forecast", 2028, 3, 1, Decimal(30)),
    ]
    plan_initiatives(cast.executive, draft.pk, wanted)
    return draft


def test_this_year_shows_the_quarters_that_lie_in_it(cast, version):
    found = roadmap_of(cast.executive, version)
    assert (found.year, found.years) == (2026, [2026, 2027, 2028])
    (bar,) = found.gantt.bars
    assert (bar.first, [part.us for part in bar.segments], bar.note) == (4, [Decimal("33.34")], "2 quarters more")
    assert (bar.return_us, bar.return_them) == (400, 50)


def test_the_year_after_shows_the_rest_and_tells_no_return_twice(cast, version):
    found = roadmap_of(cast.executive, version, year=2027)
    (bar,) = found.gantt.bars
    assert (bar.first, [part.us for part in bar.segments], bar.note) == (1, [Decimal("33.33"), Decimal("33.33")], "since 2026")
    assert bar.return_us == 0
    assert [part.us for part in found.gantt.totals] == [Decimal("33.33"), Decimal("33.33"), 0, 0]


def test_a_year_without_anything_falls_back_to_the_next_with_something(cast, version, monkeypatch):
    monkeypatch.setattr(days, "today", lambda: date(2025, 5, 1))
    assert roadmap_of(cast.executive, version, year=1999).year == 2026


def test_sums_are_of_all_years_and_both_sides(cast, version):
    (own,) = roadmap_of(cast.executive, version).sums
    assert (own.count, own.cost_us, own.cost_them, own.return_us, own.return_them) == (2, 130, 10, 400, 50)
    assert (own.net_us, own.net_them) == (270, 40)


def test_what_is_planned_elsewhere_stands_beside_it(cast, version):
    first = quarter_of(2026, 2)
    lines = [Line(f"Item {n}", {first: (Decimal(5), Decimal(1))}, (Decimal(7), Decimal(2))) for n in range(roadmap.SHOWN + 2)]
    plans_for(Kind("test", "Elsewhere", "strategy.strategy.view", lambda actor, strategy: Lines(lines, 50, unread=3, foreign=1)))
    plans_for(Kind("hidden", "Not for them", "strategy.strategy.approve", lambda actor, strategy: pytest.fail("asked")))
    found = roadmap_of(cast.ben, version)
    assert [(one.title, one.count) for one in found.sums] == [("Initiatives of this version", 2), ("Elsewhere", 50)]
    assert (len(found.gantt.bars), found.left) == (roadmap.SHOWN, 3)  # 42 of them and one of our own run this year
    assert found.whole.cost_us == 130 + 5 * 42
    assert (found.unread, found.foreign) == (3, 1)
    assert [one.title for one in roadmap_of(cast.ben, version, only_own=True).sums] == ["Initiatives of this version"]


def test_without_anything_there_is_no_picture(cast, monkeypatch):
    monkeypatch.setattr("mutua.strategy.planned._kinds", {})
    assert roadmap_of(cast.executive, make_version()).gantt is None
