"""Which column is probably which field, from the headings alone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from mutua.foundation.imports.targets import Target

CLOSE_ENOUGH = 0.87  # "Acount name" is "account name"; "country" is not "county seat"


def propose(headings: Sequence[str], targets: Iterable[Target]) -> dict[str, str]:
    """{target name: heading}: first those that say the same, then those that nearly do. Each heading is used once."""
    free = {heading: plain(heading) for heading in headings}
    wanted = list(targets)
    found: dict[str, str] = {}
    for fits in (_same, _close):
        for target in wanted:
            if target.name in found:
                continue
            names = _names(target)
            heading = next((h for name in names for h, words in free.items() if words and fits(words, name)), None)
            if heading is not None:
                found[target.name] = heading
                del free[heading]
    return {target.name: found[target.name] for target in wanted if target.name in found}


def plain(text: str) -> str:
    """Lower-case words without accents and marks: "E-Mail (work)" becomes "e mail work"."""
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return " ".join(re.findall(r"[a-z0-9]+", folded.lower()))


def _names(target: Target) -> list[str]:
    names = (target.name, str(target.label), *target.synonyms)
    return list(dict.fromkeys(plain(name.replace("_", " ").replace(".", " ")) for name in names))


def _same(words: str, name: str) -> bool:
    return words == name or words.replace(" ", "") == name.replace(" ", "")


def _close(words: str, name: str) -> bool:
    # Short words are close to everything: "id" and "date" must be meant exactly.
    return min(len(words), len(name)) > 5 and SequenceMatcher(None, words, name).ratio() >= CLOSE_ENOUGH
