"""It writes one address and one day in one way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutua.customers.matching.dates import date, order_of
from mutua.customers.matching.places import city, postcode, street


@pytest.mark.parametrize(
    "text, written",
    [
        ("435 S. La Cienega Boulevard", "435 s la cienega blvd"),
        ("435 s. la cienega blv.", "435 s la cienega blvd"),
        ("Hauptstraße 5", "hauptst 5"),
        ("Hauptstr. 5", "hauptst 5"),
        ("12 West 44th Street", "12 w 44 st"),
        ("P.O. Box 12", "p o box 12"),
        ("", ""),
    ],
)
def test_a_street(text, written):
    assert street(text) == written


@pytest.mark.parametrize(
    "text, code", [("01234-5678", "1234"), ("01234", "1234"), ("sw1a 2aa", "SW1A2AA"), ("D-10115", "D10115"), ("", "")]
)
def test_a_postcode(text, code):
    assert postcode(text) == code


@pytest.mark.parametrize(
    "text, written", [("Saint Louis (MO)", "st louis"), ("St. Louis", "st louis"), ("München", "munchen"), ("(none)", "none")]
)
def test_a_city(text, written):
    assert city(text) == written


@pytest.mark.parametrize(
    "text, order, day",
    [
        ("1971-06-24", "dmy", "1971-06-24"),
        ("1971-06-24T00:00:00Z", "dmy", "1971-06-24"),
        ("19710624", "dmy", "1971-06-24"),
        ("24.6.1971", "dmy", "1971-06-24"),
        ("6/7/1971", "dmy", "1971-07-06"),
        ("6/7/1971", "mdy", "1971-06-07"),
        ("24/6/1971", "mdy", "1971-06-24"),
        ("02-Jun-06", "dmy", "2006-06-02"),
        ("24 juin 71", "dmy", "1971-06-24"),
        ("June 2nd, 1971", "dmy", "1971-06-02"),
        ("19081345", "dmy", "1908-13-45"),
        ("Date Not Captured", "dmy", ""),
        ("12", "dmy", ""),
    ],
)
def test_a_day(text, order, day):
    assert date(text, order) == day


def test_a_column_tells_whether_the_month_comes_first():
    assert order_of(["01/02/1990", "03/25/1991"]) == "mdy"
    assert order_of(["25/03/1991"]) == "dmy"
    assert order_of(["01/02/1990"]) == "dmy"


@given(st.dates())
def test_every_day_is_read_from_each_way_of_writing_it(day):
    if day.year < 1000:
        return
    for form in ("%Y-%m-%d", "%Y%m%d", "%d.%m.%Y", "%d %b %Y"):
        assert date(day.strftime(form)) == day.isoformat()
    assert date(day.strftime("%m/%d/%Y"), "mdy") == day.isoformat()
