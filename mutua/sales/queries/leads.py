"""Leads, as the person who looks may see them."""

from __future__ import annotations

from django.db.models import QuerySet

from mutua.customers.models.folding import Folded, Spaced
from mutua.foundation.access import Actor, find, visible_to
from mutua.foundation.search.words import containing, fold
from mutua.sales.models import Lead

WITH = ("owner", "offering", "strategy", "failed")


def leads_seen(actor: Actor) -> QuerySet[Lead]:
    return visible_to(actor, Lead.objects.all())


def lead_for(actor: Actor, lead_id: int) -> Lead:
    """One living lead with all that its page names. Raises NotFound."""
    return find(leads_seen(actor).select_related(*WITH), pk=lead_id)


def worded_leads(leads: QuerySet[Lead], text: str) -> QuerySet[Lead]:
    """Those in whose organisation or name every word of the text stands, whatever the case and the accents."""
    words = fold(text).split()
    if not words:
        return leads.none()
    named: QuerySet[Lead] = leads.alias(folded=Folded(Spaced("organisation", "given_name", "family_name")))  # type: ignore[assignment]
    return named.filter(*(containing(word, "folded") for word in words))
