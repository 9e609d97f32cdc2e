"""From what was typed to groups of hits: records by their domains, then pages, then acts."""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from mutua.foundation.access.actor import Actor
from mutua.foundation.database.apart import apart
from mutua.foundation.database.by_index import by_index
from mutua.foundation.search.registry import Found, Searchable, commands_for, kinds_for
from mutua.foundation.ui.navigation import address_of, pages

log = logging.getLogger(__name__)
PER_KIND = 5
SHORTEST = 2


@dataclass(frozen=True)
class Hits:
    """One group of the palette. failed: its provider broke; the others are shown all the same."""

    title: str
    hits: list[Found]
    failed: bool = False


def find_everything(actor: Actor, typed: str) -> list[Hits]:
    """The groups for what was typed. ">" in front asks for pages and acts only; less than two letters finds no records."""
    only_acts = typed.lstrip().startswith(">")
    text = typed.strip().lstrip(">").strip()
    groups: list[Hits] = []
    if not only_acts and len(text) >= SHORTEST:
        groups += _records(actor, text)
    groups.append(Hits(_("Do"), [found for found in _acts(actor) if _fits(text, found.title)]))
    groups.append(Hits(_("Go to"), [found for found in _places(actor) if _fits(text, found.title)]))
    return [group for group in groups if group.hits or group.failed]


def _records(actor: Actor, text: str) -> list[Hits]:
    kinds = kinds_for(actor)
    try:
        with by_index():
            return [_found(kind, actor, text) for kind in kinds]
    except Exception:
        # One of them broke, and with it what was asked after it: now each is asked apart, and the one that breaks again is named.
        log.warning("A search broke; each kind is asked apart", exc_info=True)
        with by_index():
            return [_asked(kind, actor, text) for kind in kinds]


def _found(kind: Searchable, actor: Actor, text: str) -> Hits:
    return Hits(str(kind.title), list(kind.find(actor, text, PER_KIND))[:PER_KIND])


def _asked(kind: Searchable, actor: Actor, text: str) -> Hits:
    try:
        with apart():
            return _found(kind, actor, text)
    except Exception:
        log.exception("Searching %s failed", kind.kind)
        return Hits(str(kind.title), [], failed=True)


def _acts(actor: Actor) -> Sequence[Found]:
    acts = ((c, address_of(c.url_name)) for c in commands_for(actor))
    return [
        Found(str(c.title), f"{url}?{c.query}" if c.query else url, glyph=c.icon, keys=c.keys, method=c.method) for c, url in acts if url
    ]


def _places(actor: Actor) -> Sequence[Found]:
    # What opens over a page is no place to go to: it is offered as an act
    places = ((entry, url) for entry, url in pages(actor) if not entry.here)
    return [Found(str(entry.title), url, glyph=entry.icon, keys=f"g {entry.key}" if entry.key else "") for entry, url in places]


def _fits(text: str, title: Any) -> bool:
    return all(word in plain(str(title)) for word in plain(text).split())


def plain(text: str) -> str:
    """Without case and accents, the same length as the composed text where that is possible."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(unicodedata.normalize("NFD", letter)[0] for letter in composed).casefold()


def marked(shown: Any, typed: str) -> SafeString:
    """`shown`, escaped, with the first place where `typed` stands marked."""
    text = unicodedata.normalize("NFC", str(shown))
    looked_for = plain(typed.strip().lstrip(">").strip())
    at = plain(text).find(looked_for) if looked_for else -1
    # Folding may lengthen a letter (ß): then the places no longer fit, and nothing is marked.
    if at < 0 or len(plain(text)) != len(text):
        return mark_safe(escape(text))
    end = at + len(looked_for)
    return format_html("{}<mark>{}</mark>{}", text[:at], text[at:end], text[end:])
