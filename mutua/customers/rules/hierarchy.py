"""Which account may stand under which."""

from __future__ import annotations

from collections.abc import Sequence

DEEPEST = 12


def makes_a_circle(account_id: int | None, parent_line: Sequence[int]) -> bool:
    """Whether the account would become its own forebear. parent_line: the new parent, its parent, and so on up."""
    return account_id is not None and account_id in parent_line


def is_too_deep(parent_line: Sequence[int]) -> bool:
    """Whether one more storey below `parent_line` would be deeper than anybody can read."""
    return len(parent_line) >= DEEPEST
