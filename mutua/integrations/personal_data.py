"""What webhooks keep of people: nothing but the event, which keeps it itself."""

from __future__ import annotations

from mutua.foundation.privacy import personal
from mutua.integrations.models import WebhookDelivery, WebhookEndpoint

personal(WebhookEndpoint, fields=[])
personal(WebhookDelivery, fields=[])
