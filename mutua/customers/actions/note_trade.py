"""Noting trade: what supplied goods show of who supplies whom, many at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db import transaction

from mutua.customers.models import TradingLink
from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.money import Money

Pair = tuple[int, int]


@transaction.atomic
def note_trade(actor: Actor, source: str, worth: Mapping[Pair, Money], *, forget_others_of: Collection[int] = ()) -> int:
    """Make or bring up to date the supply links of `worth`: {(supplier, buyer): value per year}. Returns how many changed.

    A link that a person entered or removed is left as the person wants it. forget_others_of: of these buyers, links that were noted and
    that nothing shows any more go.
    """
    require(actor, "customers.account.edit")
    links = TradingLink.everything.filter(
        supplier__in={s for s, _b in worth}, buyer__in={b for _s, b in worth}, kind=TradingLink.Kind.SUPPLIES
    )
    known = {(link.supplier_id, link.buyer_id): link for link in links}
    new = [
        TradingLink(supplier_id=supplier, buyer_id=buyer, value_per_year=value.amount, currency=value.currency, source=source)
        for (supplier, buyer), value in worth.items()
        if (supplier, buyer) not in known and supplier != buyer
    ]
    changed = []
    for pair, link in known.items():
        if pair not in worth or not link.source or link.deleted_at is not None:
            continue
        if (link.value_per_year, link.currency) != (worth[pair].amount, worth[pair].currency):
            link.value_per_year, link.currency = worth[pair].amount, worth[pair].currency
            link.version, link.updated_at = link.version + 1, days.now()
            changed.append(link)
    TradingLink.everything.bulk_create(new)
    TradingLink.everything.bulk_update(changed, ["value_per_year", "currency", "version", "updated_at"])
    noted = TradingLink.objects.filter(buyer__in=forget_others_of, kind=TradingLink.Kind.SUPPLIES, source_key="").exclude(source="")
    gone = [link.pk for link in noted if (link.supplier_id, link.buyer_id) not in worth]
    TradingLink.everything.filter(pk__in=gone).delete()
    return len(new) + len(changed) + len(gone)
