"""`{% load history %}`: the history of a record on its page, one line for each kind of record that has declared its old values."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.utils.translation import gettext as _

from mutua.foundation.records.models import Record
from mutua.foundation.records.queries.history import history_of
from mutua.foundation.records.returning import old_values_of

register = template.Library()


@register.inclusion_tag("records/_told_history.html", takes_context=True)
def told_history(context: Context, record: Record, title: Any = "") -> dict[str, Any]:
    """A panel with who changed which field when, what can be put back, and why nothing is where nothing is: four queries.

    title: where a page has two of them.
    """
    kind = old_values_of(record)
    if kind is None:
        raise LookupError(f"{type(record).__name__} has not declared its old values. Do it with old_values().")
    actor = context["request"].actor
    return {
        "changes": history_of(actor, record),
        "record": record,
        "kind": kind.key,
        "title": title or _("History"),
        "stays": kind.stays(record),
        "csrf_token": context.get("csrf_token"),
    }
