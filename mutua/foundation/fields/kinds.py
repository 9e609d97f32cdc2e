"""Which kinds of records take custom fields: domains register theirs, with the words for them."""

from __future__ import annotations

from typing import Any

_kinds: dict[str, Any] = {}


def takes_custom_fields(record_kind: str, title: Any) -> None:
    """title: the plural, as shown: Accounts."""
    _kinds[record_kind] = title


def kinds_with_custom_fields() -> dict[str, Any]:
    return dict(_kinds)
