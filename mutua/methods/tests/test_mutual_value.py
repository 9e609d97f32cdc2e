"""Scenario 8 (vendor-managed inventory), recomputed term by term with exact fractions."""

from __future__ import annotations

from fractions import Fraction

import pytest

from mutua.methods.mutual_value import net_present_value, transfer_for

SUPPLIER = [-220, 90, 110, 120]
CUSTOMER = [-60, -10, 20, 25]


def exactly(flows: list[int]) -> Fraction:
    return sum((flow / Fraction(11, 10) ** period for period, flow in enumerate(flows)), Fraction(0))


@pytest.mark.parametrize(("flows", "published"), [(SUPPLIER, 42.89), (CUSTOMER, -33.78)])
def test_each_side_as_published(flows: list[int], published: float) -> None:
    assert round(net_present_value(flows, 0.1), 2) == published
    assert net_present_value(flows, 0.1) == pytest.approx(float(exactly(flows)), abs=1e-12)


def test_both_sides_together() -> None:
    joint = [ours + theirs for ours, theirs in zip(SUPPLIER, CUSTOMER, strict=True)]
    assert round(net_present_value(joint, 0.1), 2) == 9.11


def test_the_transfer_brings_the_customer_to_zero() -> None:
    amount = transfer_for(CUSTOMER, 0.1, [1, 2, 3])
    assert round(amount, 2) == 13.58
    paid = [CUSTOMER[0], *(flow + amount for flow in CUSTOMER[1:])]
    assert net_present_value(paid, 0.1) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(("flows", "rate"), [([], 0.1), ([1.0, float("nan")], 0.1), ([1.0], -1.0)])
def test_bad_input_is_refused(flows: list[float], rate: float) -> None:
    with pytest.raises(ValueError, match="has to be"):
        net_present_value(flows, rate)


def test_a_transfer_in_no_period_is_refused() -> None:
    with pytest.raises(ValueError, match="positions from 0 to 3"):
        transfer_for(CUSTOMER, 0.1, [4])
