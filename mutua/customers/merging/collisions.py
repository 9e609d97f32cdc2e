"""What happens where both records have what only one may have: said by the domain that keeps the promise.

Rows of the merged record that collide stay with it: they are remembered and come back with it. What hangs on such a row may be united
with the survivor's row (`unites`); or one value of it gives way (`both_have(…, Then.GIVE_WAY)`), and it moves all the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Any


class Then(Enum):
    STAY = "stay"
    GIVE_WAY = "give way"


@dataclass(frozen=True)
class Rule:
    """then: what the merged record's row does; values: what gives way, {column: value}."""

    then: Then
    values: dict[str, Any] = field(default_factory=dict)


_rules: dict[str, Rule] = {}
_uniting: set[str] = set()


def both_have(constraint: str, then: Then, **values: Any) -> None:
    """constraint: the name of a unique constraint with a reference to a party, or of a check that two parties differ."""
    _rules[constraint] = Rule(then, values)


def unites(label: str, *constraints: str) -> None:
    """What hangs on a row of this model ("relationships.AccountTouchpoint") goes to the survivor's row where both have one; the row itself stays.

    constraints: unique ones by which such rows, when they hang on rows that are united, may collide in their turn; they stay then.
    """
    _uniting.add(label)
    for name in constraints:
        both_have(name, Then.STAY)


def rule_for(constraint: str) -> Rule:
    """Staying loses nothing, so it holds where nobody has said anything; a guard test asks that somebody does."""
    return _rules.get(constraint, Rule(Then.STAY))


def is_declared(constraint: str) -> bool:
    return constraint in _rules


def is_united(label: str) -> bool:
    return label in _uniting
