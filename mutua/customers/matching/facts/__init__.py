"""Small lists of facts about names and addresses, each a text file that says what its lines mean."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def lines(name: str) -> tuple[str, ...]:
    """The lines of facts/<name>.txt without remarks and empty ones."""
    text = (files(__package__) / f"{name}.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))


@cache
def words(name: str) -> frozenset[str]:
    """All words of the list."""
    return frozenset(word for line in lines(name) for word in line.split())


@cache
def first_of_line(name: str) -> dict[str, str]:
    """{each word of a line: the first word of that line}; a word that stands twice keeps its first line."""
    found: dict[str, str] = {}
    for line in lines(name):
        first, *others = line.split()
        for word in (first, *others):
            found.setdefault(word, first)
    return found
