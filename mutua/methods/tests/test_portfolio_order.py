"""The same inputs give the same plan (P14): the order in which rows come, and the keys' spelling before them, decide nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from mutua.methods.portfolio import Candidate, choose

PERIODS = 3
AMOUNTS = st.lists(st.integers(0, 9).map(float), min_size=1, max_size=2)


@st.composite
def questions(draw: Any) -> tuple[list[Candidate], list[Candidate], list[float], dict[str, list[float]]]:
    """Up to seven candidates, many of them equal in money; the same ones in another order; money and hours of three periods."""
    found: list[Candidate] = []
    for number in range(draw(st.integers(1, 7))):
        keys = [one.key for one in found]
        one = Candidate(
            f"K{number}",
            f"A{draw(st.integers(0, 1))}",
            draw(AMOUNTS),
            draw(AMOUNTS),
            {"Team": draw(AMOUNTS)},
            requires=tuple(sorted(draw(st.sets(st.sampled_from(keys), max_size=2)))) if keys else (),
            lasts=draw(st.integers(0, 1)),
            ready_from=draw(st.sampled_from([0, 0, 1, None])),
        )
        found.append(one)
    row = st.lists(st.integers(0, 15).map(float), min_size=PERIODS, max_size=PERIODS)
    turned = [replace(one, requires=tuple(reversed(one.requires))) for one in draw(st.permutations(found))]
    return found, turned, draw(row), {"Team": draw(row)}


@settings(max_examples=25)
@given(questions())
def test_whatever_the_order_of_the_rows_it_is_the_same_plan(
    question: tuple[list[Candidate], list[Candidate], list[float], dict[str, list[float]]],
) -> None:
    rows, turned, budgets, hours = question
    first, again, other = (choose(these, budgets=budgets, capacity=hours) for these in (rows, rows, turned))
    assert first.start == again.start == other.start
    assert (first.value, first.status) == (again.value, again.status) == (other.value, other.status)
    assert {key: str(why) for key, why in first.why_not.items()} == {key: str(why) for key, why in other.why_not.items()}
