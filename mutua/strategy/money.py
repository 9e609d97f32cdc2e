"""The money of strategies: domains above register what was planned, spent and returned under them, so that strategy adds it up without knowing them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mutua.foundation.access import Actor

KINDS: dict[str, Any] = {
    "planned": _("Planned investment"),
    "spent": _("Spent"),
    "expected": _("Expected return"),
    "returned": _("Returned"),
}
SIDES: dict[str, Any] = {"us": _("us"), "them": _("them")}


@dataclass(frozen=True)
class Flow:
    """The sum of one kind under one strategy, on one side: what that side puts in (planned, spent) or gets (expected, returned)."""

    strategy_id: int
    currency: str
    kind: str
    side: str
    amount: Decimal


@dataclass(frozen=True)
class Paid:
    """One row under a sum."""

    title: str
    url: str
    amount: Decimal
    currency: str
    note: str = ""
    day: date | None = None
    account: Any = None


@dataclass(frozen=True)
class Purse:
    """Where the money of one kind and side stands, a row an amount.

    rows: those that the actor sees and that count. strategy, currency: their columns. amount: an expression over the row's columns.
    newest: the order of a list. show: one row for the list; it finds its amount as `row.money`.
    """

    kind: str
    side: str
    needs: str
    rows: Callable[[Actor], QuerySet[Any]]
    amount: Any
    show: Callable[[Any], Paid]
    strategy: str = "strategy_id"
    currency: str = "currency"
    newest: tuple[str, ...] = ("-pk",)


_purses: dict[tuple[str, str], Purse] = {}


def keeps_money(purse: Purse) -> None:
    """Register. Raises LookupError for a kind or side that there is not."""
    if purse.kind not in KINDS or purse.side not in SIDES:
        raise LookupError(f"{purse.kind} of {purse.side} is no money of a strategy. There are {', '.join(KINDS)} of {' and '.join(SIDES)}.")
    _purses[purse.kind, purse.side] = purse


def purses() -> list[Purse]:
    return [_purses[place] for place in sorted(_purses)]


def purse_of(kind: str, side: str) -> Purse | None:
    return _purses.get((kind, side))
