"""A statement in pieces, so that the words which answer a question can be marked where they stand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Span:
    """A piece of a statement; question: what it answers, or ""."""

    text: str
    question: str = ""


def spans(statement: str, answers: Mapping[str, str]) -> list[Span]:
    """The whole statement in order. Where two answers overlap, the one that begins first is marked."""
    found: list[Span] = []
    at = 0
    for start, end, question in sorted(_places(statement, answers)):
        if start >= at:
            found += [Span(statement[at:start]), Span(statement[start:end], question)]
            at = end
    return [span for span in [*found, Span(statement[at:])] if span.text]


def _places(statement: str, answers: Mapping[str, str]) -> list[tuple[int, int, str]]:
    places = []
    for question, answer in answers.items():
        words = [re.escape(word) for word in answer.strip(" .,;:!?\n").split()]
        match = re.search(r"\s+".join(words), statement, re.IGNORECASE) if words else None
        if match:
            places.append((match.start(), match.end(), question))
    return places
