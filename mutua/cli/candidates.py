"""Candidates of a plan from a TOML file: what `mutua plan choose FILE` reads, without a database.

    budget = [300]                       # money by quarter; --budget takes its place
    hours = { "Our people" = [1500] }    # hours by team and quarter; --hours takes its place
    items = [
      { key = "A-CRP", account = "A", cost = 90, return = 170, hours = 420, requires = ["A-EDI"], ready = true },
    ]

Of an item: key and account; cost, return, customer_return (an amount, or a list by quarter from its start); hours (a number or a list, of the only
team, or a table by team); requires (keys); lasts (quarters, 0: within its quarter); ready_from (quarter, from 0); ready (false: its gate is
closed) and readiness (the ratio at which it would truly yield); lever; tier.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mutua.methods.portfolio import Candidate

TEAM = "Our people"
TOP = ("items", "budget", "hours", "discount_rate")
KEYS = (
    "key", "account", "cost", "return", "customer_return", "hours", "requires", "lasts", "ready", "ready_from", "readiness", "lever", "tier",
)  # fmt: skip


class WrongFile(Exception):
    """The file cannot be read as candidates; the sentence says which item is wrong, and how."""


@dataclass(frozen=True)
class Item:
    """One row of the file, with every amount as a list by quarter. readiness: the ratio at which it would truly yield, None where nobody said."""

    key: str
    account: str
    costs: list[float]
    returns: list[float]
    customer_returns: list[float] | None
    hours: dict[str, list[float]]
    requires: list[str] = field(default_factory=list)
    lasts: int = 0
    ready: bool = True
    ready_from: int = 0
    readiness: float | None = None
    lever: str | None = None
    tier: int | None = None

    def candidate(self, *, gated: bool = True) -> Candidate:
        from mutua.methods.portfolio import Candidate

        return Candidate(
            self.key,
            self.account,
            self.returns,
            self.costs,
            self.hours,
            requires=self.requires,
            lasts=self.lasts,
            ready_from=self.ready_from if self.ready or not gated else None,
            customer_returns=self.customer_returns,
            lever=self.lever,
        )

    @property
    def net(self) -> float:
        return sum(self.returns) - sum(self.costs)

    @property
    def true_net(self) -> float:
        """Without loss of performance, which a file does not know: ratio × return − cost."""
        return self.net if self.ready or self.readiness is None else self.readiness * sum(self.returns) - sum(self.costs)


@dataclass(frozen=True)
class Asked:
    """What the file says. budget, hours: None where it leaves them to the command."""

    items: list[Item]
    budget: list[float] | None
    hours: dict[str, list[float]] | None
    discount_rate: float

    @property
    def teams(self) -> list[str]:
        return sorted({team for item in self.items for team in item.hours})


def read_candidates(file: Path) -> Asked:
    """Raises WrongFile."""
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongFile(f"{file} is no TOML file: {error}.") from error
    _known(told, TOP, str(file))
    rows = told.get("items")
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise WrongFile(f"{file} has no list called items, with one table for each candidate.")
    items = [_item(row, place) for place, row in enumerate(rows, start=1)]
    budget = _row(told["budget"], "The budget") if "budget" in told else None
    hours = _teams(told["hours"], "The hours") if "hours" in told else None
    return Asked(items, budget, hours, _number(told.get("discount_rate", 0), "The discount rate"))


def _item(row: Mapping[str, Any], place: int) -> Item:
    name = f"Item {row.get('key') or place}"
    _known(row, KEYS, name)
    if missing := [key for key in ("key", "account", "cost", "return") if key not in row]:
        raise WrongFile(f"{name} does not say its {missing[0]}.")
    requires = row.get("requires", [])
    if not isinstance(requires, list):
        raise WrongFile(f"{name}: requires is a list of keys, not {requires!r}.")
    return Item(
        key=str(row["key"]),
        account=str(row["account"]),
        costs=_row(row["cost"], f"{name}: the cost"),
        returns=_row(row["return"], f"{name}: the return"),
        customer_returns=_row(row["customer_return"], f"{name}: the customer's return") if "customer_return" in row else None,
        hours=_teams(row.get("hours", {}), f"{name}: the hours"),
        requires=[str(key) for key in requires],
        lasts=_whole(row.get("lasts", 0), f"{name}: lasts"),
        ready=_yes_or_no(row.get("ready", True), f"{name}: ready"),
        ready_from=_whole(row.get("ready_from", 0), f"{name}: ready_from"),
        readiness=_number(row["readiness"], f"{name}: the readiness") if "readiness" in row else None,
        lever=str(row["lever"]) if row.get("lever") else None,
        tier=_whole(row["tier"], f"{name}: the tier") if "tier" in row else None,
    )


def _known(told: Mapping[str, Any], names: Iterable[str], what: str) -> None:
    for key in told:
        if key not in names:
            near = difflib.get_close_matches(key, list(names), n=1, cutoff=0.5)
            hint = f" Did you mean {near[0]}?" if near else f" Known: {', '.join(names)}."
            raise WrongFile(f"{what} says {key}, which nobody knows.{hint}")


def _teams(told: Any, what: str) -> dict[str, list[float]]:
    if isinstance(told, Mapping):
        return {str(team): _row(row, f"{what} of {team}") for team, row in told.items()}
    row = _row(told, what)
    return {TEAM: row} if any(row) else {}


def _row(told: Any, what: str) -> list[float]:
    return [_number(one, what) for one in told] if isinstance(told, list) else [_number(told, what)]


def _number(told: Any, what: str) -> float:
    if isinstance(told, bool) or not isinstance(told, int | float):
        raise WrongFile(f"{what} is a number, not {told!r}.")
    return float(told)


def _whole(told: Any, what: str) -> int:
    if isinstance(told, bool) or not isinstance(told, int) or told < 0:
        raise WrongFile(f"{what} is a whole number of 0 or more, not {told!r}.")
    return told


def _yes_or_no(told: Any, what: str) -> bool:
    if not isinstance(told, bool):
        raise WrongFile(f"{what} is true or false, not {told!r}.")
    return told
