"""What is not kept as text: what PostgreSQL cannot hold, asked before it refuses with an error, and what no person would read."""

from __future__ import annotations

from typing import Final

LONGEST: Final = 20_000  # characters of one free text, some seven printed pages; what is longer belongs into a file


def is_storable(text: str) -> bool:
    """False for the null character and for half a surrogate pair: JSON and addresses can carry them, no text column can."""
    if "\x00" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
