"""Moments come out of the database as they went in, whatever the session's time zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DataError, connection, transaction

from mutua.foundation.database.postgresql.base import UtcLoader

pytestmark = pytest.mark.django_db
MOMENTS = (
    datetime(2026, 11, 28, 8, tzinfo=UTC),
    datetime(2026, 11, 28, 8, 0, 0, 120_000, tzinfo=UTC),
    datetime(1, 1, 1, tzinfo=UTC),
    datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
)


def read(moment: datetime, zone: str = "UTC") -> datetime:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select set_config('timezone', %s, true)", [zone])
        cursor.execute("select %s::timestamptz", [moment])
        found: datetime = cursor.fetchone()[0]
        return found


def test_it_is_ours_that_reads() -> None:
    with connection.cursor() as cursor:
        loader = cursor.adapters.get_loader(1184, 0)
    assert loader is UtcLoader


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_moment_is_the_same_and_in_utc(moment: datetime) -> None:
    assert (read(moment), read(moment).utcoffset()) == (moment, timedelta(0))


@pytest.mark.parametrize("zone", ["Asia/Kolkata", "America/St_Johns"])
def test_a_session_in_another_zone_names_the_same_moment(zone: str) -> None:
    assert read(MOMENTS[1], zone) == MOMENTS[1]


@pytest.mark.parametrize("beyond", ["infinity", "0044-03-15 BC", "10000-01-01"])
def test_what_no_calendar_of_ours_holds_is_refused_and_not_another_day(beyond: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select %s::timestamptz", [beyond])
        with pytest.raises((DataError, ValueError)):
            cursor.fetchone()
