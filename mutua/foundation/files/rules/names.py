"""What a file may be called: a name to read, never a path, a header or a surprise."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LONGEST: Final = 120
# What an operating system runs when somebody opens it.
RUN_BY_OPENING: Final = frozenset(
    [
        "app",
        "bat",
        "cmd",
        "com",
        "cpl",
        "dll",
        "exe",
        "hta",
        "inf",
        "ins",
        "iso",
        "jar",
        "js",
        "jse",
        "lnk",
        "msc",
        "msi",
        "msp",
        "mst",
        "pif",
        "ps1",
        "ps2",
        "reg",
        "scr",
        "sct",
        "sh",
        "url",
        "vb",
        "vbe",
        "vbs",
        "wsc",
        "wsf",
        "wsh",
        "xll",
    ]
)
# Overrides of the direction of writing make "exe.pdf" of "fdp.exe"; others cannot be seen at all.
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"|?*]')


def plain_name(sent: str) -> str:
    """The last part of what was sent, without signs that a system or a header would take for something else; "" when nothing is left."""
    name = unicodedata.normalize("NFC", sent)
    name = re.split(r"[/\\]", name)[-1]
    name = _NOT_IN_NAMES.sub(" ", _UNSEEN.sub("", name))
    name = " ".join(name.split()).strip(". ")
    if len(name) <= LONGEST:
        return name
    ending = ending_of(name)
    return f"{name[: LONGEST - len(ending) - 1].rstrip()}.{ending}" if ending and len(ending) <= 10 else name[:LONGEST].rstrip()


def ending_of(name: str) -> str:
    """ "pdf" of "Offer.PDF"; "" where there is none."""
    stem, dot, ending = name.rpartition(".")
    return ending.lower() if dot and stem else ""
