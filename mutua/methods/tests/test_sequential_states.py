"""Stop anywhere, resume anywhere, in whatever chunks: the same digits; and what is refused changes nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutua.methods.sequential import MeanSequence, RateMonitor, ShiftMonitor

MAKERS = {
    "mean": lambda: MeanSequence(alpha=0.025, against=0.4),
    "bounded mean": lambda: MeanSequence(bounds=(-0.1, 1.3), against=0.4),
    "rate": lambda: RateMonitor(at_least=0.9),
    "shift": lambda: ShiftMonitor(at_least=0.9),
}


def fed(name, method, values, upto=None):
    """Values between 0 and 1 as they are, or as trials that succeed from a third on."""
    if name in ("rate", "shift"):
        return method.update([int(value > 0.33) for value in values], [1] * len(values), upto=upto)
    return method.update(values, upto=upto)


def resumed(method):
    return type(method).from_state(json.loads(json.dumps(method.state(), allow_nan=False)))


@pytest.mark.parametrize("name", MAKERS)
@given(values=st.lists(st.floats(0, 1), max_size=120), cuts=st.lists(st.integers(0, 120), max_size=6))
def test_any_chunks_with_a_restart_after_each_give_the_same_digits(name, values, cuts):
    whole = MAKERS[name]()
    reading = fed(name, whole, values)
    chunked = MAKERS[name]()
    edges = sorted({0, len(values), *(min(cut, len(values)) for cut in cuts)})
    for start, end in pairwise(edges):
        fed(name, chunked, values[start:end])
        chunked = resumed(chunked)

    assert chunked.state() == whole.state()
    assert repr(fed(name, chunked, [])) == repr(reading)


@pytest.mark.parametrize("name", MAKERS)
def test_one_by_one_gives_the_same_digits(name):
    values = np.random.default_rng(401).random(1_000).tolist()
    whole, single = MAKERS[name](), MAKERS[name]()
    fed(name, whole, values)
    for value in values:
        fed(name, single, [value])

    assert single.state() == whole.state()


@pytest.mark.parametrize("name", MAKERS)
def test_a_batch_that_comes_twice_counts_once(name):
    method = MAKERS[name]()
    reading = fed(name, method, [0.2, 0.9, 0.4], upto=17)
    before = method.state()

    for old in (17, 16):
        assert repr(fed(name, resumed(method), [0.5, 0.1], upto=old)) == repr(reading)
        fed(name, method, [0.5, 0.1], upto=old)
    assert method.state() == before
    assert fed(name, method, [0.5, 0.1], upto=18).n == 5


def test_ids_may_be_text_that_sorts():
    sequence = MeanSequence()
    sequence.update(1.0, upto="2009-03-01/00000017")

    assert sequence.update(2.0, upto="2009-03-01/00000009").n == 1
    assert sequence.update(2.0, upto="2009-03-01/00000017").n == 1
    assert sequence.update(2.0, upto="2009-03-02/00000009").n == 2


def test_text_and_numbers_are_not_compared():
    sequence = MeanSequence()
    sequence.update(1.0, upto=17)
    with pytest.raises(ValueError, match="all whole numbers or all text"):
        sequence.update(2.0, upto="18")


@pytest.mark.parametrize(
    "values, sentence",
    [
        ([0.5, float("nan")], "finite number"),
        ([0.5, float("inf")], "finite number"),
        ([0.5, 1e200], "finite number"),
        ([0.5, None], "must be a number"),
        ("0.5", "must be a number"),
        ([[0.5, 0.5]], "must be a number"),
        ([0.5, 1.01], "outside of the bounds"),
        ([0.5, -0.01], "outside of the bounds"),
    ],
)
def test_values_that_cannot_be_are_refused_and_nothing_is_counted(values, sentence):
    sequence = MeanSequence(bounds=(0, 1))
    sequence.update([0.3], upto=1)
    before = sequence.state()
    with pytest.raises(ValueError, match=sentence):
        sequence.update(values, upto=2)
    assert sequence.state() == before


@pytest.mark.parametrize("monitor", [RateMonitor, ShiftMonitor])
@pytest.mark.parametrize(
    "successes, trials, sentence",
    [
        (3, 2, "more successes than trials"),
        (-1, 2, "at least 0"),
        (0, -1, "at least 0"),
        (0.5, 1, "whole number"),
        (float("nan"), 1, "whole number"),
        ([1, 0], [1], "2 numbers of successes for 1"),
        (None, 1, "whole number"),
    ],
)
def test_counts_that_cannot_be_are_refused_and_nothing_is_counted(monitor, successes, trials, sentence):
    method = monitor(at_least=0.98)
    method.update(1, 1, upto=1)
    before = method.state()
    with pytest.raises(ValueError, match=sentence):
        method.update(successes, trials, upto=2)
    assert method.state() == before


@pytest.mark.parametrize("alpha", [0, 1, -0.1, 1.5, float("nan"), "a"])
def test_an_alpha_outside_of_0_to_1_is_refused(alpha):
    for make in (lambda: MeanSequence(alpha=alpha), lambda: RateMonitor(at_least=0.9, alpha=alpha)):
        with pytest.raises(ValueError, match="alpha"):
            make()


@pytest.mark.parametrize(
    "make",
    [
        lambda: MeanSequence(bounds=(1, 1)),
        lambda: MeanSequence(bounds=(2, 1)),
        lambda: MeanSequence(bounds=(0, float("inf"))),
        lambda: MeanSequence(bounds=(0, 1, 2)),
        lambda: MeanSequence(burn_in=1),
        lambda: MeanSequence(burn_in=2.5),
        lambda: MeanSequence(tuned_for=0),
        lambda: MeanSequence(against=float("nan")),
        lambda: RateMonitor(at_least=1.0),
        lambda: ShiftMonitor(at_least=0.0),
        lambda: ShiftMonitor(at_least=0.9, run_length=0),
    ],
)
def test_settings_that_cannot_be_are_refused(make):
    with pytest.raises(ValueError, match="must"):
        make()


@pytest.mark.parametrize("name", MAKERS)
def test_a_state_of_something_else_is_refused(name):
    method = MAKERS[name]()
    state = method.state()
    other = MAKERS["rate" if name != "rate" else "shift"]().state()
    for wrong in (other, {}, [], {**state, "more": 1}, {key: state[key] for key in list(state)[:-1]}):
        with pytest.raises(ValueError, match="state of"):
            type(method).from_state(wrong)


@pytest.mark.parametrize(
    "name, damage",
    [
        ("mean", {"squares": -1.0}),
        ("mean", {"mean": None}),
        ("bounded mean", {"high": [[0.5, 1]]}),
        ("bounded mean", {"low": None}),
        ("bounded mean", {"total": 9.0}),
        ("shift", {"scores": [1.0]}),
        ("rate", {"successes": -1}),
        ("rate", {"failures": "2"}),
    ],
)
def test_a_damaged_state_is_refused(name, damage):
    with pytest.raises(ValueError, match=r"\w+ .*\.$"):
        type(MAKERS[name]()).from_state({**MAKERS[name]().state(), **damage})


def test_importing_it_loads_no_numbers_library():
    loads = "import sys, mutua.methods.sequential; print([name for name in ('numpy', 'scipy', 'django') if name in sys.modules])"

    assert subprocess.run([sys.executable, "-c", loads], capture_output=True, text=True, check=True).stdout == "[]\n"
