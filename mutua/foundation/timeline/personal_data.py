"""What the timeline keeps of people: sentences with names, as they were known then."""

from __future__ import annotations

from mutua.foundation.privacy import personal
from mutua.foundation.timeline.models import TimelineEntry

personal(TimelineEntry, fields=["params", "actor_name"])
