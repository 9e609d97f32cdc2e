"""What a person saw of the executive page at the visit before this one."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from mutua.foundation import days
from mutua.foundation.access import Actor
from mutua.strategy.models import SummaryLook

ONE_VISIT = timedelta(hours=1)


@dataclass(frozen=True)
class Before:
    """What this person saw at the end of the visit before."""

    at: datetime
    facts: dict[str, Any]


def before_this_visit(actor: Actor) -> Before | None:
    """None at a first visit. Looks less than an hour apart are one visit. One query."""
    look = SummaryLook.objects.filter(user=actor.user_id).first() if actor.user_id is not None else None
    if look is None:
        return None
    if look.looked_at < days.now() - ONE_VISIT:
        return Before(look.looked_at, look.facts)
    return Before(look.before_at, look.before or {}) if look.before_at is not None else None


def digest_of(facts: dict[str, Any]) -> str:
    """The same for the same facts, on every machine."""
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
