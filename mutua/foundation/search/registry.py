"""What can be found, and what can be done by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from mutua.foundation.access import may
from mutua.foundation.access.actor import Actor


@dataclass(frozen=True)
class Found:
    """One hit. subtitle: what it is, at the right; why: what of it fits, where the title does not show it; keys: shown as keys; method: "post" for an act, "here" for what opens over the page."""

    title: Any
    url: str
    subtitle: Any = ""
    glyph: str = "circle"
    why: str = ""
    keys: str = ""
    method: str = "get"


Provider = Callable[[Actor, str, int], Sequence[Found]]


@dataclass(frozen=True)
class Searchable:
    """One kind of thing. find(actor, text, limit): at most `limit` hits that the actor may see, best first."""

    kind: str
    title: Any
    needs: str
    order: int
    find: Provider


@dataclass(frozen=True)
class Command:
    key: str
    title: Any
    url_name: str
    icon: str
    needs: str | None
    keys: str
    method: str
    order: int
    query: str = ""


_kinds: dict[str, Searchable] = {}
_commands: dict[str, Command] = {}


def searchable(kind: str, *, title: Any, needs: str, order: int = 50) -> Callable[[Provider], Provider]:
    """Make a kind of record findable."""

    def register(find: Provider) -> Provider:
        _kinds[kind] = Searchable(kind, title, needs, order, find)
        return find

    return register


def command(
    *,
    key: str,
    title: Any,
    url_name: str,
    icon: str = "command",
    needs: str | None = None,
    keys: str = "",
    method: str = "get",
    order: int = 50,
    query: str = "",
) -> None:
    """Make an act findable by its words. query: what stands after the address."""
    _commands[key] = Command(key, title, url_name, icon, needs, keys, method, order, query)


def kinds_for(actor: Actor) -> list[Searchable]:
    return sorted((k for k in _kinds.values() if may(actor, k.needs)), key=lambda k: (k.order, k.kind))


def commands_for(actor: Actor) -> list[Command]:
    admitted = (c for c in _commands.values() if c.needs is None or may(actor, c.needs))
    return sorted(admitted, key=lambda c: (c.order, c.key))
