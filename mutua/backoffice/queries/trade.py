"""What shipments show of who supplies whom."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from django.db.models import F, Max, Min, Sum

from mutua.backoffice.models import Shipment

YEAR = 365


def supplied_per_year(account_ids: Collection[int]) -> dict[tuple[int, int], Decimal]:
    """{(supplier, buyer): value a year}: all that was supplied, spread over the years from the first to the last promise, at least one.

    For deriving links, not for showing: it asks nobody's permission.
    """
    supplied = Shipment.objects.filter(account__in=account_ids, supplier__isnull=False).exclude(supplier=F("account"))
    sums = supplied.values_list("supplier", "account").annotate(value=Sum("value"), first=Min("promised_on"), last=Max("promised_on"))
    return {(s, a): (value * YEAR / max((last - first).days, YEAR)).quantize(Decimal("0.01")) for s, a, value, first, last in sums}
