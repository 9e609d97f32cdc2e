"""What becomes of a touchpoint's performance when a party steps up before it is ready, and what that costs. All exact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

UNREADY_LEVEL = Fraction(3, 4)  # where a wholly unready step up ends: 99 % complete and on time became 75 %
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Stakes:
    """What failing costs at a touchpoint. each: value of one occasion; shares 0 to 1.

    lost: share of the failed value that is never bought; margin: what we would have earned on it; charge_back: penalty on the failed value.
    """

    occasions: int
    each: Decimal
    lost: Decimal = Decimal("0.20")
    margin: Decimal = Decimal("0.25")
    charge_back: Decimal = Decimal("0.03")


@dataclass(frozen=True)
class Price:
    """The yearly price of going from one level of performance to another; money to the cent."""

    level: Fraction
    failed_before: Fraction
    failed_after: Fraction
    lost_margin: Decimal
    charge_backs: Decimal

    @property
    def before(self) -> float:
        return float(self.failed_before)

    @property
    def after(self) -> float:
        return float(self.failed_after)

    @property
    def loss(self) -> Decimal:
        return self.lost_margin + self.charge_backs


def expected_level(present: Fraction, ratio: Fraction) -> Fraction:
    """Performance after a step up at this readiness ratio: 0.75 + (present − 0.75) × ratio, for measures that are shares.

    A prior, until the company has data of its own. What lies under 75 % already is not expected to rise by stepping up unready.
    """
    for share in (present, ratio):
        if not 0 <= share <= 1:
            raise ValueError(f"A share lies between 0 and 1, not at {float(share)}.")
    return min(present, UNREADY_LEVEL + (present - UNREADY_LEVEL) * ratio)


def improved_level(present: Fraction, sizes: Iterable[Decimal]) -> Fraction:
    """Performance where both are ready and these effects come, for measures that are shares: never under 0 nor over 1."""
    return min(Fraction(1), max(Fraction(0), present + sum((Fraction(size) for size in sizes), Fraction(0))))


def price_of(present: Fraction, level: Fraction, stakes: Stakes) -> Price:
    """What a year at `level` costs against a year at `present`."""
    before = (1 - present) * stakes.occasions
    after = (1 - level) * stakes.occasions
    value = (after - before) * Fraction(stakes.each)
    lost = value * Fraction(stakes.lost) * Fraction(stakes.margin)
    return Price(level, before, after, cents(lost), cents(value * Fraction(stakes.charge_back)))


def expected_net(investment: Decimal, returns: Decimal, ratio: Fraction, loss: Decimal) -> Decimal:
    """What an item truly yields at this readiness: ratio × return − cost − expected loss of performance."""
    return cents(ratio * Fraction(returns) - Fraction(investment) - Fraction(loss))


def expected_returns(returns: Sequence[Decimal], ratio: Fraction, loss: Decimal) -> tuple[Decimal, ...]:
    """The returns by quarter at this readiness, to the cent: ratio × each, with a year's expected loss taken off where the item starts.

    Their sum less the investment is `expected_net`.
    """
    total = cents(ratio * Fraction(sum(returns, Decimal(0))) - Fraction(loss))
    later = [cents(ratio * Fraction(amount)) for amount in returns[1:]]
    return (total - sum(later, Decimal(0)), *later)


def cents(amount: Fraction) -> Decimal:
    """An exact amount, rounded half up to the cent."""
    return (Decimal(amount.numerator) / Decimal(amount.denominator)).quantize(CENT, ROUND_HALF_UP)
