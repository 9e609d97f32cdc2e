"""What a user looks after. Domains say what can be somebody's, so that it can be counted and handed over when a user ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from mutua.foundation.access import Actor


@dataclass(frozen=True)
class Holding:
    """One kind of what a user looks after. address: the list of it, from which it can be handed over; empty where there is none."""

    title: Any
    count: int
    address: str = ""


Rows = Callable[[Actor, int], QuerySet[Any]]
_kinds: dict[str, tuple[Any, Rows, str]] = {}


def owns(key: str, title: Any, rows: Rows, *, list_url: str = "") -> None:
    """rows(actor, user_id): what of this kind is the user's, as the actor sees it. list_url: name of a list with a field `owner` to filter by."""
    _kinds[key] = (title, rows, list_url)


def holdings(actor: Actor, user_id: int) -> list[Holding]:
    """What the user looks after, by kind; kinds of which there is nothing are left out. One query for each kind."""
    tree = json.dumps({"field": "owner", "op": "is", "value": user_id}, separators=(",", ":"))
    found = [
        Holding(title, rows(actor, user_id).count(), f"{reverse(url)}?{urlencode({'f': tree})}" if url else "")
        for title, rows, url in _kinds.values()
    ]
    return [one for one in found if one.count]
