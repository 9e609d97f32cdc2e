"""How much is kept."""

from __future__ import annotations

from typing import Final

MOST_BYTES: Final = 25 * 1024 * 1024
MOST_A_RECORD: Final = 200
# A request has some words beside the file.
MOST_REQUEST: Final = MOST_BYTES + 64 * 1024
