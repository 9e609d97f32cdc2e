"""The signing secrets of an endpoint: worked out from its salt and the key of the installation, and stored nowhere."""

from __future__ import annotations

from datetime import timedelta

from django.utils.crypto import salted_hmac

from mutua.foundation import days
from mutua.integrations.models import WebhookEndpoint

BOTH_VALID = timedelta(days=1)


def secret_of(salt: str) -> bytes:
    return salted_hmac("mutua.webhook", salt, algorithm="sha256").digest()


def secrets_of(endpoint: WebhookEndpoint) -> list[bytes]:
    """The present one; within a day of the change the former one, too."""
    is_new = endpoint.salted_at is not None and days.now() - endpoint.salted_at < BOTH_VALID
    return [secret_of(salt) for salt in ([endpoint.salt, endpoint.former_salt] if is_new else [endpoint.salt])]
