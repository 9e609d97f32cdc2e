"""What webhooks keep of people: an event that is theirs on its way, and what a receiver said of it."""

from __future__ import annotations

from django.db.models import Q

from mutua.foundation.privacy import belongs, mentioned, nothing_personal, personal
from mutua.integrations.models import WebhookDelivery, WebhookEndpoint


def _of_events(numbers: list[int]) -> Q:
    merged = Q(event__payload__merged_id__in=numbers, event__name__startswith="customers.person.")
    return Q(event__payload__person_id__in=numbers) | merged


nothing_personal(WebhookEndpoint)
personal(WebhookDelivery, fields=["tries"])
belongs(WebhookDelivery, rows=_of_events)
mentioned(WebhookDelivery)
