"""A segment has other members: what is planned for all of them is planned for those who joined, and no more for those who left."""

from __future__ import annotations

from mutua.foundation.access import flow_actor
from mutua.foundation.events import when
from mutua.relationships.actions.keep_segment_items import keep_segment_items
from mutua.strategy.events import SegmentRecomputed

FLOW = "segment members get its items"


@when(SegmentRecomputed)
def segment_members_get_its_items(event: SegmentRecomputed) -> None:
    keep_segment_items(flow_actor(FLOW), event.segment_id)
