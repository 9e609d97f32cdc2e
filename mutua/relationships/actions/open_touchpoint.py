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

    at: AccountTouchpoint
    at, _created = AccountTouchpoint.everything.get_or_create(
        account=account, touchpoint=touchpoint, defaults={"owner_id": account.owner_id, "our_person_id": account.owner_id}
    )
    if ON_TIME_IN_FULL in touchpoint.measures:
        PerformanceMeasure.everything.get_or_create(account_touchpoint=at, key=ON_TIME_IN_FULL, defaults=by_proxy())
    return at


def by_proxy() -> dict[str, object]:
    counted = PerformanceMeasure.CountedFrom.SHIPMENTS
    return {"name": "On time in full", "counted_from": counted, "is_proxy": True, "proxy_name": PROXY}
