"""The currency in which this installation keeps its books."""

from __future__ import annotations

from django.conf import settings


def default_currency() -> str:
    return str(settings.DEFAULT_CURRENCY)
