"""Which events an endpoint wants to hear."""

from __future__ import annotations

from collections.abc import Iterable


def wants(patterns: Iterable[str], name: str) -> bool:
    """A name, `sales.*` for all that begin with `sales.`, or `*`."""
    return any(pattern in ("*", name) or (pattern.endswith(".*") and name.startswith(pattern[:-1])) for pattern in patterns)


def unknown(patterns: Iterable[str], names: Iterable[str]) -> list[str]:
    """The patterns that none of these names fits, in order: misspelt ones would be silent for ever."""
    known = list(names)
    return sorted({pattern for pattern in patterns if not any(wants([pattern], name) for name in known)})
