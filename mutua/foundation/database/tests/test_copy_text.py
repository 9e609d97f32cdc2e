"""What COPY reads is what was given: psycopg's own way of writing rows says what that is."""

from __future__ import annotations

from datetime import UTC, date, timedelta, timezone
from decimal import Decimal

import pytest
from django.db import DataError, connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mutua.foundation.database.among import as_array
from mutua.foundation.database.copy_text import column, copied, same
from mutua.foundation.identity.models import Role

pytestmark = pytest.mark.django_db

TABLE = "create temp table given (id bigint, text text, truth bool, amount numeric, part float8, day date, moment timestamptz, texts text[]) on commit drop"
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")) | st.sampled_from(
    ["\\N", "\\", "a\tb\r\n", "NULL", "", '"', "{}"]
)
MOMENTS = st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=30))])).filter(lambda at: 1900 < at.year < 9999)
ROWS = st.lists(
    st.tuples(
        st.integers(-(2**63), 2**63 - 1),
        TEXTS | st.none(),
        st.booleans() | st.none(),
        st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=4) | st.none(),
        st.floats(allow_nan=False) | st.none(),
        st.dates(date(1, 1, 1)) | st.none(),
        MOMENTS | st.none(),
        st.lists(TEXTS | st.none()) | st.none(),
    ),
    max_size=6,
)


def come_back(write):
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
        try:
            with cursor.copy("copy given from stdin") as copy:
                write(copy)
            cursor.execute("select * from given order by ctid")
            return cursor.fetchall()
        finally:
            cursor.execute("drop table given")


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(ROWS)
def test_a_column_at_once_says_what_row_by_row_says(rows):
    def each(copy):
        for row in rows:
            copy.write_row(row)

    columns = [column(list(values)) for values in zip(*rows, strict=True)] or [[]] * 8
    assert come_back(lambda copy: copy.write(copied(columns, len(rows)))) == come_back(each)


def test_what_all_rows_share_is_said_once():
    columns = [column([1, 2]), *(same(value) for value in ("a\tb", True, Decimal("1E+2"), None, date(2026, 3, 1), None, ["x", None]))]
    rows = come_back(lambda copy: copy.write(copied(columns, 2)))
    assert rows == [(number, "a\tb", True, Decimal(100), None, date(2026, 3, 1), None, ["x", None]) for number in (1, 2)]


def test_a_choice_is_its_value():
    assert column([Role.Scope.ALL, None]) == [str(Role.Scope.ALL.value), "\\N"]


@pytest.mark.parametrize("values", [["a\0b"], ["a", "\0"], ["a", None, "b\0"]])
def test_a_text_that_postgresql_cannot_hold_is_refused(values):
    with pytest.raises(DataError, match="NUL"):
        column(values)


def test_what_nobody_knows_how_to_write_is_refused():
    with pytest.raises(TypeError):
        column([object()])


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(TEXTS) | st.lists(st.integers(-(2**63), 2**63 - 1)))
def test_an_array_says_what_the_list_says(values):
    kind = "text" if values and isinstance(values[0], str) else "bigint"
    with connection.cursor() as cursor:
        cursor.execute(f"select %s::{kind}[]", [as_array(values)])
        assert cursor.fetchone()[0] == values
