"""Endpoints, and what was sent to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from mutua.foundation.access import Actor, find, visible_to
from mutua.integrations.models import WebhookDelivery, WebhookEndpoint

SHOWN = 100


@dataclass(frozen=True)
class Deliveries:
    """rows: the newest, `SHOWN` at most. counts: how many there are, by state."""

    rows: Sequence[WebhookDelivery]
    counts: dict[str, int]

    @property
    def known(self) -> int:
        return sum(self.counts.values())


def endpoints_seen(actor: Actor) -> QuerySet[WebhookEndpoint]:
    """Those that were not given up, each with how many deliveries wait and how many were given up."""
    seen = visible_to(actor, WebhookEndpoint.objects.filter(ended_at=None))
    return seen.annotate(
        waiting=Count("deliveries", filter=Q(deliveries__state=WebhookDelivery.State.WAITING)),
        dead=Count("deliveries", filter=Q(deliveries__state=WebhookDelivery.State.DEAD)),
    )


def endpoint_for(actor: Actor, endpoint_id: int) -> WebhookEndpoint:
    """Raises NotFound."""
    return find(visible_to(actor, WebhookEndpoint.objects.filter(ended_at=None)), pk=endpoint_id)


def deliveries_seen(actor: Actor) -> QuerySet[WebhookDelivery]:
    return visible_to(actor, WebhookDelivery.objects.all()).select_related("endpoint")


def deliveries_to(actor: Actor, endpoint: WebhookEndpoint, state: str = "") -> Deliveries:
    """state: one of WebhookDelivery.State; anything else asks for all."""
    seen = deliveries_seen(actor).filter(endpoint=endpoint)
    counts = dict(seen.order_by().values_list("state").annotate(Count("pk")))
    asked = seen.filter(state=state) if state in WebhookDelivery.State.values else seen
    return Deliveries(list(asked[:SHOWN]), counts)


def delivery_for(actor: Actor, delivery_id: int) -> WebhookDelivery:
    """Raises NotFound."""
    return find(deliveries_seen(actor).select_related("event"), pk=delivery_id)
