"""Sending once more what was given up, when what stood in its way is mended."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, find, require
from mutua.foundation.records.errors import Refused
from mutua.integrations.models import WebhookDelivery
from mutua.integrations.queries.webhooks import deliveries_seen, endpoint_for
from mutua.integrations.tasks import deliver_webhook


@transaction.atomic
def send_again(actor: Actor, delivery_id: int) -> WebhookDelivery:
    """Raises NotFound, NotAllowed, Refused."""
    require(actor, "integrations.webhook.edit")
    delivery = find(deliveries_seen(actor).select_for_update(of=("self",)), pk=delivery_id)
    if delivery.state != WebhookDelivery.State.DEAD:
        raise Refused(_("This was taken or is about to go out. Nothing was changed. Load the page again."))
    if delivery.endpoint.ended_at is not None:
        raise Refused(_("This webhook was given up; nothing goes there any more. Nothing was changed."))

    _put_back([delivery])
    return delivery


@transaction.atomic
def send_all_again(actor: Actor, endpoint_id: int) -> int:
    """Everything that was given up for this endpoint; how many. Raises NotFound, NotAllowed."""
    require(actor, "integrations.webhook.edit")
    endpoint = endpoint_for(actor, endpoint_id)
    dead = list(deliveries_seen(actor).filter(endpoint=endpoint, state=WebhookDelivery.State.DEAD).select_for_update(of=("self",)))

    _put_back(dead)
    return len(dead)


def _put_back(deliveries: list[WebhookDelivery]) -> None:
    for one in deliveries:
        one.state, one.attempts, one.unreachable_at = WebhookDelivery.State.WAITING, 0, None
    WebhookDelivery.objects.bulk_update(deliveries, ["state", "attempts", "unreachable_at"], batch_size=1_000)
    deliver_webhook.defer_many({"delivery_id": one.pk} for one in sorted(deliveries, key=lambda one: one.pk))
