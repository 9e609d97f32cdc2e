"""Deals, as the person who looks may see them."""

from __future__ import annotations

from django.db.models import QuerySet

from mutua.foundation.access import Actor, find, visible_to
from mutua.sales.models import Opportunity

WITH = ("stage__pipeline", "account", "product", "owner", "strategy")


def opportunities_seen(actor: Actor) -> QuerySet[Opportunity]:
    return visible_to(actor, Opportunity.objects.all())


def opportunity_for(actor: Actor, opportunity_id: int) -> Opportunity:
    """One living deal with all that its page names. Raises NotFound."""
    return find(opportunities_seen(actor).select_related(*WITH), pk=opportunity_id)
