"""Small questions that the templates of relationships ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import template
from django.db.models import Model
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from mutua.foundation.ui import formats
from mutua.foundation.ui.drawing import percent
from mutua.relationships.book_words import FIELDS
from mutua.relationships.drawing import column_of, traffic
from mutua.relationships.models import Activity
from mutua.relationships.models.labels import DIMENSIONS, TYPES
from mutua.relationships.profile_forms import measure_words
from mutua.relationships.queries.assessments import Assessment
from mutua.relationships.queries.map_people import Behind
from mutua.relationships.queries.profiles import Desired
from mutua.relationships.queries.readiness_page import ReadinessPage, Row
from mutua.relationships.queries.touchpoints import Meeting
from mutua.relationships.queries.values import Line
from mutua.relationships.rules.derived_type import DerivedType
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
def catalogue_value(name: str, value: Any, names: Mapping[str, str]) -> str:
    """A value of the catalogue as a reader says it; nothing is a dash. names: of activities, by key."""
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if name == "effects":
        return ", ".join(measure_move(key, Decimal(str(size))) for key, size in value.items()) or "–"
    if isinstance(value, dict):
        return ", ".join(f"{dimension_label(key)} {level}" for key, level in value.items()) or "–"
    if isinstance(value, list | tuple):
        return ", ".join(names.get(str(one), str(one)) if name == "requires" else str(one) for one in value) or "–"
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
def quarter(day: date) -> str:
    """The quarter of a day: Q3 2026."""
    return _("Q%(number)s %(year)s") % {"number": (day.month - 1) // 3 + 1, "year": day.year}


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


@register.inclusion_tag("relationships/readiness/_row.html")
def two_sides(row: Row) -> dict[str, object]:
    """One dimension of both sides; a question mark where nobody has assessed it."""
    ours, theirs = (percent(one.level or 0, MOST) if one is not None else 0.0 for one in (row.ours, row.theirs))
    return {"row": row, "label": dimension_label(row.dimension.value), "left": ours, "left_x": round(100 - ours, 1), "right": theirs}


@register.simple_tag
def our_known(page: ReadinessPage) -> list[Assessment]:
    return [row.ours for row in page.rows if row.ours is not None]


@register.simple_tag
def their_known(page: ReadinessPage) -> list[Assessment]:
    return [row.theirs for row in page.rows if row.theirs is not None]


@register.simple_tag
def course_said(row: Row) -> str:
    """What the stepped lines of a dimension say, in words."""
    parts = []
    for course, words in ((row.our_course, _("ours %(levels)s")), (row.their_course, _("theirs %(levels)s"))):
        if course:
            parts.append(words % {"levels": ", ".join(str(one.level) if one.level is not None else "?" for one in course)})
    return f"{dimension_label(row.dimension.value)}: {'; '.join(parts)}"


@register.simple_tag
def proposal_url(account_id: int | None, key: str) -> str:
    if account_id is None:
        return reverse("relationships:our-proposal", args=[key])
    return reverse("relationships:proposal", args=[account_id, key])


@register.simple_tag
def proposal_row(row: Model) -> SafeString:
    """A row under a figure: its own name, with a link where it has a page."""
    record = getattr(row, "order", None) if not hasattr(row, "get_absolute_url") else row
    address = record.get_absolute_url() if record is not None else ""
    name = f"{record} · {row}" if record is not None and record is not row else str(row)
    return format_html('<a class="plain" href="{}">{}</a>', address, name) if address else format_html("{}", name)


@register.simple_tag
def measure_move(measure: str, change: Decimal | None) -> str:
    """Order to delivery days −2."""
    if not measure or change is None:
        return ""
    sign = "+" if change > 0 else "−"
    decimals = 0 if change == int(change) else max(2, -int(change.normalize().as_tuple().exponent))
    return f"{measure_words(measure)} {sign}{formats.number(abs(change), decimals)}"


@register.simple_tag
def type_column(derived: DerivedType | None) -> float | None:
    """Where a derived type stands on the four columns, in percent."""
    return column_of(derived.type) if derived is not None else None


@register.simple_tag
def type_name(kind: str | None) -> str:
    """Independent, Cooperative, Collaborative, Strategic, or a dash."""
    return str(dict(TYPES).get(str(kind), "–")) if kind else "–"
