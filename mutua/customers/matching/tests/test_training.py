"""It learns what agreement tells without being told who is who."""

from __future__ import annotations

import numpy
import pytest

from mutua.customers.matching.comparisons import Comparison, Step
from mutua.customers.matching.training import Counted, Model, train

STEPS = (Step("same", "x", 0.8, 0.1, "same"), Step("other", None, 0.2, 0.9, "other"))
COMPARISONS = tuple(Comparison(name, "false", STEPS) for name in "abcd")
MATCH, CHANCE, PRIOR = numpy.array([0.95, 0.7, 0.9, 0.6]), numpy.array([0.01, 0.02, 0.05, 0.03]), 0.002
PAIRS = 2_000_000


def expected() -> Counted:
    """How often each of the 16 patterns is to be expected, from probabilities chosen above."""
    patterns = numpy.array([[(number >> place) & 1 for place in range(4)] for number in range(16)])
    of_match = numpy.prod(numpy.where(patterns == 0, MATCH, 1 - MATCH), axis=1)
    of_chance = numpy.prod(numpy.where(patterns == 0, CHANCE, 1 - CHANCE), axis=1)
    return Counted(patterns, PAIRS * (PRIOR * of_match + (1 - PRIOR) * of_chance), PAIRS)


def test_it_finds_the_probabilities_that_made_the_patterns():
    seen = expected()
    model = train("person", COMPARISONS, seen, seen, records=2001, pairs=PAIRS)
    assert model.prior == pytest.approx(PRIOR, rel=0.1)
    for place, name in enumerate("abcd"):
        match, chance = model.learned[name]["same"]
        assert match == pytest.approx(MATCH[place], abs=0.03)
        assert chance == pytest.approx(CHANCE[place], rel=0.02)


def test_where_there_is_next_to_nothing_the_assumptions_hold():
    few = Counted(numpy.array([[0, 0, 0, 0], [1, 1, 1, 1]]), numpy.array([1.0, 2.0]), 3)
    model = train("person", COMPARISONS, few, few, records=3, pairs=3)
    for name in "abcd":
        assert model.learned[name]["same"] == pytest.approx((0.8, 0.1), abs=0.05)


def test_what_is_unknown_teaches_nothing():
    seen = expected()
    blind = Counted(numpy.where(numpy.arange(4) == 3, -1, seen.patterns), seen.times, seen.of)
    model = train("person", COMPARISONS, blind, blind, records=2001, pairs=PAIRS)
    assert model.learned["d"]["same"] == pytest.approx((0.8, 0.1))


def test_what_is_fixed_stays():
    fixed = Comparison("e", "false", (Step("shared", "x", 0.01, 0.01, "shared", fixed=True), *STEPS))
    seen = expected()
    with_it = Counted(numpy.column_stack([seen.patterns, seen.patterns[:, 0]]), seen.times, seen.of)
    model = train("person", (*COMPARISONS, fixed), with_it, with_it, records=2001, pairs=PAIRS)
    assert model.learned["e"]["shared"] == (0.01, 0.01)


def test_a_model_survives_being_written_down():
    seen = expected()
    model = train("person", COMPARISONS, seen, seen, records=2001, pairs=PAIRS)
    assert Model.from_json(model.to_json()) == model
