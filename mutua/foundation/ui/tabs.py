"""One tab of a page or one saved view of a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Tab:
    """label: shown; count: a small figure or a phrase beside it; about: the count is an estimate."""

    label: Any
    url: str
    current: bool = False
    count: int | str | None = None
    icon: str = ""
