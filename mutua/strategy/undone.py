"""What of strategies goes with a record that an import had brought and that is taken out again: whoever belongs to a segment is worked out."""

from __future__ import annotations

from mutua.foundation.imports.undoing.uses import goes_along

goes_along("strategy.SegmentMember")
