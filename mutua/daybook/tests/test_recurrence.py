"""Patterns of meetings against the examples of RFC 5545 and the clocks of places."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from mutua.daybook.rules.clock_changes import clock_changes
from mutua.daybook.rules.recurrence import Pattern, hours, moment, rule_text, week_of_month


def clock(*parts):
    """What clocks show, at no place in particular."""
    return datetime(*parts)  # noqa: DTZ001


def days_of(pattern, first, **more):
    return [(hour.year, hour.month, hour.day) for hour in hours(pattern, first, **more)]


# RFC 5545, 3.8.5.3. All of them begin at 9:00.
EXAMPLES = [
    # Daily for 10 occurrences
    (Pattern("daily", times=10), clock(1997, 9, 2, 9), [(1997, 9, day) for day in range(2, 12)]),
    # Every other week on Monday, Wednesday, and Friday until December 24, 1997, starting on Monday, September 1, 1997
    (
        Pattern("weekly", 2, (0, 2, 4), until=date(1997, 12, 23)),
        clock(1997, 9, 1, 9),
        [(1997, 9, d) for d in (1, 3, 5, 15, 17, 19, 29)] + [(1997, 10, d) for d in (1, 3, 13, 15, 17, 27, 29, 31)]
        + [(1997, 11, d) for d in (10, 12, 14, 24, 26, 28)] + [(1997, 12, d) for d in (8, 10, 12, 22)],
    ),
    # Monthly on the first Friday for 10 occurrences
    (
        Pattern("monthly", by_weekday=True, times=10),
        clock(1997, 9, 5, 9),
        [(1997, 9, 5), (1997, 10, 3), (1997, 11, 7), (1997, 12, 5), (1998, 1, 2), (1998, 2, 6), (1998, 3, 6), (1998, 4, 3), (1998, 5, 1), (1998, 6, 5)],
    ),
    # Every 18 months on the 10th of the month, of which RFC 5545 lists the 10th thru 15th
    (Pattern("monthly", 18, times=3), clock(1997, 9, 10, 9), [(1997, 9, 10), (1999, 3, 10), (2000, 9, 10)]),
]  # fmt: skip


@pytest.mark.parametrize(("pattern", "first", "expected"), EXAMPLES)
def test_it_gives_the_days_of_the_examples_in_the_standard(pattern, first, expected):
    assert days_of(pattern, first) == expected


def test_the_last_of_a_month_is_the_last_of_each_month():
    assert days_of(Pattern("monthly", times=4), clock(2027, 1, 31, 9)) == [(2027, 1, 31), (2027, 2, 28), (2027, 3, 31), (2027, 4, 30)]
    assert days_of(Pattern("monthly", times=3), clock(2027, 1, 30, 9)) == [(2027, 1, 30), (2027, 3, 30), (2027, 4, 30)], (
        "no month is told another day"
    )
    assert days_of(Pattern("yearly", times=3), clock(2028, 2, 29, 9)) == [(2028, 2, 29), (2029, 2, 28), (2030, 2, 28)]
    last_friday = Pattern("monthly", by_weekday=True, times=3)
    assert days_of(last_friday, clock(2027, 1, 29, 9)) == [(2027, 1, 29), (2027, 2, 26), (2027, 3, 26)]


def test_no_end_is_bounded():
    assert len(hours(Pattern("daily"), clock(2027, 1, 1, 9))) == 400
    assert len(hours(Pattern("daily"), clock(2027, 1, 1, 9), before=clock(2027, 1, 8, 9))) == 7
    assert hours(Pattern("daily", until=date(2026, 1, 1)), clock(2027, 1, 1, 9)) == []


@pytest.mark.parametrize(
    ("hour", "zone", "expected"),
    [
        (clock(2027, 3, 26, 9), "Europe/Berlin", datetime(2027, 3, 26, 8, tzinfo=UTC)),
        (clock(2027, 3, 29, 9), "Europe/Berlin", datetime(2027, 3, 29, 7, tzinfo=UTC)),
        # The clocks go from 2:00 to 3:00: half past two is told by the offset before (RFC 5545, 3.3.5)
        (clock(2027, 3, 28, 2, 30), "Europe/Berlin", datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),
        # From 3:00 back to 2:00: half past two comes twice, and means the first
        (clock(2026, 10, 25, 2, 30), "Europe/Berlin", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (clock(2026, 10, 30, 9), "Asia/Kathmandu", datetime(2026, 10, 30, 3, 15, tzinfo=UTC)),
    ],
)
def test_an_hour_of_a_place_is_a_moment(hour, zone, expected):
    assert moment(hour, zone) == expected


def test_the_rule_is_written_as_calendars_read_it():
    first = clock(2026, 10, 27, 9)
    assert rule_text(Pattern("weekly", 2, (3,)), first, "Europe/Berlin") == "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH"
    # The last day ends at 22:59:59 UTC in winter there
    assert rule_text(Pattern("daily", until=date(2026, 12, 1)), first, "Europe/Berlin") == "FREQ=DAILY;UNTIL=20261201T225959Z"
    assert rule_text(Pattern("monthly", by_weekday=True, times=3), first, "UTC") == "FREQ=MONTHLY;BYDAY=4TU;COUNT=3"


@pytest.mark.parametrize(("day", "place"), [(1, 1), (7, 1), (8, 2), (28, 4), (29, -1), (31, -1)])
def test_the_place_of_a_weekday_in_its_month(day, place):
    assert week_of_month(date(2027, 1, day)) == place


def test_the_clocks_of_a_place_are_changed_when_its_law_says():
    # Summer time in the Union: the last Sundays of March and October, one o'clock in Greenwich
    berlin = [(change.at, change.after - change.before, change.name) for change in clock_changes("Europe/Berlin", 2027, 2027)[1:]]
    hour = timedelta(hours=1)
    assert berlin == [(clock(2027, 3, 28, 2), hour, "CEST"), (clock(2027, 10, 31, 3), -hour, "CET")]
    # In the United States: the second Sunday of March and the first of November, two o'clock there
    assert [change.at for change in clock_changes("America/New_York", 2026, 2026)[1:]] == [clock(2026, 3, 8, 2), clock(2026, 11, 1, 2)]
    assert len(clock_changes("Asia/Kathmandu", 2015, 2037)) == 1
    assert clock_changes("Asia/Kathmandu", 2015, 2037)[0].after == timedelta(hours=5, minutes=45)
