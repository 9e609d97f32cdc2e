"""Small questions that the templates of relationships ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

from mutua.foundation.ui import formats
from mutua.foundation.ui.drawing import percent
from mutua.relationships.book_words import FIELDS
from mutua.relationships.drawing import traffic
from mutua.relationships.models import Activity
from mutua.relationships.models.labels import DIMENSIONS, TYPES
from mutua.relationships.queries.map_people import Behind
from mutua.relationships.queries.profiles import Desired
from mutua.relationships.queries.touchpoints import Meeting
from mutua.relationships.queries.values import Line
from mutua.relationships.rules.readiness import MOST, Requirement

register = template.Library()


@dataclass(frozen=True)
class Prerequisites:
    met: list[Activity]
    unmet: list[Activity]


@register.simple_tag
def prerequisites(desired: Desired, key: str) -> Prerequisites:
    """What must come before an activity of a gap: met by what is practised, and not."""
    return Prerequisites(desired.met(key), desired.unmet(key))


@register.simple_tag
def dimension_label(key: str) -> str:
    """Data, Systems, People, Process, Will."""
    return str(dict(DIMENSIONS).get(key, key))


@register.simple_tag
def contacts(meeting: Meeting) -> int:
    """Contacts a year at a touchpoint of an account."""
    return traffic(meeting)


@register.simple_tag
def of_department(people: Mapping[str, Behind], name: str) -> Behind | None:
    return people.get(name)


@register.simple_tag
def catalogue_field(name: str) -> str:
    """What a field of the catalogue is called: first letter large, to stand before a colon."""
    words = str(FIELDS.get(name, name))
    return words[:1].upper() + words[1:]


@register.simple_tag
def catalogue_value(name: str, value: Any) -> str:
    """A value of the catalogue as a reader says it; nothing is a dash."""
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, dict):
        return ", ".join(f"{dimension_label(key)} {level}" for key, level in value.items()) or "–"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or "–"
    if name == "type":
        return str(dict(TYPES).get(value, value))
    if name == "cost":
        return formats.number(float(value), 0 if isinstance(value, int) else 2)
    return str(value) or "–"


@register.simple_tag
def named(names: dict[str, str], key: str) -> str:
    return names.get(key, key)


@register.simple_tag
def ratio(value: Fraction | None) -> str:
    """0.2, 0.99, 1: as short as it can be said with three decimals."""
    if value is None:
        return ""
    text = formats.number(float(value), 3)
    return text.rstrip("0").rstrip(".,") if any(mark in text for mark in ".,") else text


@register.inclusion_tag("relationships/roadmaps/_readiness_row.html")
def readiness_row(pair: tuple[Requirement, Requirement]) -> dict[str, object]:
    """One dimension on both sides, with the need as an upright stroke. A party that nobody has assessed shows a question mark."""
    ours, theirs = pair
    stroke = percent(ours.need, MOST)
    return {
        "label": dimension_label(ours.dimension.value),
        "need": ours.need,
        "ours": ours,
        "theirs": theirs,
        "left": percent(ours.have or 0, MOST),
        "left_x": round(100 - percent(ours.have or 0, MOST), 1),
        "right": percent(theirs.have or 0, MOST),
        # Half a percent inside, or the stroke at 4 would lie outside of the picture.
        "stroke": min(stroke, 99.6),
        "stroke_left": max(round(100 - stroke, 1), 0.4),
    }


@register.simple_tag
def nth(row: Sequence[object], position: int) -> object | None:
    return row[position] if position < len(row) else None


@register.inclusion_tag("relationships/values/_half.html")
def value_half(line: Line, side: str, scale: Decimal) -> dict[str, object]:
    """One half of the two-sided bar, dashed what is expected. side "us" is what we give, and so what they have got: it grows to the left."""
    ours = side == "us"
    receiver = "customer" if ours else "us"
    got, expected = (percent(abs(getattr(both, receiver)), scale) for both in (line.got, line.expected))
    return {
        "tone": "us" if ours else "them",
        "width": got,
        "width_x": round(100 - got, 1) if ours else 0,
        "ghost": expected,
        "ghost_x": round(100 - expected, 1) if ours else 0,
    }
