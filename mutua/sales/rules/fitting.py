"""Which strategy a lead fits, and how far it fulfils what that strategy asks of a contact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

Answer = Literal["yes", "no", "unknown"]
ANSWERS: dict[bool | None, Answer] = {True: "yes", False: "no", None: "unknown"}


@dataclass(frozen=True)
class Candidate:
    """A strategy in force since a day. offering, segment: whether the lead asks for what it offers and belongs to whom it serves; None: not known."""

    strategy_id: int
    offering: bool | None
    segment: bool | None
    since: date

    @property
    def fits(self) -> bool:
        """Nothing speaks against it, and something for it."""
        return False not in (self.offering, self.segment) and True in (self.offering, self.segment)


def best(candidates: Iterable[Candidate]) -> int | None:
    """The strategy that most speaks for; among equals the one in force for longest, then the lower id: the same answer each time."""
    fitting = [one for one in candidates if one.fits]
    if not fitting:
        return None
    return min(fitting, key=lambda one: (-[one.offering, one.segment].count(True), one.since, one.strategy_id)).strategy_id


@dataclass(frozen=True)
class Asked:
    """One criterion with its answer. must: without a yes nobody is qualified."""

    question: str
    must: bool
    answer: Answer


Standing = Literal["qualified", "fails", "open", "unasked"]


def standing(asked: Sequence[Asked]) -> Standing:
    """qualified: every must is fulfilled; fails: one is not; open: one is not answered yet; unasked: nothing must be fulfilled."""
    answers = [one.answer for one in asked if one.must]
    if not answers:
        return "unasked"
    if "no" in answers:
        return "fails"
    return "open" if "unknown" in answers else "qualified"
