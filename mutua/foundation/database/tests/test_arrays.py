from __future__ import annotations

import numpy as np
import pytest
from django.db import DataError, connection

from mutua.foundation.database import arrays

pytestmark = pytest.mark.django_db


def test_columns_come_as_they_were_sent_and_go_back_the_same():
    with connection.cursor() as cursor:
        cursor.execute("create temporary table held (number bigint, day integer, share double precision, note text default 'as always')")
    sent = {
        "number": np.array([1, -(2**60), 7], dtype=np.int64),
        "day": np.array([0, -1, 2**31 - 1], dtype=np.int32),
        "share": np.array([0.1, -1e300, np.nan]),
    }
    arrays.write("held", sent)
    number, day, share = arrays.read(
        "select number, day, share from held where note = %s order by ctid", ["as always"], ("bigint", "integer", "double precision")
    )
    for found, wanted in zip((number, day, share), sent.values(), strict=True):
        assert found.dtype == wanted.dtype
        assert np.array_equal(found, wanted, equal_nan=found.dtype == np.float64)


def test_nothing_is_no_rows():
    (found,) = arrays.read("select 1 where false", [], ("bigint",))
    assert found.shape == (0,)


@pytest.mark.parametrize("rows", ["(1), (null)", "(null)", "(null), (null), (null)", "(null), (1), (null), (null)"])
def test_a_null_is_refused_and_not_read_as_something(rows):
    with pytest.raises(ValueError, match="holds nothing"):
        arrays.read(f"select x from (values {rows}) as held (x)", [], ("integer",))


def test_what_does_not_fit_is_an_error_of_the_database():
    with pytest.raises(DataError):
        arrays.read("select 3000000000::bigint", [], ("integer",))
