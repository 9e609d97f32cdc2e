"""What a party needs, and how an account rates us."""

from __future__ import annotations

from django.db.models import QuerySet

from mutua.customers.models import Account, Need, Person, ValueRating
from mutua.foundation.access import Actor, visible_to
from mutua.foundation.access.prepared import prepared


def needs_of(actor: Actor, party: Account | Person) -> QuerySet[Need]:
    """Those that are open, the most important first."""
    return _in_order(visible_to(actor, Need.objects.filter(closed_on=None, **_of(party))))


@prepared
def open_needs(actor: Actor, account_id: int) -> QuerySet[Need]:
    """The same of an account, for its page."""
    return _in_order(visible_to(actor, Need.objects.filter(closed_on=None, account=account_id)))


def closed_needs_of(actor: Actor, party: Account | Person, limit: int = 50) -> list[Need]:
    """Those that are met or no longer wanted, the newest first."""
    return list(visible_to(actor, Need.objects.filter(closed_on__isnull=False, **_of(party))).order_by("-closed_on", "-pk")[:limit])


def ratings_of(actor: Actor, account: Account, limit: int = 400) -> list[ValueRating]:
    """Every rating, the newest first."""
    return list(visible_to(actor, ValueRating.objects.filter(account=account)).order_by("-rated_on", "-pk")[:limit])


def latest_ratings(actor: Actor, account_id: int) -> list[ValueRating]:
    """The newest rating of each component, in the order of the components."""
    order = list(ValueRating.Component.values)
    return sorted(_newest_of_each(actor, account_id), key=lambda rating: order.index(rating.component))


@prepared
def _newest_of_each(actor: Actor, account_id: int) -> QuerySet[ValueRating]:
    rows = visible_to(actor, ValueRating.objects.filter(account=account_id))
    return rows.order_by("component", "-rated_on", "-pk").distinct("component")


def _in_order(needs: QuerySet[Need]) -> QuerySet[Need]:
    return needs.order_by("-importance", "satisfaction", "pk")


def _of(party: Account | Person) -> dict[str, Account | Person]:
    return {"person": party} if isinstance(party, Person) else {"account": party}
