"""How much is taken in at once."""

from __future__ import annotations

from typing import Final

MOST_BYTES: Final = 200 * 1024 * 1024
KEPT_DAYS: Final = 30  # uploaded files are removed after so many days; rows, issues and counts stay
PREVIEW_ROWS: Final = 2_000
