"""Products and offerings for the person who looks."""

from __future__ import annotations

from django.db.models import QuerySet

from mutua.catalog.models import Offering, Product
from mutua.foundation.access import Actor, find, visible_to
from mutua.foundation.search.words import containing, fold, foremost


def products_seen(actor: Actor) -> QuerySet[Product]:
    return visible_to(actor, Product.objects.all())


def product_for(actor: Actor, product_id: int) -> Product:
    """One living product. Raises NotFound."""
    return find(products_seen(actor), pk=product_id)


def offerings_seen(actor: Actor) -> QuerySet[Offering]:
    return visible_to(actor, Offering.objects.all())


def offering_for(actor: Actor, offering_id: int) -> Offering:
    """One living offering. Raises NotFound."""
    return find(offerings_seen(actor), pk=offering_id)


def find_products(actor: Actor, text: str, limit: int) -> list[Product]:
    """Products by a part of their name or the beginning of their number, best first."""
    seen = products_seen(actor)
    words = " ".join(text.replace("\x00", "").split())
    if not words:
        return []
    hits = list(seen.filter(sku__in={words, words.upper(), words.lower()})[:limit])
    named = seen.exclude(pk__in=[hit.pk for hit in hits]).filter(*(containing(word, "sort_key") for word in fold(words).split()))
    return hits + foremost(seen, named, "sort_key", "pk", limit=limit - len(hits))
