"""What is known of a lead, against what a strategy asks: worked out by hand from Kleene's tables."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from mutua.sales.rules.fit import holds, unknown_fields
from mutua.sales.rules.fitting import Asked, Candidate, best, standing
from mutua.sales.rules.lead_states import can_become

IN_NIGERIA = {"field": "country", "op": "is", "value": "Nigeria"}
LARGE = {"field": "employees", "op": "gte", "value": "250"}


@pytest.mark.parametrize(
    ("known", "both", "either", "neither"),
    [
        ({"country": "nigeria ", "employees": 300}, True, True, False),
        ({"country": "Kenya", "employees": 300}, False, True, False),
        ({"country": "Kenya"}, False, None, None),  # one no decides an "all", and leaves an "any" open
        ({"country": "Nigeria"}, None, True, False),
        ({"country": "", "employees": None}, None, None, None),
        ({"country": "Kenya", "employees": 249}, False, False, True),
    ],
)
def test_what_is_not_known_decides_nothing(known, both, either, neither):
    assert holds({"all": [IN_NIGERIA, LARGE]}, known) is both
    assert holds({"any": [IN_NIGERIA, LARGE]}, known) is either
    assert holds({"not": {"any": [IN_NIGERIA, LARGE]}}, known) is neither


@pytest.mark.parametrize(
    ("op", "value", "known", "found"),
    [
        ("is", "300", 300, True),
        ("is", "300.0", 300, True),
        ("gt", 300, 300, False),
        ("lte", "300", Decimal("300.00"), True),
        ("between", ["100", "299"], 300, False),
        ("between", ["300", "300"], 300, True),
        ("in", ["Kenya", "NIGERIA"], "Nigeria", True),
        ("is_not", "Kenya", "Nigeria", True),
        ("contains", "hosp", "University Hospital", True),
        ("starts", "hosp", "University Hospital", False),
        ("not_empty", None, "x", True),
        ("gte", "many", 300, None),
        ("empty", None, "x", None),
    ],
)
def test_each_comparison(op, value, known, found):
    assert holds({"field": "it", "op": op, "value": value}, {"it": known}) is found


def test_it_names_what_would_have_to_be_known():
    assert unknown_fields({"all": [IN_NIGERIA, LARGE]}, {"country": "Nigeria"}) == ["employees"]
    assert unknown_fields({"all": [IN_NIGERIA, LARGE]}, {"country": "Kenya"}) == []
    assert unknown_fields({"any": [{"not": IN_NIGERIA}, LARGE, IN_NIGERIA]}, {}) == ["country", "employees"]


def test_the_strategy_that_most_speaks_for_is_taken():
    early, late = date(2025, 1, 1), date(2026, 1, 1)
    assert best([Candidate(1, None, None, early)]) is None
    assert best([Candidate(1, True, False, early)]) is None
    assert best([Candidate(1, True, None, early), Candidate(2, True, True, late)]) == 2
    assert best([Candidate(3, True, None, late), Candidate(4, None, True, early)]) == 4
    assert best([Candidate(6, None, True, early), Candidate(5, None, True, early)]) == 5


def test_a_no_weighs_more_than_what_is_open_and_wishes_weigh_nothing():
    def asked(*answers, must=True):
        return [Asked(f"Question {n}", must, answer) for n, answer in enumerate(answers)]

    assert standing([]) == "unasked"
    assert standing(asked("no", must=False)) == "unasked"
    assert standing(asked("yes", "yes")) == "qualified"
    assert standing(asked("yes", "unknown")) == "open"
    assert standing(asked("unknown", "no")) == "fails"
    assert standing([*asked("yes"), *asked("no", must=False)]) == "qualified"


def test_nobody_is_converted_who_is_not_qualified():
    assert [now for now in ("new", "working", "qualified", "converted", "disqualified") if can_become(now, "converted")] == ["qualified"]
    assert not can_become("converted", "disqualified")
