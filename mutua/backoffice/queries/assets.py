"""Assets of the customers whom the person who looks may see."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q, QuerySet

from mutua.backoffice.models import Asset
from mutua.backoffice.models.party import Party, of_party
from mutua.backoffice.rules.warranty import warranty_on
from mutua.foundation import days
from mutua.foundation.access import Actor, find, visible_to


def assets_seen(actor: Actor) -> QuerySet[Asset]:
    """Assets with `in_warranty`, as rules/warranty.py has it, counted by today."""
    today = days.today()
    begun = Q(warranty_from=None) | Q(warranty_from__lte=today)
    return visible_to(actor, Asset.objects.all()).annotate(in_warranty=begun & Q(warranty_until__isnull=False, warranty_until__gte=today))


def asset_for(actor: Actor, asset_id: int) -> Asset:
    """One asset with its `.warranty`. Raises NotFound."""
    return with_warranty([find(assets_seen(actor).select_related("account", "person", "household", "product", "order"), pk=asset_id)])[0]


def assets_of(actor: Actor, party: Party, limit: int) -> tuple[list[Asset], int]:
    """The newest, each with its `.warranty`, and how many there are in all. Two queries."""
    its = assets_seen(actor).filter(of_party(party))
    newest = its.select_related("product").order_by(F("shipped_on").desc(nulls_last=True), "-pk")[:limit]
    found = with_warranty(list(newest))
    return found, len(found) if len(found) < limit else its.count()


def with_warranty(assets: list[Any]) -> list[Any]:
    today = days.today()
    for asset in assets:
        asset.warranty = warranty_on(today, asset.warranty_from, asset.warranty_until)
    return assets
