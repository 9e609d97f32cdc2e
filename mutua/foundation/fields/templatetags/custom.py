"""`{% load custom %}`: the custom fields of a record on its page, one line for each kind of record."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from mutua.foundation.fields.showing import custom_rows

register = template.Library()


@register.inclusion_tag("fields/_values.html", takes_context=True)
def custom_values(context: Context, record: Any) -> dict[str, Any]:
    """A panel with what stands in them and what the computed ones come to; nothing where there is none."""
    return {"rows": custom_rows(str(record._meta.model_name), record, context["request"].actor)}
