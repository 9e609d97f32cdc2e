"""Finding products from what another system calls them, many at once."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from mutua.catalog.models import Product
from mutua.foundation.access import Actor, visible_to


@dataclass(frozen=True)
class NamedProduct:
    """is_exact: the text is the product's name or number but for case; otherwise only spaces, marks or accents differ."""

    id: int
    name: str
    is_exact: bool


def products_named(actor: Actor, texts: Collection[str]) -> dict[str, NamedProduct | None]:
    """The product that each text means. None where two fit; a text that fits nothing is left out. One query."""
    exact: dict[str, set[tuple[int, str]]] = defaultdict(set)
    loose: dict[str, set[tuple[int, str]]] = defaultdict(set)
    for number, name, sku in visible_to(actor, Product.objects.all()).values_list("pk", "name", "sku"):
        for known in filter(None, (name, sku)):
            exact[known.casefold()].add((number, name))
            loose[_bare(known)].add((number, name))
    found: dict[str, NamedProduct | None] = {}
    for text in texts:
        for index, key, is_exact in ((exact, text.strip().casefold(), True), (loose, _bare(text), False)):
            fits = index.get(key, set()) if key else set()
            if fits:
                found[text] = NamedProduct(*next(iter(fits)), is_exact) if len(fits) == 1 else None
                break
    return found


def _bare(text: str) -> str:
    """ "GTX Pro" and "GTXPro" are the same letters."""
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", folded.casefold())
