"""What events keep of people: what they carry, and the name of who acted."""

from __future__ import annotations

from mutua.foundation.events.models import EventRow
from mutua.foundation.privacy import personal

personal(EventRow, fields=["payload", "actor_name"])
