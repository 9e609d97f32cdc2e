from __future__ import annotations

from decimal import Decimal as D
from fractions import Fraction

import pytest

from mutua.relationships.rules.expectation import UNREADY_LEVEL, Stakes, expected_level, expected_net, price_of

ALDER = Stakes(occasions=5200, each=D(4000))
PRESENT = Fraction(99, 100)


def test_scenario_one_expected() -> None:
    level = expected_level(PRESENT, Fraction(1, 5))
    price = price_of(PRESENT, level, ALDER)
    assert level == Fraction(798, 1000)
    assert (price.failed_before, price.failed_after) == (52, Fraction("1050.4"))
    assert price.loss == D("319488.00")


def test_scenario_one_at_worst() -> None:
    price = price_of(PRESENT, UNREADY_LEVEL, ALDER)
    assert price.failed_after == 1300
    assert (price.lost_margin, price.charge_backs, price.loss) == (D("249600.00"), D("149760.00"), D("399360.00"))


def test_whoever_is_ready_keeps_what_it_has() -> None:
    assert expected_level(PRESENT, Fraction(1)) == PRESENT


def test_stepping_up_unready_is_never_expected_to_help() -> None:
    assert expected_level(Fraction(6, 10), Fraction(0)) == Fraction(6, 10)


def test_scenario_six_nets_minus_136_at_readiness_one_fifth() -> None:
    assert expected_net(D(220), D(420), Fraction(1, 5), D(0)) == D("-136.00")


def test_a_share_above_one_is_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        expected_level(Fraction(99), Fraction(1))
