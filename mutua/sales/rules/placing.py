"""In which territory an account lies, where the rules of several would have it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def deepest_first(parents: Mapping[int, int | None]) -> list[int]:
    """Territories in the order in which they are asked: the deepest in the tree first, of equally deep ones the older.

    parents: territory → the one above. What is narrower is more particular: “Northern clinics” is asked before “North”.
    """

    def depth(one: int) -> int:
        line: list[int] = []
        above = parents.get(one)
        while above is not None and above not in line:
            line.append(above)
            above = parents.get(above)
        return len(line)

    return sorted(parents, key=lambda one: (-depth(one), one))


def placed(matching: Iterable[tuple[int, Iterable[int]]]) -> dict[int, int]:
    """Account → territory. matching: each territory with the accounts that its rule fits, in the order in which they are asked."""
    found: dict[int, int] = {}
    for territory, accounts in matching:
        for account in accounts:
            found.setdefault(account, territory)
    return found
