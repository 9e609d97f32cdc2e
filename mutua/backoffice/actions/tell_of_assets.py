"""After an import of assets: one event with the accounts that it is about."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from mutua.backoffice.events import AssetsImported
from mutua.backoffice.models import Asset
from mutua.foundation.access import Actor
from mutua.foundation.events import announce


@transaction.atomic
def tell_of_assets(actor: Actor, run_id: int, asset_ids: Collection[int]) -> None:
    """Tell once that assets came; `asset_ids`: those that are new or changed."""
    accounts = Asset.objects.filter(pk__in=asset_ids, account__isnull=False).order_by("account_id")
    announce(AssetsImported(run_id=run_id, account_ids=tuple(accounts.values_list("account_id", flat=True).distinct())), actor=actor)
