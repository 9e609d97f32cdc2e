"""Contact cards (vCard 2.1, 3 and 4) as rows of text, however the program wrote them that sent the file.

A card that breaks the rules of its version is read as far as it can be: one bad line, or one bad card, never costs the others.
"""

from __future__ import annotations

import codecs
import io
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from django.utils.translation import gettext as _

HEADINGS = [
    "UID", "First name", "Last name", "Full name", "Email", "Other email", "Phone", "Mobile", "Other phone", "Organization", "Department", "Title",
    "Street", "Street 2", "Postcode", "City", "Region", "Country", "Language", "Note",
]  # fmt: skip
LONGEST_LINE = 1 << 20  # characters of one property; what is longer is cut, but for pictures, which are passed over
_BEGIN = re.compile(rb"\s*BEGIN:VCARD\s*$", re.IGNORECASE)
_NAME = re.compile(r"^(?:[A-Za-z0-9-]+\.)?([A-Za-z0-9-]+)((?:;(?:[^\":;]|\"[^\"]*\")*)*):", re.DOTALL)
_PARAMETER = re.compile(r";((?:[^\";]|\"[^\"]*\")*)")
_PICTURES = frozenset({"PHOTO", "LOGO", "SOUND", "KEY"})
_NO_VOICE = frozenset({"FAX", "PAGER", "MODEM", "BBS", "TELEX", "TEXTPHONE"})
_WORDS_OF_2_1 = {"QUOTED-PRINTABLE": "ENCODING", "BASE64": "ENCODING", "8BIT": "ENCODING", "7BIT": "ENCODING"}


@dataclass(frozen=True)
class Card:
    """number: which card of the file. remarks: what was not taken of it. problem: why it is no person, or empty."""

    number: int
    cells: dict[str, str]
    problem: str = ""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Property:
    """One line of a card. parameters by name in upper case; value still escaped."""

    name: str
    parameters: dict[str, list[str]]
    value: str

    @property
    def types(self) -> set[str]:
        return {word.upper() for given in self.parameters.get("TYPE", []) for word in given.split(",")}

    @property
    def rank(self) -> int:
        """The smaller, the more preferred: PREF of version 4, the type "pref" of the older ones, else last."""
        pref = next(iter(self.parameters.get("PREF", [])), "")
        return int(pref) if pref.isdecimal() and len(pref) < 4 else 1 if "PREF" in self.types else 101

    @property
    def text(self) -> str:
        return _plain(self.value).strip()

    def parts(self, several: bool = False) -> list[str]:
        """The components of a structured value. several: a component may list words, which then stand beside each other."""
        return [
            " ".join(_plain(word).strip() for word in _split(part, ",")).strip() if several else _plain(part).strip()
            for part in _split(self.value, ";")
        ]


