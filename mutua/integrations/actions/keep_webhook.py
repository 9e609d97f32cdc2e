"""Adding an endpoint, and changing one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, require
from mutua.foundation.egress import check_address
from mutua.foundation.events import announce
from mutua.foundation.events.event import known_events
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.filling import fill
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.integrations.events import WebhookChanged
from mutua.integrations.models import WebhookDelivery, WebhookEndpoint
from mutua.integrations.queries.webhooks import endpoint_for
from mutua.integrations.rules.wanting import unknown
from mutua.integrations.tasks import deliver_webhook

FIELDS = ("name", "url", "event_names", "is_on")
MOST = 50


@transaction.atomic
def add_webhook(actor: Actor, **values: Any) -> WebhookEndpoint:
    """The new endpoint. values: any of FIELDS. Raises NotAllowed, Refused."""
    require(actor, "integrations.webhook.edit")
    if WebhookEndpoint.objects.filter(ended_at=None).count() >= MOST:
        raise Refused(_("There are %(most)s webhooks already. Give one up first. Nothing was saved.") % {"most": MOST})
    return _keep(actor, WebhookEndpoint(), values, "added")


@transaction.atomic
def edit_webhook(actor: Actor, endpoint_id: int, *, version: int | None, **values: Any) -> WebhookEndpoint:
    """The endpoint with these values; once it is switched on again, what waited for it goes out. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    require(actor, "integrations.webhook.edit")
    endpoint = locked(endpoint_for(actor, endpoint_id), version)
    was_on = endpoint.is_on
    kept = _keep(actor, endpoint, values, "changed")
    if kept.is_on and not was_on:
        waiting = kept.deliveries.filter(state=WebhookDelivery.State.WAITING).order_by("pk")
        deliver_webhook.defer_many({"delivery_id": number} for number in waiting.values_list("pk", flat=True).iterator())
    return kept


def _keep(actor: Actor, endpoint: WebhookEndpoint, values: dict[str, Any], act: str) -> WebhookEndpoint:
    fill(endpoint, values, FIELDS)
    endpoint.url = check_address(endpoint.url)
    endpoint.event_names = _checked(endpoint.event_names)
    if endpoint.is_on:
        endpoint.off_reason = ""
    store(endpoint)

    announce(WebhookChanged(endpoint_id=endpoint.pk, act=act), actor=actor)
    return endpoint


def _checked(patterns: Iterable[str]) -> list[str]:
    wanted = sorted({pattern.strip() for pattern in patterns if pattern.strip()})
    if not wanted:
        raise Refused(_("Say which events it wants to hear; * is all of them. Nothing was saved."), field="event_names")
    if misspelt := unknown(wanted, known_events()):
        names = ", ".join(misspelt)
        raise Refused(
            _("No event is called %(names)s. Nothing was saved; the reference of events lists them.") % {"names": names},
            field="event_names",
        )
    return wanted
