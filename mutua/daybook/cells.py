"""Cells of the daybook's lists that are more than a text."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from mutua.customers.cells import NOTHING
from mutua.foundation.ui.formats import day
from mutua.foundation.ui.templatetags.mutua import face


def linked(row: Any) -> SafeString:
    return format_html('<a class="name" href="{}">{}</a>', row.get_absolute_url(), str(row))


def account(row: Any) -> SafeString:
    return format_html('<a class="plain" href="{}">{}</a>', row.account.get_absolute_url(), row.account.name) if row.account else NOTHING


def person(row: Any) -> SafeString:
    """`row.met`: whom of theirs it was with, where the reader sees that person."""
    return format_html('<a class="plain" href="{}">{}</a>', row.met.get_absolute_url(), row.met.name) if row.met else NOTHING


def of_ours(user: Any) -> SafeString:
    return format_html('<span class="flex nw">{}<span>{}</span></span>', face(user.name), user.name) if user else NOTHING


def touchpoint(row: Any) -> SafeString:
    inferred = format_html(' <small class="ink-3">{}</small>', _("inferred")) if row.touchpoint_inferred else ""
    return format_html("{}{}", row.touchpoint.name, inferred)


def strategy(row: Any) -> SafeString:
    if row.strategy is None:
        return format_html('<span class="ink-3">{}</span>', _("off strategy"))
    inferred = format_html(' <small class="ink-3">{}</small>', _("inferred")) if row.strategy_inferred else ""
    return format_html("{}{}", row.strategy.name, inferred)


def due(row: Any, today: Any) -> SafeString:
    if row.due_on is None:
        return NOTHING
    late = row.done_at is None and row.due_on < today
    return format_html('<span class="{} nw">{}</span>', "breach" if late else "", day(row.due_on))
