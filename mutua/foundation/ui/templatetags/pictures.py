"""Bars, trends and bands: drawn by the server in SVG, so that they need no script and print as they are."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.translation import gettext as _

from mutua.foundation.ui import formats
from mutua.foundation.ui.drawing import Number, Scale, path, percent, spark_points

register = template.Library()


@register.inclusion_tag("ui/components/_duo.html")
def duo(
    us: Number, them: Number, scale: Number, ghost_us: Number | None = None, ghost_them: Number | None = None, label: str = ""
) -> dict[str, Any]:
    """Two values from the middle outwards. scale: the value of a full half; ghosts: what was expected."""
    left, right = percent(us, scale, of=50), percent(them, scale, of=50)
    ghost_left = percent(ghost_us, scale, of=50) if ghost_us else None
    return {
        "left": left,
        "left_x": round(50 - left, 1),
        "right": right,
        "ghost_left": ghost_left,
        "ghost_left_x": None if ghost_left is None else round(50 - ghost_left, 1),
        "ghost_right": percent(ghost_them, scale, of=50) if ghost_them else None,
        "label": label or _("To them %(us)s, to us %(them)s") % {"us": formats.shortened(us), "them": formats.shortened(them)},
    }


@register.inclusion_tag("ui/components/_duo_row.html")
def duo_row(
    us: Number, them: Number, scale: Number, word: Any, us_text: Any = "", them_text: Any = "", gate: Number | None = None
) -> dict[str, Any]:
    """Number, bar, word, bar, number. gate: an upright stroke on both halves at this value."""
    left, right = percent(us, scale), percent(them, scale)
    stroke = None if gate is None else percent(gate, scale)
    return {
        "left": left,
        "left_x": round(100 - left, 1),
        "right": right,
        "word": word,
        "us_text": us_text or formats.shortened(us),
        "them_text": them_text or formats.shortened(them),
        "gate": stroke,
        "gate_left": None if stroke is None else round(100 - stroke, 1),
    }


@register.inclusion_tag("ui/components/_bar.html")
def bar(value: Number, scale: Number, tone: str = "ink", ghost: Number | None = None, label: str = "") -> dict[str, Any]:
    """One bar from the left. ghost: a dashed outline, for what was expected or what is left."""
    return {"width": percent(value, scale), "tone": tone, "ghost": None if ghost is None else percent(ghost, scale), "label": label}


@register.inclusion_tag("ui/components/_spark.html")
def spark(
    values: Sequence[Number | None],
    goal: Number | None = None,
    low: Number | None = None,
    high: Number | None = None,
    state: str = "",
    label: str = "",
) -> dict[str, Any]:
    """A trend without axes, the newest value marked; it stands beside the figure and is not read out unless labelled."""
    known = [float(value) for value in values if value is not None]
    floor = float(low) if low is not None else min([*known, *([float(goal)] if goal is not None else [])], default=0.0)
    ceiling = float(high) if high is not None else max([*known, *([float(goal)] if goal is not None else [])], default=1.0)
    points = spark_points(values, floor, ceiling)
    last = next((point for point in reversed(points) if point is not None), None)
    return {
        "d": path(points),
        "last": last,
        "goal_y": None if goal is None else Scale(floor, ceiling, 22, 2)(goal),
        "state": state or "none",
        "label": label,
    }


@register.inclusion_tag("ui/components/_verdict.html")
def verdict(
    low: Number,
    high: Number,
    estimate: Number | None,
    break_even: Number,
    plan: Number,
    unit: str = "",
    state: str = "",
    decimals: int = 1,
    kind: str = "number",
    label: str = "",
) -> dict[str, Any]:
    """The interval on one axis with break-even dashed and plan solid. kind "share" writes fractions as percent; endless ends are cut at the edge."""
    marks = [float(break_even), float(plan)] + [float(end) for end in (low, high) if math.isfinite(float(end))]
    reach = (max(marks) - min(marks)) or abs(marks[0]) or 1.0
    across = Scale(min(marks) - reach * 0.16, max(marks) + reach * 0.16, 0, 100)
    say = (lambda value: formats.share(value, decimals)) if kind == "share" else (lambda value: f"{formats.number(value, decimals)}{unit}")
    left, right = (_end(float(end), across, edge, say) for end, edge in ((low, 0.0), (high, 100.0)))
    even, planned = across(break_even), across(plan)
    tight = abs(even - planned) < 34
    return {
        "left": left,
        "right": right,
        "width": max(0.6, round(right["x"] - left["x"], 2)),
        "dot": None if estimate is None else across(estimate),
        "even": {"x": even, "text": say(break_even), "anchor": ("end" if even <= planned else "start") if tight else "middle"},
        "plan": {"x": planned, "text": say(plan), "anchor": ("start" if even <= planned else "end") if tight else "middle"},
        "narrow": right["x"] - left["x"] < 12,
        "state": state or "none",
        "label": label
        or _("Interval %(low)s to %(high)s; break-even %(even)s; plan %(plan)s")
        % {"low": left["text"], "high": right["text"], "even": say(break_even), "plan": say(plan)},
    }


def _end(value: float, across: Scale, edge: float, say: Any) -> dict[str, Any]:
    if math.isfinite(value):
        return {"x": across(value), "text": say(value)}
    return {"x": edge, "text": "−∞" if value < 0 else "∞"}
