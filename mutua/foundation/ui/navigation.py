"""The side bar and the phone's tab bar. Domains register their pages; what an actor may not open, it does not see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from mutua.foundation.access import may
from mutua.foundation.access.actor import Actor

GROUPS: dict[str, Any] = {
    "top": "",
    "customers": _("Customers"),
    "strategy": _("Strategy"),
    "work": _("Work"),
    "measure": _("Measure"),
    "admin": _("Administration"),
}


@dataclass(frozen=True)
class Entry:
    """One page of the side bar. key: the letter after g. phone: its place in the tab bar, 1 to 4. count(actor): a small figure, or None.

    here: it opens over the page on which one is; then its key needs no g, and c does the same wherever a page creates nothing itself.
    """

    group: str
    title: Any
    url_name: str
    icon: str
    order: int = 50
    needs: str | None = None
    key: str = ""
    phone: int | None = None
    count: Callable[[Actor], int | None] | None = None
    here: bool = False


@dataclass(frozen=True)
class Shown:
    """An entry as this actor sees it now."""

    title: str
    url: str
    icon: str
    key: str
    current: bool
    phone: int | None
    count: int | None
    here: bool = False


@dataclass(frozen=True)
class Group:
    key: str
    title: str
    entries: tuple[Shown, ...]


_entries: dict[tuple[str, str], Entry] = {}


def nav(
    group: str,
    title: Any,
    *,
    url_name: str,
    icon: str,
    order: int = 50,
    needs: str | None = None,
    key: str = "",
    phone: int | None = None,
    count: Callable[[Actor], int | None] | None = None,
    here: bool = False,
) -> None:
    """Put a page into the side bar. Raises LookupError for an unknown group."""
    if group not in GROUPS:
        raise LookupError(f"There is no navigation group {group!r}; there are {', '.join(GROUPS)}.")
    _entries[(group, url_name)] = Entry(group, title, url_name, icon, order, needs, key, phone, count, here)


def navigation(actor: Actor, path: str) -> list[Group]:
    """The groups that this actor sees, with the entry of `path` marked. An entry whose page does not exist yet is left out."""
    admitted = [(entry, url) for entry in _sorted() if _admits(actor, entry) and (url := _url(entry)) is not None]
    here = _current([url for _entry, url in admitted], path)
    shown: dict[str, list[Shown]] = {}
    for entry, url in admitted:
        counted = entry.count(actor) if entry.count else None
        one = Shown(str(entry.title), url, entry.icon, entry.key, url == here, entry.phone, counted or None, entry.here)
        shown.setdefault(entry.group, []).append(one)
    return [Group(key, str(GROUPS[key]), tuple(entries)) for key, entries in shown.items()]


def pages(actor: Actor) -> list[tuple[Entry, str]]:
    """Every page of the side bar that this actor may open, with its address: what the palette offers."""
    return [(entry, url) for entry in _sorted() if _admits(actor, entry) and (url := _url(entry)) is not None]


def _sorted() -> list[Entry]:
    order = list(GROUPS)
    return sorted(_entries.values(), key=lambda entry: (order.index(entry.group), entry.order, entry.url_name))


def _admits(actor: Actor, entry: Entry) -> bool:
    return actor.is_somebody and (entry.needs is None or may(actor, entry.needs))


def _url(entry: Entry) -> str | None:
    return address_of(entry.url_name)


@lru_cache(maxsize=512)
def address_of(url_name: str) -> str | None:
    """The address of a page without arguments, or None while there is no such page; asked once a process."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return None


def _current(urls: list[str], path: str) -> str | None:
    # The longest address that the path begins with; the home page only for itself.
    fitting = [url for url in urls if url == path or (url != "/" and path.startswith(url))]
    return max(fitting, key=len, default=None)
