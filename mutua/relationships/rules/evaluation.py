"""Which comparisons the data allow to say what an activity brought, what each assumes, and what follows from what came out."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Design(StrEnum):
    """In the order of what they assume, the least first."""

    TRIAL = "trial"
    ADJUSTED = "adjusted"
    NEVER_TREATED = "never-treated"
    NOT_YET_TREATED = "not-yet-treated"
    MATCHED = "matched"
    BEFORE_AFTER = "before-after"


class Verdict(StrEnum):
    REPEAT = "repeat"
    STOP = "stop"
    UNCLEAR = "unclear"


class Lack(StrEnum):
    """Why the data do not allow a design; with the number that there is and the number that it needs."""

    NONE = ""
    TREATED = "treated"
    CONTROLS = "controls"
    LATER = "later"
    BEFORE = "before"
    AFTER = "after"
    ALWAYS = "always"


# Fewest that a number may be built on; simulated in methods/tests/test_effects.py (a single account against few others holds its
# promise, but its interval is then so wide that nothing can be decided).
TREATED, TREATED_ADJUSTED, CONTROLS, CONTROLS_ADJUSTED, MATCHES = 2, 10, 8, 20, 8
MONTHS_BEFORE, MONTHS_AFTER = 6, 3
# A chance of having paid for itself above the one is repeated, under the other stopped.
LIKELY, UNLIKELY = 0.75, 0.25


@dataclass(frozen=True)
class Allowance:
    """What there is to compare with. treated: accounts that began. controls: that never did; later: that began later than some other one.

    matches: controls as large before. months_before, months_after: for the account that has the fewest.
    """

    treated: int
    controls: int
    later: int
    matches: int
    months_before: int
    months_after: int


@dataclass(frozen=True)
class Offer:
    """A design, and whether the data allow it: what lacks, how much there is and how much it needs."""

    design: Design
    lack: Lack = Lack.NONE
    has: int = 0
    wants: int = 0

    @property
    def is_allowed(self) -> bool:
        return self.lack is Lack.NONE


def offers(data: Allowance) -> list[Offer]:
    """Every design, the one that assumes least first; before/after is among them to say why not."""
    time = [(Lack.BEFORE, data.months_before, MONTHS_BEFORE), (Lack.AFTER, data.months_after, MONTHS_AFTER)]
    return [
        Offer(Design.TRIAL),
        _offer(
            Design.ADJUSTED,
            [(Lack.TREATED, data.treated, TREATED_ADJUSTED), (Lack.CONTROLS, data.controls, CONTROLS_ADJUSTED), *time],
        ),
        _offer(Design.NEVER_TREATED, [(Lack.TREATED, data.treated, TREATED), (Lack.CONTROLS, data.controls, CONTROLS), *time]),
        _offer(Design.NOT_YET_TREATED, [(Lack.TREATED, data.treated, TREATED), (Lack.LATER, data.later, CONTROLS), *time]),
        _offer(Design.MATCHED, [(Lack.CONTROLS, data.matches, MATCHES), *time]),
        Offer(Design.BEFORE_AFTER, Lack.ALWAYS),
    ]


def best(found: Iterable[Offer]) -> Design | None:
    """The allowed design that assumes least; a trial is only offered, for nobody but a person knows of one."""
    return next((offer.design for offer in found if offer.is_allowed and offer.design is not Design.TRIAL), None)


@dataclass(frozen=True)
class Pulled:
    """A shrunk effect with its error, and the probability of being the best of all of them."""

    effect: float
    error: float
    best: float


@dataclass(frozen=True)
class Came:
    """What came, with its error: that of its own, and the part that it shares with all that is compared with the same accounts."""

    effect: float
    standard_error: float
    shared_error: float = 0.0
    degrees: int | None = None


def together(parts: Sequence[Came]) -> Came:
    """The sum. What each errs by itself adds up in squares; what they share errs in the same direction, and adds up as it is. ValueError on none."""
    if not parts:
        raise ValueError("There has to be at least one effect to add up.")
    own = math.fsum(part.standard_error**2 - part.shared_error**2 for part in parts)
    shared = math.fsum(part.shared_error for part in parts)
    degrees = [part.degrees for part in parts if part.degrees is not None]
    effect = math.fsum(part.effect for part in parts)
    return Came(effect, math.sqrt(max(own, 0.0) + shared**2), shared, min(degrees) if degrees else None)


def chance_of_at_least(effect: float, error: float, least: float) -> float:
    """The chance that a normal quantity with this mean and error is at least so much."""
    if error <= 0:
        return float(effect >= least)
    return 0.5 * math.erfc((least - effect) / (error * math.sqrt(2)))


def as_sure(amount: float, half_width: float) -> float:
    """The figure with no more digits than its interval allows: two of the half width. 95,600 ± 54,500 is said as 96,000."""
    if not half_width > 0 or not math.isfinite(half_width):
        return amount
    step = 10.0 ** (math.floor(math.log10(half_width)) - 1)
    return round(amount / step) * step


def verdict_on(chance_paid: float) -> Verdict:
    if chance_paid >= LIKELY:
        return Verdict.REPEAT
    return Verdict.STOP if chance_paid <= UNLIKELY else Verdict.UNCLEAR


def _offer(design: Design, asked: Sequence[tuple[Lack, int, int]]) -> Offer:
    lacking = next((one for one in asked if one[1] < one[2]), None)
    return Offer(design) if lacking is None else Offer(design, *lacking)
