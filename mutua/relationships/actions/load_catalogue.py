"""Loading a catalogue of touchpoints from a TOML file: found again by key, so that loading twice changes nothing."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, require
from mutua.foundation.records.errors import Refused
from mutua.relationships.actions.change_catalogue import WrongBook, change_catalogue, refuse_wrong
from mutua.relationships.book_words import sentence
from mutua.relationships.models import CatalogueVersion
from mutua.relationships.queries.catalogue_versions import newest_version, standing_book
from mutua.relationships.rules.book import Book, Unread, Wrong, book_from, merged
from mutua.relationships.rules.book_text import line_of

CONSUMER_GOODS = Path(__file__).parent.parent / "catalogue" / "consumer-goods.toml"
LARGEST = 2_000_000  # bytes; the catalogue that ships with Mutua has 30,000


@dataclass(frozen=True)
class Loaded:
    """touchpoints, activities: how many stand in the file; changed: whether the catalogue is another one than before; version: the one that stands."""

    touchpoints: int
    activities: int
    changed: bool
    version: CatalogueVersion


@transaction.atomic
def load_catalogue(actor: Actor, path: Path = CONSUMER_GOODS, *, retire_missing: bool = False) -> Loaded:
    """Bring the catalogue in step with a TOML file. What the file does not name is kept, or with `retire_missing` retired.

    Raises NotAllowed; Refused, with the line that is wrong, and then nothing is changed.
    """
    require(actor, "relationships.catalogue.edit")
    comes = read_book(path.read_bytes(), path.name)
    before = newest_version(actor)
    version = before
    if before is None or before.book != comes:
        version = change_catalogue(actor, comes if retire_missing else merged(standing_book(actor), comes), on=None, note=path.name)
    assert version is not None
    activities = sum(len(touchpoint.activities) for touchpoint in comes.touchpoints)
    return Loaded(len(comes.touchpoints), activities, before is None or version.number != before.number, version)


def read_book(content: bytes, name: str) -> Book:
    """What a file says. Raises Refused with the line that is wrong."""
    if len(content) > LARGEST:
        sizes = {"file": name, "size": f"{len(content):,}", "most": f"{LARGEST:,}"}
        raise Refused(_("%(file)s has %(size)s bytes; a catalogue has at most %(most)s. Nothing was changed.") % sizes)
    try:
        text = content.decode("utf-8-sig")
        document = tomllib.loads(text.replace("\r\n", "\n"), parse_float=Decimal)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise Refused(
            _("%(file)s, line %(line)s: this is not UTF-8. Nothing was changed; save the file as UTF-8.") % {"file": name, "line": line}
        ) from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise Refused(
            _("%(file)s is not a TOML file that can be read: %(reason)s. Nothing was changed.") % {"file": name, "reason": error}
        ) from error
    try:
        book = book_from(document)
        refuse_wrong(book)
    except (Unread, WrongBook) as error:
        raise Refused(_placed(name, text, error.wrong)) from error
    return book


def _placed(name: str, text: str, wrong: Wrong) -> str:
    words = {"file": name, "line": line_of(text, wrong), "said": sentence(wrong)}
    if words["line"] is None:
        return _("%(file)s: %(said)s Nothing was changed.") % words
    return _("%(file)s, line %(line)s: %(said)s Nothing was changed.") % words
