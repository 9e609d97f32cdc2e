"""Opening a touchpoint for many accounts at once, as after an import."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from mutua.customers.queries.accounts import accounts_seen
from mutua.foundation.access import Actor, require
from mutua.relationships.actions.open_touchpoint import by_proxy
from mutua.relationships.models import ON_TIME_IN_FULL, AccountTouchpoint, PerformanceMeasure
from mutua.relationships.queries.catalogue import touchpoint_named


@transaction.atomic
def open_touchpoints(actor: Actor, account_ids: Collection[int], key: str) -> int:
    """`open_touchpoint` in a fixed number of statements; returns how many were not open yet. Raises NotFound, NotAllowed.

    Somebody may open one of them at the same moment: what stands there already is left as it is.
    """
    touchpoint = touchpoint_named(actor, key)
    require(actor, "relationships.touchpoint.edit")
    seen = accounts_seen(actor).filter(pk__in=account_ids)

    closed = seen.exclude(touchpoints__touchpoint=touchpoint).order_by("pk").values_list("pk", "owner_id")
    new = [AccountTouchpoint(account_id=number, touchpoint=touchpoint, owner_id=owner, our_person_id=owner) for number, owner in closed]
    AccountTouchpoint.objects.bulk_create(new, ignore_conflicts=True)
    if ON_TIME_IN_FULL in touchpoint.measures:
        unmeasured = AccountTouchpoint.objects.filter(touchpoint=touchpoint, account__in=seen).exclude(measures__key=ON_TIME_IN_FULL)
        measures = [PerformanceMeasure(account_touchpoint=at, key=ON_TIME_IN_FULL, **by_proxy()) for at in unmeasured.order_by("pk")]
        PerformanceMeasure.objects.bulk_create(measures, ignore_conflicts=True)
    return len(new)
