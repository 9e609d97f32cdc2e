"""Opening a touchpoint: from now on we say what an account and we do there, and how well."""

from __future__ import annotations

from django.db import transaction

from mutua.customers.queries.accounts import account_for
from mutua.foundation.access import Actor, require
from mutua.relationships.models import ON_TIME_IN_FULL, AccountTouchpoint, PerformanceMeasure
from mutua.relationships.queries.catalogue import touchpoint_named

PROXY = "our own schedule"


@transaction.atomic
def open_touchpoint(actor: Actor, account_id: int, key: str) -> AccountTouchpoint:
    """The touchpoint of this account; the same one when it is open already. Raises NotFound, NotAllowed.

    Where the catalogue measures on time in full, the measure starts by proxy: any early day, no late one, complete.
    """
    account = account_for(actor, account_id)
    touchpoint = touchpoint_named(actor, key)
    require(actor, "relationships.touchpoint.edit", account)

    at, _created = AccountTouchpoint.everything.get_or_create(
        account=account, touchpoint=touchpoint, defaults={"owner_id": account.owner_id, "our_person_id": account.owner_id}
    )
    if ON_TIME_IN_FULL in touchpoint.measures:
        PerformanceMeasure.everything.get_or_create(account_touchpoint=at, key=ON_TIME_IN_FULL, defaults=_by_proxy())
    return at


def open_touchpoints(actor: Actor, account_ids: list[int], key: str) -> int:
    """`open_touchpoint` for many accounts that this actor sees, set-wise. Returns how many were new."""
    from mutua.customers.queries.accounts import accounts_seen

    touchpoint = touchpoint_named(actor, key)
    require(actor, "relationships.touchpoint.edit")
    with transaction.atomic():
        closed = accounts_seen(actor).filter(pk__in=account_ids).exclude(touchpoints__touchpoint=touchpoint)
        new = [
            AccountTouchpoint(account_id=number, touchpoint=touchpoint, owner_id=owner, our_person_id=owner)
            for number, owner in closed.order_by("pk").values_list("pk", "owner_id")
        ]
        AccountTouchpoint.objects.bulk_create(new)
        if ON_TIME_IN_FULL in touchpoint.measures:
            PerformanceMeasure.objects.bulk_create(
                PerformanceMeasure(account_touchpoint=at, key=ON_TIME_IN_FULL, **_by_proxy()) for at in new
            )
    return len(new)


def _by_proxy() -> dict[str, object]:
    counted = PerformanceMeasure.CountedFrom.SHIPMENTS
    return {"name": "On time in full", "counted_from": counted, "is_proxy": True, "proxy_name": PROXY}
