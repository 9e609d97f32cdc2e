"""Noting trade: what supplied goods show of who supplies whom, many at once."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction

from mutua.customers.models import TradingLink
from mutua.foundation import days
from mutua.foundation.access import Actor, require

Pair = tuple[int, int]


@transaction.atomic
def note_trade(actor: Actor, source: str, worth: Mapping[Pair, Decimal], currency: str) -> int:
    """Make or bring up to date the supply links of `worth`: {(supplier, buyer): value per year}. Returns how many changed.

    A link that a person entered or removed is left as the person wants it.
    """
    require(actor, "customers.account.edit")
    links = TradingLink.everything.filter(
        supplier__in={s for s, _b in worth}, buyer__in={b for _s, b in worth}, kind=TradingLink.Kind.SUPPLIES
    )
    known = {(link.supplier_id, link.buyer_id): link for link in links}
    new = [
        TradingLink(supplier_id=supplier, buyer_id=buyer, value_per_year=value, currency=currency, source=source)
        for (supplier, buyer), value in worth.items()
        if (supplier, buyer) not in known and supplier != buyer
    ]
    changed = []
    for pair, link in known.items():
        if pair in worth and link.source and link.deleted_at is None and link.value_per_year != worth[pair]:
            link.value_per_year, link.version, link.updated_at = worth[pair], link.version + 1, days.now()
            changed.append(link)
    TradingLink.everything.bulk_create(new)
    TradingLink.everything.bulk_update(changed, ["value_per_year", "version", "updated_at"])
    return len(new) + len(changed)
