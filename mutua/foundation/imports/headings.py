"""Which column is probably which field: what its heading says and what its values look like, weighed together."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from mutua.foundation.imports import looks
from mutua.foundation.imports.looks import words_of
from mutua.foundation.imports.targets import Kind, Look, Target

CLOSE_ENOUGH = 0.87  # "Acount name" is "account name"; "country" is not "county seat"
LEAST = 0.3  # below this a proposal is a guess
SAMPLE = 300  # values of a column that are looked at
FEW = 3  # from so many values on they may contradict a heading
_LATER = 0.01  # what each step down the list of synonyms costs
_BY_VALUES = 0.5  # values alone tell less than any heading that says the same
_HEADING, _VALUES = 0.8, 0.2

# Words that say where a value stands or whose it is, and change nothing about what it is
FILLERS = words_of(
    "a of the in de la le der die das el account company organization organisation person contact deal opportunity customer lead record main "
    "primary default work business office general current full complete field text value name number no nr"
)
# A heading with one of these says that the values are about something else, whatever they look like
OTHERS = words_of(
    "fax assistant asst created modified updated last owner manager parent reports reporting skype linkedin twitter facebook avatar picture "
    "logo image shipping delivery other source campaign next sync session previous old code calling"
)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_KINDS: Mapping[Kind, Look] = {
    "number": looks.NUMBER, "integer": looks.NUMBER, "date": looks.DATE, "moment": looks.DATE, "bool": looks.YES_OR_NO,
}  # fmt: skip


@dataclass(frozen=True)
class Column:
    """A heading as its words, and some of the values below it."""

    heading: str
    values: Sequence[str] = ()

    @cached_property
    def ways(self) -> list[str]:
        """The heading as it may be meant: whole, and without what stands before " - ", " / " or ": "."""
        parts = re.split(r" [-–/] |: ", self.heading)
        ends = [
            plain(" ".join(parts[place:])) for place in range(1, len(parts)) if not OTHERS & set(plain(" ".join(parts[:place])).split())
        ]
        return list(dict.fromkeys(way for way in (plain(self.heading), *ends) if way))

    @cached_property
    def filled(self) -> list[str]:
        return [value.strip() for value in self.values if value and value.strip()][:SAMPLE]

    def share(self, look: Look) -> float:
        filled = self.filled
        if not filled or (look.once and len(set(filled)) < len(filled)):
            return 0.0
        return sum(bool(look.test(value)) for value in filled) / len(filled)


def propose(headings: Sequence[str], targets: Iterable[Target], samples: Mapping[str, Sequence[str]] | None = None) -> dict[str, str]:
    """{target name: heading}, the best fitting pairs first; each heading and each target is used once.

    samples: {heading: some of its values}. Without values the headings decide alone.
    """
    wanted = [(target, _names(target)) for target in targets]
    columns = [Column(heading, (samples or {}).get(heading, ())) for heading in headings]
    scored = [
        (-score, place, number, target.name, column.heading)
        for place, (target, names) in enumerate(wanted)
        for number, column in enumerate(columns)
        if (score := _fitness(column, target, names)) >= LEAST
    ]
    found: dict[str, str] = {}
    for _score, _place, _number, name, heading in sorted(scored):
        if name not in found and heading not in found.values():
            found[name] = heading
    return {target.name: found[target.name] for target, _names in wanted if target.name in found}


def _fitness(column: Column, target: Target, names: Sequence[str]) -> float:
    """How well the column fits the target, from 0 to 1."""
    said = max((_said(way, names) for way in column.ways), default=0.0)
    look = target.look or _KINDS.get(target.kind)
    if not column.filled:
        return said if not column.values else _HEADING * said  # of two columns that fit, the one that holds something
    if look is None:
        return said
    share = column.share(look)
    if said:
        if len(column.filled) >= FEW and share < look.least:
            return 0.0
        return _HEADING * said + _VALUES * share
    tells = len(column.filled) >= FEW and share >= look.alone and not OTHERS & {word for way in column.ways for word in way.split()}
    return _BY_VALUES * share if tells else 0.0


def plain(text: str) -> str:
    """Lower-case words without accents and marks: "E-Mail (work)" becomes "e mail work", "BillingStreet" "billing street"."""
    whole = unicodedata.normalize("NFKD", _CAMEL.sub(" ", text).replace("ß", "ss"))
    folded = "".join(letter for letter in whole if not unicodedata.combining(letter)).lower()
    return " ".join(word for word in re.findall(r"[^\W_]+", folded))


def _names(target: Target) -> list[str]:
    names = (target.name, str(target.label), *target.synonyms)
    return list(dict.fromkeys(plain(name.replace(".", " ")) for name in names))


def _said(words: str, names: Sequence[str]) -> float:
    """1 where the words are one of the names, less down the list, where a filler word stands beside it, or a letter differs."""
    squashed = words.replace(" ", "")
    best = 0.0
    for place, name in enumerate(names):
        cost = min(_LATER * place, 0.2)
        if squashed == name.replace(" ", ""):
            best = max(best, 1.0 - cost)
        elif set(name.split()) <= set(words.split()) and set(words.split()) - set(name.split()) <= FILLERS:
            best = max(best, 0.75 - cost)
        elif _may_be_close(words, name) and SequenceMatcher(None, words, name).ratio() >= CLOSE_ENOUGH:
            best = max(best, 0.6 - cost)
    return best


def _may_be_close(words: str, name: str) -> bool:
    # Short words are close to everything: "id" and "date" must be meant exactly.
    shorter = min(len(words), len(name))
    return shorter > 5 and len(words.split()) == len(name.split()) and 2 * shorter >= CLOSE_ENOUGH * (len(words) + len(name))
