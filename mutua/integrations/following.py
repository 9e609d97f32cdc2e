"""Every event that an endpoint wants to hear becomes a delivery, in the transaction of the event: none is lost, none is told of what never happened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.crypto import salted_hmac

from mutua.foundation.events import Event, follow
from mutua.integrations.events import WebhookTried
from mutua.integrations.models import WebhookDelivery, WebhookEndpoint
from mutua.integrations.rules.wanting import wants
from mutua.integrations.tasks import deliver_webhook

BATCH = 5_000


@follow
def events_are_delivered(told: Sequence[tuple[int, Event]], at: datetime) -> None:
    endpoints = list(WebhookEndpoint.objects.filter(ended_at=None).values_list("pk", "event_names", "is_on"))
    rows = [
        WebhookDelivery(
            endpoint_id=endpoint_id, event_id=number, event_name=event.name, message_id=_message_id(endpoint_id, number), created_at=at
        )
        for number, event in told
        for endpoint_id, patterns, is_on in endpoints
        if (event.endpoint_id == endpoint_id if isinstance(event, WebhookTried) else is_on and wants(patterns, event.name))
    ]
    made = WebhookDelivery.objects.bulk_create(rows, batch_size=BATCH)
    deliver_webhook.defer_many({"delivery_id": one.pk} for one in made)


def _message_id(endpoint_id: int, number: int) -> str:
    """Always the same for this event and endpoint, never that of another installation, and silent about how many there are."""
    return "msg_" + salted_hmac("mutua.webhook.message", f"{endpoint_id}.{number}", algorithm="sha256").hexdigest()[:40]
