"""Which comparisons are offered, how effects add up, and what follows."""

from __future__ import annotations

import math
import random
from dataclasses import replace

import pytest

from mutua.relationships.rules.evaluation import (
    Allowance,
    Came,
    Design,
    Lack,
    Verdict,
    as_sure,
    best,
    chance_of_at_least,
    offers,
    together,
    verdict_on,
)

PLENTY = Allowance(treated=12, controls=40, later=9, matches=20, months_before=18, months_after=9)


def lacks(**changed: int) -> dict[Design, Lack]:
    return {offer.design: offer.lack for offer in offers(replace(PLENTY, **changed))}


def test_designs_stand_in_the_order_of_what_they_assume_and_before_after_is_never_allowed() -> None:
    assert [offer.design for offer in offers(PLENTY)] == list(Design)
    assert lacks() == dict.fromkeys(Design, Lack.NONE) | {Design.BEFORE_AFTER: Lack.ALWAYS}


def test_what_lacks_is_said_with_both_numbers() -> None:
    few = next(offer for offer in offers(replace(PLENTY, controls=5)) if offer.design is Design.NEVER_TREATED)
    assert (few.lack, few.has, few.wants) == (Lack.CONTROLS, 5, 8)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, Design.ADJUSTED),
        ({"treated": 9}, Design.NEVER_TREATED),
        ({"controls": 7}, Design.NOT_YET_TREATED),
        ({"controls": 7, "later": 3}, Design.MATCHED),
        ({"treated": 1}, Design.MATCHED),
        ({"treated": 1, "matches": 7}, None),
        ({"months_before": 5}, None),
        ({"months_after": 2}, None),
    ],
)
def test_the_best_is_the_allowed_one_that_assumes_least(changed: dict[str, int], expected: Design | None) -> None:
    assert best(offers(replace(PLENTY, **changed))) == expected


@pytest.mark.parametrize("seed", range(20))
def test_a_sum_has_the_error_that_its_covariances_give(seed: int) -> None:
    dice = random.Random(seed)
    parts = [Came(dice.gauss(0, 5), math.hypot(dice.uniform(1, 3), shared := dice.uniform(0, 2)), shared) for _ in range(4)]
    own_errors = [math.sqrt(part.standard_error**2 - part.shared_error**2) for part in parts]
    variance = sum(
        (own_errors[i] ** 2 if i == j else 0) + parts[i].shared_error * parts[j].shared_error for i in range(4) for j in range(4)
    )
    found = together(parts)
    assert found.effect == pytest.approx(sum(part.effect for part in parts))
    assert found.standard_error == pytest.approx(math.sqrt(variance))
    # and sums of sums are the sum of all
    assert together([together(parts[:2]), together(parts[2:])]).standard_error == pytest.approx(found.standard_error)


def test_nothing_is_no_sum() -> None:
    with pytest.raises(ValueError, match="at least one effect"):
        together([])


@pytest.mark.parametrize(
    ("amount", "half", "said"),
    [(95_600, 54_500, 96_000), (150_100, 54_500, 150_000), (11_934, 8_200, 11_900), (0.0812, 0.012, 0.081), (7, 0, 7)],
)
def test_a_figure_has_no_more_digits_than_its_interval_allows(amount: float, half: float, said: float) -> None:
    assert as_sure(amount, half) == pytest.approx(said)


@pytest.mark.parametrize(
    ("chance", "verdict"), [(0.75, Verdict.REPEAT), (0.74, Verdict.UNCLEAR), (0.26, Verdict.UNCLEAR), (0.25, Verdict.STOP)]
)
def test_the_verdict_follows_the_chance(chance: float, verdict: Verdict) -> None:
    assert verdict_on(chance) is verdict


def test_the_chance_of_at_least_so_much() -> None:
    assert chance_of_at_least(10, 2, 10) == pytest.approx(0.5)
    assert chance_of_at_least(10, 2, 10 - 2 * 1.6448536269514722) == pytest.approx(0.95)
    assert [chance_of_at_least(10, 0, least) for least in (9, 10, 11)] == [1.0, 1.0, 0.0]
