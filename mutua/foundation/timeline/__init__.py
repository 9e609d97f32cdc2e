"""What happened to a record, in sentences, newest first. See README.md."""

from mutua.foundation.timeline.kinds import line_kind
from mutua.foundation.timeline.narrowing import Narrowing
from mutua.foundation.timeline.reading import Page, entries_for
from mutua.foundation.timeline.subjects import subject
from mutua.foundation.timeline.touchpoints import label_touchpoints_with
from mutua.foundation.timeline.writing import Entry, write_entries, write_for_each

__all__ = ["Entry", "Narrowing", "Page", "entries_for", "label_touchpoints_with", "line_kind", "subject", "write_entries", "write_for_each"]
