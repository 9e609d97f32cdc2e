"""Figures of measures as pages write them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import template
from django.utils.translation import gettext as _

from mutua.foundation.ui import formats

register = template.Library()


@register.simple_tag
def level(value: Any, unit: str, decimals: int = 1) -> str:
    """94.2 % or 6.3 days; a dash where there is none."""
    if value in (None, ""):  # "" where a template finds no figure at all
        return "–"
    if unit == "share":
        return formats.share(float(value), decimals)
    places = 0 if decimals and float(value).is_integer() else decimals
    return _("%(days)s days") % {"days": formats.number(float(value), places)}


@register.simple_tag
def amount(value: Any) -> str:
    """A numerator or denominator: whole where it is whole."""
    if value is None:
        return "–"
    exact = float(value) if isinstance(value, Fraction | Decimal) else value
    return formats.number(exact, 0 if float(exact).is_integer() else 1)


@register.simple_tag
def cell(row: Any, name: str) -> str:
    """What a row says under one of the names that its source shows."""
    value = getattr(row, name, None)
    if value is None:
        return "–"
    if hasattr(value, "year"):
        return formats.day(value, year=True)
    return amount(value) if isinstance(value, Decimal | int | float) else str(value)


@register.simple_tag
def observed(one: Any, unit: str) -> str:
    """The figure of one period."""
    return level(Fraction(one.numerator) / Fraction(one.denominator), unit)
