"""Webhooks for tests."""

from __future__ import annotations

from typing import Any

from mutua.integrations.models import WebhookEndpoint


def make_webhook(**values: Any) -> WebhookEndpoint:
    """Everything, to an address in the network of the test."""
    return WebhookEndpoint.objects.create(**{"name": "Warehouse", "url": "http://127.0.0.1:9/", "event_names": ["*"], **values})
