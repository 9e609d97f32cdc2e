"""Names of people as they are compared."""

from __future__ import annotations

from mutua.customers.matching.facts import first_of_line, words
from mutua.customers.matching.folding import fold

TITLES = words("titles")
SUFFIXES = words("name_suffixes")
PARTICLES = words("particles")
# These are part of the name behind them, whether a space stands between or not
JOINED = frozenset({"mc", "mac", "o", "al", "el", "abu", "ben", "saint"})
_SOUNDS = {
    letter: digit
    for letters, digit in (("bfpvw", "1"), ("cgjkqsxz", "2"), ("dt", "3"), ("l", "4"), ("mn", "5"), ("r", "6"))
    for letter in letters
}


def given_name(text: str) -> str:
    """The first given name without titles: "Dr. Anna-Maria K." becomes "anna"; empty when there is none."""
    names = _without(fold(text).split(), TITLES)
    return names[0] if names else ""


def family_name(text: str) -> str:
    """Without particles and suffixes: "van der Berg jr." becomes "berg", "Mc Donald" "mcdonald", "Smith-Jones" "smith jones"."""
    names = _without(_joined(fold(text).split()), SUFFIXES)
    return " ".join(_without(names, PARTICLES))


def split_name(text: str) -> tuple[str, str]:
    """(given, family) of a whole name: "Berg, Dr. Anna van der" and "Anna van der Berg" give the same. One word is a family name."""
    before, comma, after = text.partition(",")
    if comma and set(fold(after).split()) - SUFFIXES - TITLES:
        return given_name(after), family_name(before)
    names = _joined(_without(_without(fold(before).split(), TITLES), SUFFIXES))
    if len(names) < 2:
        return "", family_name(" ".join(names))
    particle = next((place for place, word in enumerate(names) if place and word in PARTICLES), len(names) - 1)
    return names[0], family_name(" ".join(names[particle:]))


def root(given: str) -> str:
    """What a given name is short for: root("bob") == root("robert"). The name itself where no short form is known."""
    return first_of_line("nicknames").get(given, given)


def sound(family: str) -> str:
    """How a folded name sounds: American Soundex, with ae, oe and ue as the vowels that they stand for. Other scripts keep their letters."""
    letters = family.replace(" ", "")
    if not letters or not letters.isascii():
        return letters
    code, last = letters[0], _SOUNDS.get(letters[0], "")
    for letter in letters[1:]:
        digit = _SOUNDS.get(letter, "")
        if digit and digit != last:
            code += digit
        # h and w do not part two letters of one sound, a vowel does
        if letter not in "hw":
            last = digit
    return (code + "000")[:4]


def _without(parts: list[str], these: frozenset[str]) -> list[str]:
    """The parts that are not among these; all of them when nothing else would be left."""
    return [word for word in parts if word not in these] or parts


def _joined(parts: list[str]) -> list[str]:
    result: list[str] = []
    for word in parts:
        if result and result[-1] in JOINED:
            result[-1] += word
        else:
            result.append(word)
    return result
