"""What a plan is worth to each side, and the transfer that keeps the customer whole."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from mutua.relationships.rules.worth import Dated, worth_of

SUPPLIER = (-220, 90, 110, 120)
CUSTOMER = (-60, -10, 20, 25)


def yearly(side: str, flows: tuple[int, ...], month: int = 1) -> list[Dated]:
    return [(side, date(2026 + year, month, 1), Decimal(flow)) for year, flow in enumerate(flows)]


def test_vendor_managed_inventory_at_ten_percent() -> None:
    """The figures of methods.md: +42.89, −33.78, joint +9.11; 13.58 a year over years 1 to 3."""
    worth = worth_of(yearly("us", SUPPLIER) + yearly("customer", CUSTOMER), 0.10)
    assert worth is not None
    assert (worth.value.us, worth.value.customer, worth.value.joint) == (Decimal("42.89"), Decimal("-33.78"), Decimal("9.11"))
    assert worth.no_customer_benefit
    assert worth.transfer is not None
    assert (worth.transfer.amount, worth.transfer.times, worth.transfer.every) == (Decimal("13.58"), 3, "year")


def test_the_transfer_brings_the_customer_to_zero() -> None:
    worth = worth_of(yearly("us", SUPPLIER) + yearly("customer", CUSTOMER), 0.10)
    assert worth is not None
    assert worth.transfer is not None
    paid = sum(float(worth.transfer.amount) / 1.1**year for year in (1, 2, 3))
    assert abs(paid - 33.78) < 0.02


def test_an_entry_between_years_makes_it_quarterly() -> None:
    worth = worth_of([("customer", date(2026, 1, 1), Decimal(-100)), ("customer", date(2026, 7, 1), Decimal(50))], 0.21)
    assert worth is not None
    # half a year at 21 % a year is 10 %
    assert worth.value.customer == Decimal("-54.55")
    assert worth.transfer is not None
    assert (worth.transfer.times, worth.transfer.every) == (2, "quarter")


def test_who_gains_needs_no_transfer_and_nothing_is_worth_nothing() -> None:
    worth = worth_of(yearly("customer", (5,)), 0.1)
    assert worth is not None
    assert (worth.no_customer_benefit, worth.transfer) == (False, None)
    assert worth_of([], 0.1) is None


def test_a_customer_at_exactly_nothing_loses_nothing() -> None:
    worth = worth_of(yearly("us", (5,)) + yearly("customer", (-10, 11)), 0.1)
    assert worth is not None
    assert (worth.value.customer, worth.no_customer_benefit, worth.transfer) == (Decimal("0.00"), False, None)
    nothing = worth_of(yearly("us", (5,)), 0.1)
    assert nothing is not None
    assert not nothing.no_customer_benefit


def test_a_single_loss_now_cannot_be_paid_for_later() -> None:
    worth = worth_of(yearly("customer", (-5,)), 0.1)
    assert worth is not None
    assert (worth.no_customer_benefit, worth.transfer) == (True, None)


amounts = st.decimals(min_value=-(10**9), max_value=10**9, places=2)
dated = st.tuples(st.sampled_from(["us", "customer", "partner"]), st.dates(date(2020, 1, 1), date(2032, 1, 1)), amounts)


@given(st.lists(dated, min_size=1, max_size=40), st.floats(0, 0.5))
def test_joint_is_the_sum_of_the_sides_to_the_cent(entries: list[Dated], rate: float) -> None:
    """P9."""
    worth = worth_of(entries, rate)
    assert worth is not None
    assert worth.value.joint == worth.value.us + worth.value.customer + worth.value.partner
    assert worth.value.joint == worth.value.joint.quantize(Decimal("0.01"))
    if rate == 0:
        for side in ("us", "customer", "partner"):
            assert abs(getattr(worth.value, side) - sum((amount for who, _day, amount in entries if who == side), Decimal(0))) < Decimal(
                "0.01"
            )
