"""`{% load custom %}`: the custom fields of a record on its page, one line for each kind of record."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from mutua.foundation.fields.known import Known
from mutua.foundation.fields.showing import custom_rows, tell_custom

register = template.Library()
_READ = "known_custom_fields"


@register.inclusion_tag("fields/_values.html", takes_context=True)
def custom_values(context: Context, record: Any) -> dict[str, Any]:
    """A panel with what stands in them and what the computed ones come to; nothing where there is none."""
    return {"rows": custom_rows(record, context["request"].actor)}


@register.simple_tag(takes_context=True)
def tell_customs(context: Context, *groups: Any) -> str:
    """Before the rows are shown: each gets `told`, which `fields/_told.html` writes below it. groups: lists of records, or nothing."""
    request = context["request"]
    if not hasattr(request, _READ):  # the panels of one page read the definitions once
        setattr(request, _READ, Known(request.actor))
    tell_custom(getattr(request, _READ), *(group for group in groups if group))
    return ""
