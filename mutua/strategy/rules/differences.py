"""Two versions side by side: what stands in one only, what in both, and which words differ."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
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


def rows(left: Sequence[tuple[str, str]], right: Sequence[tuple[str, str]]) -> list[Row]:
    """(label, text) on each side; first the labels of the left in their order, then those that only the right has.

    Several lines may have one label: those with the same text belong together, the others by their order.
    """
    return [row for label in dict.fromkeys(name for name, _text in (*left, *right)) for row in _of_label(label, left, right)]


def _of_label(label: str, left: Sequence[tuple[str, str]], right: Sequence[tuple[str, str]]) -> list[Row]:
    ours, theirs = ([text for name, text in side if name == label] for side in (left, right))
    same = list((Counter(ours) & Counter(theirs)).elements())
    for text in same:
        ours.remove(text)
        theirs.remove(text)
    return [_row(label, text, text) for text in same] + [_row(label, *pair) for pair in zip_longest(ours, theirs, fillvalue="")]


def _row(label: str, left: str, right: str) -> Row:
    if left == right:
        return Row(label, [Piece(left)], [Piece(right)], "same")
    if not left or not right:
        return Row(label, [Piece(left, True)] if left else [], [Piece(right, True)] if right else [], "added" if right else "removed")
    return Row(label, *apart(left, right), "changed")


def _words(text: str) -> list[str]:
    return re.findall(r"\S+\s*|\s+", text)
