"""What webhooks tell the tests that watch over all domains: see tests/guarding.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mutua.foundation import days
from mutua.foundation.events.models import EventRow
from mutua.integrations.models import WebhookDelivery
from mutua.integrations.queries import webhooks
from mutua.integrations.tests.making import make_webhook
from tests.guarding import Guarded

if TYPE_CHECKING:
    from tests.matrix.world import World


def share(world: World) -> None:
    endpoint = make_webhook(url="https://warehouse.example/hook", event_names=["sales.territory.changed"])
    of = {"territory_id": world.ids["territory_id"]["ada"], "act": "added"}
    told = EventRow.objects.create(name="sales.territory.changed", payload=of, at=days.now())
    given_up = WebhookDelivery.objects.create(
        endpoint=endpoint, event=told, event_name=told.name, message_id="msg_matrix", state="dead", created_at=days.now()
    )
    world.shared(endpoint_id=endpoint, webhook_id=endpoint, delivery_id=given_up)


GUARDED = Guarded(
    share=share,
    sent={
        "webhooks/new/": lambda its: {"name": "ERP", "url": "https://erp.example/hook", "event_names": "sales.*", "is_on": "on"},
        "webhooks/<int:endpoint_id>/edit/": lambda its: {"name": "ERP", "url": "https://erp.example/hook", "event_names": "*", "is_on": "on"},
    },
    json={
        ("post", "api/v1/webhooks"): lambda its: {"name": "ERP", "url": "https://erp.example/hook", "event_names": ["sales.*"]},
        ("patch", "api/v1/webhooks/<int:webhook_id>"): lambda its: {"name": "ERP"},
    },
    makes=frozenset({"webhooks/new/", "webhooks/<int:endpoint_id>/try/", "api/v1/webhooks", "api/v1/webhooks/<int:webhook_id>/trial"}),
    once=frozenset(
        {"webhooks/<int:endpoint_id>/again/", "webhooks/deliveries/<int:delivery_id>/again/", "api/v1/webhook-deliveries/<int:delivery_id>/again"}
    ),
    direct=lambda world: {
        "webhooks": lambda: webhooks.endpoints_seen(world.cast.mia),
        "what was sent to webhooks": lambda: webhooks.deliveries_seen(world.cast.mia),
    },
    never_deleted={"integrations.WebhookEndpoint": "It is given up; what went there stays told."},
    no_fields={"integrations.WebhookEndpoint": "An address and what it wants to hear."},
)  # fmt: skip
