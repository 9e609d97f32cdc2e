"""What a tag is called, and which names are one tag."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

LONGEST: Final = 40
MOST_A_RECORD: Final = 30
MOST: Final = 500
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def plain(sent: str) -> str:
    """One line without unseen signs, commas and a leading #: "  #Cold  chain, " becomes "Cold chain"."""
    text = _UNSEEN.sub(" ", unicodedata.normalize("NFC", sent)).replace(",", " ").replace(";", " ")
    return " ".join(text.split()).lstrip("#").strip()


def key_of(name: str) -> str:
    """Equal for names that are one tag: capitals make no difference."""
    return plain(name).casefold()


def split(text: str) -> list[str]:
    """The names in what somebody typed: one a line, or with commas between."""
    return [name for name in (plain(part) for part in re.split(r"[,;\n]", text)) if name]


def once(names: Iterable[str]) -> list[str]:
    """Each tag once, as first written, in alphabetical order."""
    found: dict[str, str] = {}
    for name in names:
        if plain(name):
            found.setdefault(key_of(name), plain(name))
    return [found[key] for key in sorted(found)]


def with_and_without(names: Iterable[str], add: Iterable[str], remove: Iterable[str]) -> list[str]:
    """The tags with some added and some taken away; what is in both is added."""
    adding = list(add)
    gone = {key_of(name) for name in remove} - {key_of(name) for name in adding}
    return [name for name in once([*names, *adding]) if key_of(name) not in gone]


def renamed(names: Iterable[str], was: str, now: str | None) -> list[str]:
    """The tags with one called something else, or gone (None); a name that stands there already stands there once."""
    return once((now or "") if key_of(name) == key_of(was) else name for name in names)