def are_cards(start: bytes) -> bool:
    """Whether a file that begins so holds cards."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        start = start[: len(start) // 2 * 2].decode("utf-16", errors="replace").encode()
    return start.removeprefix(codecs.BOM_UTF8).lstrip()[:11].upper() == b"BEGIN:VCARD"


def cards(file: BinaryIO) -> Iterator[Card]:
    """Each card of the file, one in memory at a time."""
    number, properties, depth = 0, list[Property](), 0
    for line in _logical_lines(file):
        if _BEGIN.match(line):
            depth += 1
            if depth == 1:
                number, properties = number + 1, []
            continue
        if depth == 0:
            continue
        found = _property(line)
        if found is not None and found.name == "END" and found.value.strip().upper() == "VCARD":
            depth -= 1
            if depth == 0:
                yield _card(number, properties)
        elif found is not None and depth == 1:  # a card inside a card is somebody's assistant
            properties.append(found)
    if depth:
        yield _card(number, properties, _("The card has no end: the file was cut off."))


def _logical_lines(file: BinaryIO) -> Iterator[bytes]:
    """Lines put together again: folded ones, and those of quoted-printable that end in "="."""
    held, quoted, skipped = b"", False, False
    for line in _lines(file):
        if held and (quoted or line[:1] in (b" ", b"\t")):
            more = line if quoted else line[1:]
        else:
            if held:
                yield held
            held, more, quoted = b"", line, False
            name = line.partition(b":")[0].upper().partition(b";")[0].rpartition(b".")[2]
            skipped = name.decode("ascii", errors="replace") in _PICTURES
        if skipped:
            held = held or line.partition(b":")[0] + b":"
            continue
        held = (held[:-1] if quoted else held) + more
        quoted = held.endswith(b"=") and b"QUOTED-PRINTABLE" in held.partition(b":")[0].upper() and len(held) < LONGEST_LINE
        held = held[:LONGEST_LINE]
    if held:
        yield held


def _lines(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    start = file.read(2)
    file.seek(0)
    if start in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        text = io.TextIOWrapper(file, encoding="utf-16", errors="replace", newline=None)
        try:
            while piece := text.readline(LONGEST_LINE):
                yield piece.rstrip("\r\n").encode()
        finally:
            text.detach()
        return
    first = True
    while line := file.readline(LONGEST_LINE):
        yield (line.removeprefix(codecs.BOM_UTF8) if first else line).rstrip(b"\r\n")
        first = False


def _property(line: bytes) -> Property | None:
    head, _colon, _rest = line.partition(b":")
    charset = re.search(rb"CHARSET=\"?([\w.:-]+)", head, re.IGNORECASE)
    if b"QUOTED-PRINTABLE" in head.upper():
        opening = _NAME.match(line.decode("latin-1"))
        if opening is not None:
            line = line[: opening.end()] + quopri.decodestring(line[opening.end() :])
    text = _decoded(line, charset[1].decode("ascii") if charset else "")
    found = _NAME.match(text)
    if found is None:
        return None
    parameters: dict[str, list[str]] = {}
    for given in _PARAMETER.findall(found[2]):
        name, equals, value = given.partition("=")
        if not equals:  # version 2.1: TEL;WORK;VOICE
            name, value = _WORDS_OF_2_1.get(given.upper(), "TYPE"), given
        parameters.setdefault(name.strip().upper(), []).append(value.strip().strip('"'))
    return Property(found[1].upper(), parameters, text[found.end() :].replace("\x00", ""))


def _decoded(line: bytes, charset: str) -> str:
    for letters in (charset, "utf-8", "cp1252"):
        try:
            if letters and codecs.lookup(letters)._is_text_encoding:
                return line.decode(letters)
        except (LookupError, UnicodeDecodeError):
            continue
    return line.decode("utf-8", errors="replace")


def _split(value: str, mark: str) -> list[str]:
    """Cut at each mark that no backslash stands before; what is escaped stays so."""
    if "\\" not in value:
        return value.split(mark)
    parts, escaped = [""], False
    for letter in value:
        if letter == mark and not escaped:
            parts.append("")
            continue
        escaped = letter == "\\" and not escaped
        parts[-1] += letter
    return parts


def _plain(value: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value, flags=re.DOTALL) if "\\" in value else value


@dataclass
class _Reader:
    """The properties of one card by name, and what is to be said of it."""

    properties: list[Property]
    remarks: list[str] = field(default_factory=list)

    def all(self, name: str) -> list[Property]:
        """Those with something in them, the preferred first."""
        return sorted((one for one in self.properties if one.name == name and one.value.strip()), key=lambda one: one.rank)

    def first(self, *names: str) -> str:
        return next((one.text for name in names for one in self.all(name)), "")

    def parts(self, name: str, count: int) -> list[str]:
        found = self.all(name)
        given = found[0].parts(several=True) if found else []
        return (given + [""] * count)[:count]

    def leave(self, sentence: str) -> None:
        self.remarks.append(sentence)


def _card(number: int, properties: list[Property], problem: str = "") -> Card:
    card = _Reader(properties)
    family, given, further, *_titles = card.parts("N", 5)
    organization, *departments = card.all("ORG")[0].parts() if card.all("ORG") else [""]
    mails, phones, mobiles = _reach(card)
    cells = {
        "UID": card.first("UID").removeprefix("urn:uuid:"),
        "First name": " ".join(filter(None, (given, further))),
        "Last name": family,
        "Full name": card.first("FN"),
        "Email": mails[0],
        "Other email": mails[1],
        "Phone": phones[0],
        "Mobile": mobiles[0],
        "Other phone": phones[1] or mobiles[1],
        "Organization": organization,
        "Department": " / ".join(filter(None, departments)),
        "Title": card.first("TITLE", "ROLE"),
        **_address(card),
        "Language": "; ".join(one.text for one in card.all("LANG")),
        "Note": "\n".join(one.text for one in card.all("NOTE")),
    }
    if any(one.name in _PICTURES for one in properties):
        card.leave(_("The card's picture, sound or key was not taken."))
    kind = card.first("KIND", "X-ADDRESSBOOKSERVER-KIND").lower()
    if not problem and kind in ("group", "location"):
        problem = _("This card is a list of people or a place, and no person.")
    if not problem and (kind == "org" or card.first("X-ABSHOWAS").upper() == "COMPANY" or not (given or family or cells["Full name"])):
        problem = _("This card is that of a company or names nobody: it was not taken as a person.")
    return Card(number, cells, problem, tuple(card.remarks))


def _reach(card: _Reader) -> tuple[list[str], list[str], list[str]]:
    """(mail addresses, telephones, mobile telephones), two of each; what there is beyond is told."""
    mails = list(dict.fromkeys(one.text.removeprefix("mailto:") for one in card.all("EMAIL")))
    voices = [one for one in card.all("TEL") if not one.types & _NO_VOICE]
    mobiles = list(dict.fromkeys(_number(one.text) for one in voices if one.types & {"CELL", "IPHONE"}))
    phones = [
        number
        for number in dict.fromkeys(_number(one.text) for one in voices if not one.types & {"CELL", "IPHONE"})
        if number not in mobiles
    ]
    kept = 2 if len(mobiles) < 2 or len(phones) < 2 else 1
    if len(mails) > 2 or len(phones) + len(mobiles) > 3 or len(mobiles) > 2 or len(phones) > 2:
        card.leave(_("The card has more mail addresses or numbers than are taken: two of each."))
    return _two(mails), _two(phones), _two(mobiles[:kept])


def _two(texts: list[str]) -> list[str]:
    return [*texts, "", ""][:2]


def _number(text: str) -> str:
    number, _mark, extension = text.removeprefix("tel:").partition(";ext=")
    return f"{number} ext. {extension}" if extension else number.partition(";")[0]


def _address(card: _Reader) -> dict[str, str]:
    """Of several addresses the preferred one, or else the one at work."""
    found = sorted(card.all("ADR"), key=lambda one: (one.rank, "WORK" not in one.types))
    box, extended, street, city, region, postcode, country = ((found[0].parts() if found else []) + [""] * 7)[:7]
    if len(found) > 1:
        card.leave(_("The card has several postal addresses: one was taken."))
    first, second = (street, extended) if street else (extended, "")
    return {
        "Street": ", ".join(filter(None, (first, box))), "Street 2": second, "Postcode": postcode, "City": city, "Region": region, "Country": country,
    }  # fmt: skip
