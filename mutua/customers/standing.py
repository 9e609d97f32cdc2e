"""What higher domains know of an account in figures: holdings, exposure, open deals. Registered downwards, rolled up over a company's tree.

A figure is one amount for each account and currency; a figure without a currency is a count. Nothing here adds two currencies.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from mutua.customers.queries.accounts import accounts_seen
from mutua.foundation.access import Actor, may
from mutua.foundation.access.hidden import hidden_keys

COUNT = ""


@dataclass(frozen=True)
class Amount:
    """What one account stands at. currency: ISO 4217, or COUNT for a number of things."""

    account_id: int
    amount: Decimal
    currency: str = COUNT


Ask = Callable[[Actor, Collection[int]], Iterable[Amount]]


@dataclass(frozen=True)
class Figure:
    """ask(actor, account_ids): the amounts of these accounts as far as this actor sees what they are made of, in one query whatever their number."""

    key: str
    title: Any
    order: int
    needs: str
    ask: Ask


_figures: dict[str, Figure] = {}


def account_figure(*, key: str, title: Any, order: int, needs: str) -> Callable[[Ask], Ask]:
    """Register a figure; import its module in AppConfig.ready(). Orders: spend 10, holdings 20, exposure 30, open deals 40, cases 50. needs: a permission."""

    def register(ask: Ask) -> Ask:
        _figures[key] = Figure(key, title, order, needs, ask)
        return ask

    return register


def figures_for(actor: Actor) -> list[Figure]:
    """The figures that this actor may look at, in order."""
    return [figure for figure in sorted(_figures.values(), key=lambda figure: (figure.order, figure.key)) if may(actor, figure.needs)]


@account_figure(key="spend", title=_("Spend with us per year"), order=10, needs="customers.account.view")
def spend(actor: Actor, account_ids: Collection[int]) -> Iterable[Amount]:
    if "spend" in hidden_keys(actor, "account"):
        return []
    rows = accounts_seen(actor).filter(pk__in=account_ids, spend_per_year__isnull=False)
    known = rows.values_list("pk", "spend_per_year", "currency")
    return [Amount(account, spent, currency) for account, spent, currency in known if spent is not None]
