"""The sentence that says by how much the demonstration's dates were moved.

A process reads it once in five minutes, so that hardly a page pays a query for it; Today always reads it.
"""

from __future__ import annotations

from django.core.cache import caches

from mutua.foundation.days.models import DateShift

KEY = "mutua-date-shift"
SECONDS = 300


def read_shift() -> str:
    """The sentence, or nothing where the dates are as they were: one query."""
    sentence = DateShift.objects.values_list("sentence", flat=True).first() or ""
    caches["process"].set(KEY, sentence, timeout=SECONDS)
    return sentence


def known_shift() -> str:
    sentence = caches["process"].get(KEY)
    return read_shift() if sentence is None else str(sentence)
