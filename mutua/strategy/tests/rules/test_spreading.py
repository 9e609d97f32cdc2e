from __future__ import annotations

from decimal import Decimal

import pytest

from mutua.strategy.rules.spreading import spread


@pytest.mark.parametrize(
    ("amount", "parts", "expected"), [("100", 3, ["33.34", "33.33", "33.33"]), ("0.02", 3, ["0.01", "0.01", "0.00"]), ("7", 1, ["7.00"])]
)
def test_an_amount_is_spread_to_the_cent(amount, parts, expected):
    assert spread(Decimal(amount), parts) == [Decimal(one) for one in expected]


@pytest.mark.parametrize("parts", range(1, 21))
def test_nothing_of_it_is_lost(parts):
    amount = Decimal("100000.07")
    assert sum(spread(amount, parts)) == amount


def test_over_nothing_is_refused():
    with pytest.raises(ValueError, match="one part at least"):
        spread(Decimal(1), 0)
