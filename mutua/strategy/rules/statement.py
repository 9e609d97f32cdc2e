"""Whether a strategy statement says what it must: at most three sentences that answer four questions.

The author marks which words answer which question. What is marked has to stand in the statement, has to say something of its own, and
no two questions may share one answer, whole or as a part of another. A machine cannot know whether an answer is good; it can see that
there is none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

QUESTIONS = ("who", "value_to_them", "value_to_us", "what_we_do")
MOST_SENTENCES = 3
FEWEST_WORDS = {"who": 1, "value_to_them": 2, "value_to_us": 2, "what_we_do": 2}

# Words that name nobody, promise nothing and do nothing, however often they stand in strategies.
_HOLLOW = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "in",
        "for",
        "to",
        "our",
        "their",
        "we",
        "be",
        "is",
        "are",
        "and",
        "or",
        "with",
        "as",
        "best",
        "leading",
        "great",
        "excellent",
        "excellence",
        "partner",
        "preferred",
        "world",
        "class",
        "number",
        "one",
        "first",
        "choice",
        "everyone",
        "everybody",
        "all",
        "customers",
        "customer",
    ]
)
_END = re.compile(r"(?<=[.!?…])[\"”’)]*\s+(?=\S)")
# A full stop after these does not end a sentence.
_SHORT = re.compile(r"\b(?:e\.g|i\.e|etc|approx|no|vs|Mr|Mrs|Dr|Inc|Ltd|Co)\.$", re.IGNORECASE)


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong. code: "empty", "too_long", "unanswered", "not_in_statement", "hollow" or "shared"; question: which of the four."""

    code: str
    question: str = ""
    detail: str = ""


def check_statement(statement: str, answers: Mapping[str, str]) -> list[Finding]:
    """What is missing from the statement; an empty list when it passes. answers: question → the words that answer it."""
    if not statement.strip():
        return [Finding("empty")]
    findings = []
    count = len(sentences(statement))
    if count > MOST_SENTENCES:
        findings.append(Finding("too_long", detail=str(count)))
    for question in QUESTIONS:
        findings += _check_answer(question, answers.get(question, ""), statement)
    return findings + _shared(answers, _folded(statement))


def sentences(text: str) -> list[str]:
    """The sentences of a text; abbreviations and decimal points end none."""
    parts: list[str] = []
    for part in _END.split(text.strip()):
        if parts and _SHORT.search(parts[-1]):
            parts[-1] += " " + part
        elif part:
            parts.append(part)
    return parts


def _check_answer(question: str, answer: str, statement: str) -> list[Finding]:
    if not answer.strip():
        return [Finding("unanswered", question)]
    if not _places(_folded(answer), _folded(statement)):
        return [Finding("not_in_statement", question, answer.strip())]
    telling = [word for word in re.findall(r"[^\W_]+", answer.lower()) if word not in _HOLLOW]
    if len(telling) < FEWEST_WORDS[question]:
        return [Finding("hollow", question, answer.strip())]
    return []


def _shared(answers: Mapping[str, str], statement: str) -> list[Finding]:
    """Answers that stand nowhere but within the answer to another question; of two that are the same, the later one."""
    words = {question: _folded(answers.get(question, "")) for question in QUESTIONS}
    findings = []
    for place, question in enumerate(QUESTIONS):
        own = words[question]
        same = [one for one in QUESTIONS[:place] if own and words[one] == own]
        wider = [one for one in QUESTIONS if len(words[one]) > len(own) and _only_within(own, words[one], statement)]
        findings += [Finding("shared", question, one) for one in (same + wider)[:1]]
    return findings


def _only_within(part: str, whole: str, statement: str) -> bool:
    """Whether the part stands in the statement, and nowhere but within the whole."""
    places, wholes = _places(part, statement) if part else [], _places(whole, statement)
    return bool(places) and all(any(begin <= at and end <= till for begin, till in wholes) for at, end in places)


def _places(words: str, text: str) -> list[tuple[int, int]]:
    """Where these words stand in the text, from and to; a part of a word is no word."""
    return [found.span() for found in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]


def _folded(text: str) -> str:
    return " ".join(text.lower().split()).strip(" .,;:!?")
