"""Two versions side by side: what stands in one only, what in both, and which words differ."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Status = Literal["same", "changed", "added", "removed"]


@dataclass(frozen=True)
class Piece:
    """Some words of a text; differs: whether the other side has others in this place."""

    text: str
    differs: bool = False


@dataclass(frozen=True)
class Row:
    """One line of the comparison; an empty side has nothing of it."""

    label: str
    left: list[Piece]
    right: list[Piece]
    status: Status


def apart(left: str, right: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces, word by word, those that differ marked; joined again each gives its text."""
    ours, theirs = _words(left), _words(right)
    found: tuple[list[Piece], list[Piece]] = ([], [])
    for tag, i, j, k, m in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        for side, words in ((found[0], ours[i:j]), (found[1], theirs[k:m])):
            if words:
                side.append(Piece("".join(words), tag != "equal"))
    return found


def rows(left: Mapping[str, str], right: Mapping[str, str]) -> list[Row]:
    """label → text on each side; first the labels of the left in their order, then those that only the right has."""
    return [_row(label, left.get(label, ""), right.get(label, "")) for label in dict.fromkeys([*left, *right])]


def _row(label: str, left: str, right: str) -> Row:
    if left == right:
        return Row(label, [Piece(left)], [Piece(right)], "same")
    if not left or not right:
        return Row(label, [Piece(left, True)] if left else [], [Piece(right, True)] if right else [], "added" if right else "removed")
    return Row(label, *apart(left, right), "changed")


def _words(text: str) -> list[str]:
    return re.findall(r"\S+\s*|\s+", text)
