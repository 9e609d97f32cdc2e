"""The trend and the value both ways of each account in the list of accounts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mutua.customers.columns import account_column
from mutua.foundation.access import Actor
from mutua.foundation.lists import Column
from mutua.foundation.ui.formats import money, share
from mutua.foundation.ui.templatetags.pictures import duo, spark
from mutua.relationships.queries.on_time import by_quarter
from mutua.relationships.queries.values import got_by

QUARTERS = 8
NOTHING = SafeString('<span class="ink-3">–</span>')


def fill_trend(actor: Actor, rows: list[Any]) -> None:
    """On time in full by quarter, for the measures that the column before it has found: one query, or none."""
    counted = [row.on_time.measure.pk for row in rows if row.on_time and row.on_time.measure.counted_from == "shipments"]
    found = by_quarter(actor, counted, QUARTERS) if counted else {}
    for row in rows:
        row.trend = found.get(row.on_time.measure.pk, []) if row.on_time else []


def fill_value(actor: Actor, rows: list[Any]) -> None:
    """What both sides have got; bars of one currency share one scale on a page, so that they can be compared: one query."""
    found = got_by(actor, rows)
    longest: dict[str, Decimal] = {}
    for row in rows:
        row.both = found.get(row.pk)
        if row.both:
            longest[row.currency] = max(longest.get(row.currency, Decimal(1)), abs(row.both.us), abs(row.both.customer))
    for row in rows:
        row.value_scale = longest.get(row.currency, Decimal(1))


def trend_cell(row: Any) -> SafeString:
    known = [value for value in row.trend if value is not None]
    if len(known) < 2:
        return NOTHING
    says = _("%(first)s at first, %(last)s at last, over %(n)s quarters") % {
        "first": share(float(known[0])),
        "last": share(float(known[-1])),
        "n": QUARTERS,
    }
    values = [None if value is None else float(value) for value in row.trend]
    drawn = spark(values, goal=float(row.on_time.measure.target), low=0, high=1, state=row.on_time.standing.value, label=says)
    return render_to_string("ui/components/_spark.html", drawn)


def value_cell(row: Any) -> SafeString:
    if not row.both:
        return NOTHING
    ours, theirs = (money(side, row.currency, short=True) for side in (row.both.us, row.both.customer))
    says = _("To them %(theirs)s, to us %(ours)s") % {"theirs": theirs, "ours": ours}
    return render_to_string("ui/components/_duo.html", duo(row.both.customer, row.both.us, row.value_scale, label=says))


account_column(
    Column(
        "trend",
        gettext_lazy("8 quarters"),
        text=trend_cell,
        value=lambda row: " ".join("" if value is None else f"{float(value):.3f}" for value in row.trend),
        css="c-spark",
    ),
    order=32,
    prepare=fill_trend,
)
account_column(
    Column(
        "both_ways",
        gettext_lazy("To them · to us"),
        text=value_cell,
        value=lambda row: f"{row.both.customer} {row.both.us}" if row.both else "",
        css="c-duo",
    ),
    order=75,
    prepare=fill_value,
)
