"""The trading partners of an account."""

from __future__ import annotations

from django.db.models import F, Q

from mutua.customers.models import Account, TradingLink
from mutua.foundation.access import Actor, visible_to


def trading_links_of(actor: Actor, account: Account, limit: int = 200) -> list[TradingLink]:
    """Links to living accounts on either side, the largest value first. The partner's name may be told; its page may not be the actor's."""
    rows = visible_to(
        actor, TradingLink.objects.filter(Q(supplier=account) | Q(buyer=account), supplier__deleted_at=None, buyer__deleted_at=None)
    )
    return list(rows.select_related("supplier", "buyer").order_by(F("value_per_year").desc(nulls_last=True), "pk")[:limit])
