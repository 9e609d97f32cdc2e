"""What a party needs, and how an account rates us."""

from __future__ import annotations

from django.db.models import QuerySet

from mutua.customers.models import Account, Need, Person, ValueRating
from mutua.foundation.access import Actor, visible_to


def needs_of(actor: Actor, party: Account | Person) -> QuerySet[Need]:
    """The most important first."""
    of_party = {"person": party} if isinstance(party, Person) else {"account": party}
    return visible_to(actor, Need.objects.filter(**of_party)).order_by("-importance", "satisfaction", "pk")


def latest_ratings(actor: Actor, account: Account) -> list[ValueRating]:
    """The newest rating of each component, in the order of the components."""
    rows = visible_to(actor, ValueRating.objects.filter(account=account)).order_by("component", "-rated_on", "-pk").distinct("component")
    order = list(ValueRating.Component.values)
    return sorted(rows, key=lambda rating: order.index(rating.component))
