"""The pure rules."""

from __future__ import annotations

from decimal import Decimal

import phonenumbers
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mutua.customers.rules.hierarchy import DEEPEST, is_too_deep, makes_a_circle
from mutua.customers.rules.normalised import BadAddress, normalise
from mutua.customers.rules.spend import share_of_spend
from mutua.customers.rules.unmet import lead, unmet


def test_an_account_may_not_stand_above_itself():
    assert makes_a_circle(1, [3, 2, 1])
    assert not makes_a_circle(4, [3, 2, 1])
    assert not makes_a_circle(None, [3, 2, 1])


def test_the_line_above_ends_somewhere():
    assert not is_too_deep(range(DEEPEST - 1))
    assert is_too_deep(range(DEEPEST))


@pytest.mark.parametrize(
    "kind, value, expected",
    [
        ("mail", "  Grace.Banda@Example.ORG ", "grace.banda@example.org"),
        ("phone", "+260 (211) 123-456", "+260211123456"),
        ("phone", "+44 20 7946 0000", "+442079460000"),
        ("phone", "0211 123456", "0211123456"),
        ("postal", "12  Cairo Road\nLusaka", "12 cairo road lusaka"),
    ],
)
def test_the_same_address_is_written_in_one_way(kind, value, expected):
    assert normalise(kind, value) == expected


CODES = sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE)
DIALLED = st.builds(
    lambda code, before, digits, marks: (
        "+" + "".join(digit + mark for digit, mark in zip(f"{code}{before}{digits}", marks, strict=False)).rstrip(" ().-")
    ),
    st.sampled_from(CODES) | st.integers(0, 999),
    st.sampled_from(["", "", "0", "00", "1", "8", "06", "15"]),
    st.text("0123456789", min_size=6, max_size=11),
    st.lists(st.sampled_from(["", "", "", "", " ", "-", ".", " (", ") ", "/"]), min_size=20, max_size=20),
)


@settings(max_examples=2_000, deadline=None)
@given(DIALLED, st.sampled_from([None, "GB", "US", "IT"]))
@example("+0123456789012", None)
@example("+44 (0)20 7946 0000", None)
@example("+44 0 123 456 789", None)
@example("+39 06 698 12345", None)
@example("+1 123 456 7890", None)
@example("+7 8 912 345 67 89", None)
@example("+800 1234 5678", None)
@example("+54 15 11 2345 6789", None)
def test_a_number_with_its_country_is_what_the_library_says(number, region):
    try:
        parsed = phonenumbers.parse(number, region)
        said = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164) if phonenumbers.is_possible_number(parsed) else None
    except phonenumbers.NumberParseException:
        return  # then the bare digits are what is known
    try:
        ours = normalise("phone", number, region)
    except BadAddress:
        ours = None
    assert ours == said


def test_the_usual_number_is_not_taken_to_the_library(monkeypatch):
    monkeypatch.setattr(phonenumbers, "parse", None)
    for number in ("+254 20 765 4321", "+1 (212) 555-0123", "+49 30 901820"):
        assert normalise("phone", number) == "+" + "".join(filter(str.isdigit, number))


def test_a_number_from_home_takes_the_country_that_is_given():
    assert normalise("phone", "020 7946 0000", region="GB") == "+442079460000"


@pytest.mark.parametrize("kind, value", [("mail", "grace"), ("mail", "a@b"), ("phone", "call me"), ("phone", "+1"), ("postal", "  ")])
def test_what_is_no_address_is_refused(kind, value):
    with pytest.raises(BadAddress):
        normalise(kind, value)


def test_an_unanswered_need_counts_whole_and_a_met_one_not_at_all():
    assert (unmet(5, None), unmet(5, 2), unmet(3, 5)) == (5, 3, 0)
    assert (lead(7, 5), lead(7, None)) == (2, None)


def test_our_share_needs_both_numbers():
    assert share_of_spend(Decimal(25), Decimal(100)) == Decimal("0.25")
    assert share_of_spend(Decimal(120), Decimal(100)) == 1
    assert share_of_spend(None, Decimal(100)) is None
    assert share_of_spend(Decimal(25), Decimal(0)) is None
