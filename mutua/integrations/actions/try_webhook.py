"""A trial: one message to one endpoint, to see whether it arrives and whether its signature is understood."""

from __future__ import annotations

from django.db import transaction

from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.integrations.events import WebhookTried
from mutua.integrations.models import WebhookEndpoint
from mutua.integrations.queries.webhooks import endpoint_for


@transaction.atomic
def try_webhook(actor: Actor, endpoint_id: int) -> WebhookEndpoint:
    """It goes out even while the endpoint is switched off. Raises NotFound, NotAllowed."""
    require(actor, "integrations.webhook.edit")
    endpoint = endpoint_for(actor, endpoint_id)

    announce(WebhookTried(endpoint_id=endpoint.pk), actor=actor)
    return endpoint
