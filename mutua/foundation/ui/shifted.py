"""The sentence that says by how much the demonstration's dates were moved.

Today reads it; every other page shows what Today read last, so that no page pays a query for it.
"""

from __future__ import annotations

from django.core.cache import caches

from mutua.foundation.days.models import DateShift

KEY = "mutua-date-shift"


def read_shift() -> str:
    """The sentence, or nothing where the dates are as they were: one query."""
    sentence = DateShift.objects.values_list("sentence", flat=True).first() or ""
    caches["process"].set(KEY, sentence, timeout=None)
    return sentence


def known_shift() -> str:
    return str(caches["process"].get(KEY, ""))
