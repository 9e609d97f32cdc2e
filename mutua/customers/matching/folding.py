"""Text as it is compared: lower case, without accents and marks, in any script."""

from __future__ import annotations

import re
import unicodedata

# What Unicode does not take apart into a letter and a mark
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"})
_APOSTROPHES = re.compile(r"['’‘`´ʼ]")
_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Words with single spaces: "  O’Brien-Müller (jun.) " becomes "obrien muller jun"."""
    plain = text if text.isascii() else _without_marks(text)
    return " ".join(_WORD.findall(_APOSTROPHES.sub("", plain.lower())))


def _without_marks(text: str) -> str:
    taken_apart = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    return "".join(letter for letter in taken_apart if not unicodedata.combining(letter))
