"""Who has to approve a plan, and what the answers of a round amount to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Answer(StrEnum):
    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Rule:
    """Whoever is named in it approves plans with a budget of so much or more."""

    from_budget: Decimal
    currency: str

    def asks_for(self, budget: Decimal, currency: str) -> bool:
        """Amounts in two currencies cannot be compared: then rather one person too many is asked than one too few."""
        return currency != self.currency or budget >= self.from_budget


def outcome(answers: Iterable[str]) -> Answer:
    """Of the seats of one round: one refusal sends the plan back, and all have to approve. WITHDRAWN: nobody is asked (any more)."""
    given = list(answers)
    if Answer.REFUSED in given:
        return Answer.REFUSED
    if not given or Answer.WITHDRAWN in given:
        return Answer.WITHDRAWN
    return Answer.WAITING if Answer.WAITING in given else Answer.APPROVED


def is_own(user_id: int | None, *makers: int | None) -> bool:
    """Whether this person made the plan: set its money and hours, or put it to the others. Nobody approves its own."""
    return user_id is not None and user_id in makers
