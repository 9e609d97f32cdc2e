"""Postal addresses as they are compared."""

from __future__ import annotations

import re

from mutua.customers.matching.facts import first_of_line
from mutua.customers.matching.folding import fold

_ORDINAL = re.compile(r"^(\d+)(?:st|nd|rd|th|er|e|o)$")
_ZIP_PLUS_FOUR = re.compile(r"^(\d{5})-\d{4}$")
# "Hauptstraße 5" and "Hauptstr. 5"
_GROWN_TOGETHER = re.compile(r"(?<=\w{3})(?:strasse|str|straat)$")


def street(text: str) -> str:
    """One line with the usual short forms: "435 S. La Cienega Boulevard" becomes "435 s la cienega blvd"."""
    short = first_of_line("street_words")
    words = [_ORDINAL.sub(r"\1", word) for word in fold(text).split()]
    return " ".join(short.get(word, _GROWN_TOGETHER.sub("st", word)) for word in words)


def house_number(line: str) -> str:
    """The first word with a digit of a normalised line, without letters behind it; empty when there is none."""
    found = re.search(r"\b\d+", line)
    return found.group() if found else ""


def without_number(line: str) -> str:
    """The line without words that hold digits: what the street is called."""
    return " ".join(word for word in line.split() if not any(letter.isdigit() for letter in word))


def postcode(text: str) -> str:
    """Letters and digits, without leading zeros, which spreadsheets lose: "01234-5678" becomes "1234", "sw1a 2aa" "SW1A2AA"."""
    short = _ZIP_PLUS_FOUR.sub(r"\1", text.strip())
    code = re.sub(r"[\W_]", "", short).upper()
    return code.lstrip("0") if code.isdecimal() else code


def city(text: str) -> str:
    """ "St. Louis (MO)" becomes "st louis"."""
    name = fold(re.sub(r"\(.*?\)", " ", text)) or fold(text)
    return re.sub(r"^(?:saint|sankt)\b", "st", name)
