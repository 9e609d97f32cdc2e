"""What PostgreSQL cannot keep as text, asked before it refuses with an error."""

from __future__ import annotations


def is_storable(text: str) -> bool:
    """False for the null character and for half a surrogate pair: JSON and addresses can carry them, no text column can."""
    if "\x00" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
