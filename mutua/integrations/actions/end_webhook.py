"""Giving up an endpoint: nothing more goes there."""

from __future__ import annotations

from django.db import transaction

from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.locking import locked
from mutua.integrations.events import WebhookChanged
from mutua.integrations.models import WebhookDelivery, WebhookEndpoint
from mutua.integrations.queries.webhooks import endpoint_for


@transaction.atomic
def end_webhook(actor: Actor, endpoint_id: int, *, version: int | None) -> WebhookEndpoint:
    """What waits for it is given up with it. Raises NotFound, NotAllowed, StaleVersion."""
    require(actor, "integrations.webhook.edit")
    endpoint = locked(endpoint_for(actor, endpoint_id), version)

    endpoint.ended_at, endpoint.is_on = days.now(), False
    endpoint.save(update_fields=["ended_at", "is_on"])
    endpoint.deliveries.filter(state=WebhookDelivery.State.WAITING).update(state=WebhookDelivery.State.DEAD)

    announce(WebhookChanged(endpoint_id=endpoint.pk, act="given up"), actor=actor)
    return endpoint
