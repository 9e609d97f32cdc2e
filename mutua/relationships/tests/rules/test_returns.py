from __future__ import annotations

import random
from decimal import Decimal as D
from typing import Any

import pytest

from mutua.relationships.rules.returns import amounts_of, net_of, returns_of, scaled, unsplit

GIVEN: dict[str, Any] = {
    "us": {
        "sales": {"likely": [900, 900]},
        "margin": {"low": [10, 20], "likely": [30, 40], "high": [50, 60]},
        "cost": {"likely": ["5.50"]},
    },
    "them": {"cost": {"likely": [7]}},
}


def test_net_return_is_margin_and_savings_and_never_sales() -> None:
    returns = returns_of(GIVEN)
    assert net_of(returns, "us") == [D("35.50"), D(40)]
    assert net_of(returns, "us", "low") == [D("15.50"), D(20)]  # savings have no low of their own: the likely ones stand for it
    assert net_of(returns, "us", "high") == [D("55.50"), D(60)]
    assert net_of(returns, "them") == [D(7)]
    assert amounts_of(returns, "us", "sales") == [D(900), D(900)]


def test_nothing_entered_is_nothing_and_not_zero() -> None:
    assert returns_of({"us": {"margin": {"likely": []}}}) == {}
    assert net_of({}, "us") == []


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"we": {}}, "know us, them, and not we"),
        ({"us": {"profit": {}}}, "know sales, margin, cost, and not profit"),
        ({"us": {"margin": {"maybe": [1]}}}, "know low, likely, high, and not maybe"),
        ({"us": {"margin": {"low": [1]}}}, "likely margin is missing"),
        ({"us": {"margin": {"low": [1, 2], "likely": [3]}}}, "as many quarters as the likely one: 1, not 2"),
        ({"us": {"margin": {"low": [1, 4], "likely": [3, 3]}}}, "likely margin of quarter 2 has to lie between"),
        ({"us": {"cost": {"likely": [3], "high": [2]}}}, "likely cost of quarter 1 has to lie between"),
        ({"us": {"cost": {"likely": ["much"]}}}, "lists of amounts"),
        ({"us": {"cost": {"likely": ["NaN"]}}}, "too large"),
        ({"us": {"cost": [3]}}, "each with what belongs to it"),
    ],
)
def test_what_is_wrong_gets_a_sentence(given: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        returns_of(given)


@pytest.mark.parametrize("seed", range(20))
def test_what_was_never_split_is_margin_and_its_totals_are_kept_to_the_cent(seed: int) -> None:
    dice = random.Random(seed)
    likely = [D(dice.randint(0, 10_000)) / 100 for _quarter in range(dice.randint(1, 6))]
    low, high = sum(likely) * D("0.613"), sum(likely) * D("1.377")
    low, high = low.quantize(D("0.01")), high.quantize(D("0.01"))
    returns = returns_of({"us": unsplit(likely, low, high)})
    assert net_of(returns, "us") == likely
    assert (sum(net_of(returns, "us", "low")), sum(net_of(returns, "us", "high"))) == (low, high)


def test_a_share_of_all_amounts() -> None:
    assert scaled(returns_of(GIVEN), D("0.5"))["us"]["margin"]["high"] == ["25.00", "30.00"]
