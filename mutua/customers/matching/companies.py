"""Names of companies as they are compared: what the name says, and apart from it what the company is by law."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from mutua.customers.matching.facts import lines
from mutua.customers.matching.folding import fold

# "B.V.", "S. A." and "d.o.o.": single letters with dots are one word
_LETTERS_WITH_DOTS = re.compile(r"\b(?:[^\W\d_]\.[ ]?){1,5}[^\W\d_]\b\.?")
_AND = re.compile(r"\s*[&+]\s*")
ARTICLES = frozenset(["the", "les", "le", "la", "el", "los", "der", "die", "das", "de", "het", "il", "lo"])
LONGEST_FORM = 5  # words


@lru_cache(maxsize=16_384)  # an import asks several times for each name of a batch
def company_name(text: str) -> tuple[str, str]:
    """(what it says, legal form): "Müller & Söhne GmbH & Co. KG" gives ("muller and sohne", "gmbh"). The form is empty where none is written."""
    if "." in text:
        text = _LETTERS_WITH_DOTS.sub(lambda found: re.sub(r"[. ]", "", found.group()) + " ", text)
    if "&" in text or "+" in text:
        text = _AND.sub(" and ", text)
    words = fold(text).split()
    form = ""
    while (found := _form_at_end(words)) is not None:
        words, last = found
        form = last if last != "co" or not form else form
    if not form and (found := _form_at_start(words)) is not None:
        words, form = found
    while len(words) > 1 and words[-1] == "and":
        words.pop()
    return " ".join(_without_articles(words)), form


def _form_at_end(words: list[str]) -> tuple[list[str], str] | None:
    if not words or words[-1] not in _last_words():
        return None
    for length in range(min(LONGEST_FORM, len(words) - 1), 0, -1):
        form = _forms().get(" ".join(words[-length:]))
        if form and set(words[:-length]) - ARTICLES:
            return words[:-length], form
    return None


def _form_at_start(words: list[str]) -> tuple[list[str], str] | None:
    if len(words) > 1 and words[0] in _first_forms():
        return words[1:], _forms()[words[0]]
    return None


def _without_articles(words: list[str]) -> list[str]:
    for place in (0, -1):
        if len(words) > 1 and words[place] in ARTICLES:
            words = words[1:] if place == 0 else words[:-1]
    return words


@cache
def _forms() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in lines("legal_forms"):
        first, *others = [way.strip() for way in line.split("|")]
        for way in (first, *others):
            found.setdefault(way, first)
    return found


@cache
def _last_words() -> frozenset[str]:
    """With which the legal forms end; most names end otherwise."""
    return frozenset(way.rpartition(" ")[2] for way in _forms())


@cache
def _first_forms() -> frozenset[str]:
    return frozenset(["stichting", "stg", "maatschap", "pt", "ooo", "zao", "oao", "pao", "cv"])
