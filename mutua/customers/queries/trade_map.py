"""The trading partners of an account on both sides, with what each means to the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum

from mutua.customers.models import Account, TradingLink
from mutua.customers.queries.accounts import accounts_seen
from mutua.customers.queries.trading import trading_links_of
from mutua.customers.rules.trade import curve, dependence, widths
from mutua.foundation.access import Actor, visible_to

MOST = 200
Trade = dict[tuple[int, str], Decimal]  # account and currency → all its known trade in it, bought and sold


@dataclass(frozen=True)
class Partner:
    """One line of the map. ours: the part of the account's known trade in this currency; theirs: of the partner's, None where the partner is not the looker's to see. seen: whether its page is the looker's."""

    link: Any
    account: Account
    seen: bool
    d: str
    width: float
    ours: Decimal | None
    theirs: Decimal | None


@dataclass(frozen=True)
class TradeMap:
    """suppliers stand left, buyers right; the largest value first. cut: whether there are more than are drawn."""

    suppliers: list[Partner]
    buyers: list[Partner]
    cut: bool

    @property
    def partners(self) -> list[Partner]:
        return [*self.suppliers, *self.buyers]


def trade_map(actor: Actor, account: Account) -> TradeMap:
    """Three queries, whatever the number of partners. Dependence counts only trade that the looker sees."""
    links = trading_links_of(actor, account, MOST + 1)
    drawn = links[:MOST]
    partners = [_other(link, account) for link in drawn]
    trade = _all_trade(actor, {account.pk, *(partner.pk for partner in partners)})
    seen = set(accounts_seen(actor).filter(pk__in=[partner.pk for partner in partners]).values_list("pk", flat=True))
    sides = [[link for link in drawn if link.supplier_id != account.pk], [link for link in drawn if link.supplier_id == account.pk]]
    thick = dict(zip([link.pk for link in drawn], _thickness(drawn), strict=True))
    left, right = (
        [
            Partner(
                link, partner := _other(link, account), partner.pk in seen, curve(row, len(side), leftwards=leftwards), thick[link.pk],
                dependence(link.value_per_year, trade.get((account.pk, link.currency))),
                dependence(link.value_per_year, trade.get((partner.pk, link.currency))) if partner.pk in seen else None,
            )
            for row, link in enumerate(side)
        ]
        for side, leftwards in zip(sides, (True, False), strict=True)
    )  # fmt: skip
    return TradeMap(left, right, cut=len(links) > MOST)


def _other(link: TradingLink, account: Account) -> Account:
    return link.buyer if link.supplier_id == account.pk else link.supplier


def _thickness(links: Sequence[TradingLink]) -> list[float]:
    """Within each currency of its own: thickness compares amounts, and two currencies cannot be compared."""
    found: dict[int, float] = {}
    for currency in {link.currency for link in links}:
        alike = [link for link in links if link.currency == currency]
        found |= dict(zip([link.pk for link in alike], widths([link.value_per_year for link in alike]), strict=True))
    return [found[link.pk] for link in links]


def _all_trade(actor: Actor, account_ids: Collection[int]) -> Trade:
    rows = visible_to(actor, TradingLink.objects.filter(supplier__deleted_at=None, buyer__deleted_at=None))
    rows = rows.filter(Q(supplier__in=account_ids) | Q(buyer__in=account_ids), value_per_year__isnull=False).order_by()
    trade: Trade = defaultdict(Decimal)
    for supplier, buyer, currency, value in rows.values("supplier", "buyer", "currency").annotate(value=Sum("value_per_year")).values_list(
        "supplier", "buyer", "currency", "value"
    ):  # fmt: skip
        trade[supplier, currency] += value
        trade[buyer, currency] += value
    return trade
