"""What shipments show of who supplies whom."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from django.db.models import Count, F, Max, Min, Sum

from mutua.backoffice.models import Shipment
from mutua.foundation.money import Money

YEAR = 365


def supplied_per_year(account_ids: Collection[int]) -> dict[tuple[int, int], Money]:
    """{(supplier, buyer): value a year}: all that was supplied, spread over the years from the first to the last promise, at least one.

    Where a pair trades in several currencies, what most of its shipments are in: two currencies do not add up. For deriving links, not for showing: it asks nobody's permission.
    """
    supplied = Shipment.objects.filter(account__in=account_ids, supplier__isnull=False).exclude(supplier=F("account"))
    sums = (
        supplied.values_list("supplier", "account", "currency")
        .annotate(value=Sum("value"), first=Min("promised_on"), last=Max("promised_on"), n=Count("pk"))
        .order_by("n", "-currency")
    )
    # The last one wins: the most shipments, of as many the first in the alphabet.
    return {
        (supplier, account): Money((value * YEAR / max((last - first).days, YEAR)).quantize(Decimal("0.01")), currency)
        for supplier, account, currency, value, first, last, _n in sums
        if value is not None
    }
