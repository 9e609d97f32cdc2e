"""A new signing secret; the former one stays valid beside it for a day, so that the receiver can change over."""

from __future__ import annotations

from django.db import transaction

from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.locking import locked
from mutua.integrations.events import WebhookChanged
from mutua.integrations.models import WebhookEndpoint
from mutua.integrations.models.webhook_endpoint import new_salt
from mutua.integrations.queries.webhooks import endpoint_for


@transaction.atomic
def renew_secret(actor: Actor, endpoint_id: int, *, version: int | None) -> WebhookEndpoint:
    """Raises NotFound, NotAllowed, StaleVersion."""
    require(actor, "integrations.webhook.edit")
    endpoint = locked(endpoint_for(actor, endpoint_id), version)

    endpoint.former_salt, endpoint.salt, endpoint.salted_at = endpoint.salt, new_salt(), days.now()
    endpoint.save(update_fields=["former_salt", "salt", "salted_at"])

    announce(WebhookChanged(endpoint_id=endpoint.pk, act="given a new secret"), actor=actor)
    return endpoint
