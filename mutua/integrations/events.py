"""What this domain announces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from mutua.foundation.events import Event


@dataclass(frozen=True)
class WebhookTried(Event):
    """Somebody asked for a trial: it goes to this endpoint alone, whatever that wants to hear."""

    name: ClassVar[str] = "integrations.webhook.tried"
    endpoint_id: int


@dataclass(frozen=True)
class WebhookChanged(Event):
    """A webhook was added, changed, switched, given up or given a new secret: `act` says which."""

    name: ClassVar[str] = "integrations.webhook.changed"
    endpoint_id: int
    act: str
