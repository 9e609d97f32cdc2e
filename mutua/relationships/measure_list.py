"""The list of measures over all accounts: out of tolerance first. It orders measures, never relationships: no column knows a type."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from mutua.foundation.access import Actor
from mutua.foundation.fields.registry import field
from mutua.foundation.lists import Blank, Column, ListSpec, Starter
from mutua.foundation.ui.formats import day
from mutua.foundation.ui.templatetags.mutua import evidence, label, perf
from mutua.relationships.measures import kind_named, kinds
from mutua.relationships.models import PerformanceMeasure
from mutua.relationships.queries.measures import measures_seen, open_alarms_of
from mutua.relationships.templatetags.measures import amount, level

KIND = "measure"

field(KIND, key="account", label=_("Account"), kind="text", path="account_touchpoint__account__name")
field(KIND, key="account_id", label=_("Account number"), kind="link", path="account_touchpoint__account_id")
field(KIND, key="touchpoint", label=_("Touchpoint"), kind="text", path="account_touchpoint__touchpoint__name")
field(KIND, key="kind", label=_("Kind"), kind="choice", choices=lambda: [(kind.key, kind.title) for kind in kinds().values()])
field(KIND, key="counted_from", label=_("Counted from"), kind="choice", choices=lambda: PerformanceMeasure.CountedFrom.choices)
field(KIND, key="standing", label=_("Standing"), kind="number", path="figure__rank")
field(KIND, key="is_proxy", label=_("By proxy"), kind="bool")
field(KIND, key="owner", label=_("Owner"), kind="link", path="account_touchpoint__owner")


def _prepare(actor: Actor, rows: list[Any]) -> None:
    ringing = open_alarms_of(actor, rows)
    for row in rows:
        row.alarm = ringing.get(row.pk)


def _figure(row: Any) -> Any:
    return getattr(row, "figure", None)


def _figure_cell(row: Any) -> SafeString:
    told = _figure(row)
    if told is None or told.value is None:
        return SafeString('<span class="ink-3">–</span>')
    return perf(told.state, level(told.value, row.unit))


def _evidence_cell(row: Any) -> SafeString:
    told = _figure(row)
    if told is None or told.value is None:
        return SafeString('<span class="ink-3">–</span>')
    words = {"above": amount(told.numerator), "below": amount(told.denominator)}
    return evidence(_now("%(above)s of %(below)s") % words, f"{row.get_absolute_url()}#rows")


def _whose_cell(row: Any) -> SafeString:
    if row.is_proxy:
        return label(_now("By proxy: %(name)s") % {"name": row.proxy_name}, kind="dash", icon="eye-off")
    return label(_now("Their own"), kind="them")


def _limits(row: Any) -> str:
    return f"{level(row.target, row.unit)} / {level(row.tolerance, row.unit)}"


def _search(queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
    named = queryset.filter(account_touchpoint__account__search__contains=text.casefold())
    return named | queryset.filter(name__icontains=text) | queryset.filter(account_touchpoint__touchpoint__name__icontains=text)


MEASURES = ListSpec(
    kind=KIND,
    model=PerformanceMeasure,
    title=_("Measures"),
    noun=_("measures"),
    base=measures_seen,
    columns=[
        Column("account", _("Account"), text=lambda row: row.account_touchpoint.account.name, sort="account_touchpoint__account__sort_key", phone=True),
        Column("name", _("Measure"), text=lambda row: row.name, sort="name", phone=True),
        Column("touchpoint", _("Touchpoint"), text=lambda row: row.account_touchpoint.touchpoint.name, sort="account_touchpoint__touchpoint__position"),
        Column("standing", _("Figure, 12 months"), text=_figure_cell, value=lambda row: told.value if (told := _figure(row)) else None, sort="rank", phone=True),
        Column("whose", _("Whose measure"), text=_whose_cell, value=lambda row: row.proxy_name if row.is_proxy else row.account_touchpoint.account.name),
        Column("limits", _("Target / tolerance"), text=_limits, value=_limits),
        Column("evidence", _("Evidence"), text=_evidence_cell, value=lambda row: f"{told.numerator} / {told.denominator}" if (told := _figure(row)) else ""),
        Column("rings", _("Watch"), text=lambda row: _now("rings since %(day)s") % {"day": day(row.alarm.broken_on)} if row.alarm else "–", value=lambda row: row.alarm.broken_on if row.alarm else ""),
        Column("kind", _("Kind"), text=lambda row: str(kind_named(row.kind).title), hidden=True),
        Column("owner", _("Owner"), text=lambda row: row.account_touchpoint.owner.name if row.account_touchpoint.owner else "–", sort="account_touchpoint__owner__name", hidden=True),
    ],
    default_sort="standing",
    link=lambda row: row.get_absolute_url(),
    select_related=("account_touchpoint__account", "account_touchpoint__touchpoint", "account_touchpoint__owner", "figure"),
    search=_search,
    prepare=_prepare,
    starters=[
        Starter("out", _("Out of tolerance"), lambda actor: {"field": "standing", "op": "is", "value": 0}),
        Starter("mine", _("Mine"), lambda actor: {"field": "owner", "op": "is", "value": actor.user_id} if actor.user_id else None),
        Starter("proxy", _("By proxy"), lambda actor: {"field": "is_proxy", "op": "is", "value": True}),
    ],
    export="relationships.touchpoint.view",
    blank=Blank(
        _("No measures yet"),
        _("A measure is the customer’s: what it counts, in which window, and from where on it does not tolerate it."),
        steps=[
            (_("Open a touchpoint"), _("On the page of an account, under Touchpoints.")),
            (_("Ask how they measure"), _("Their window and their completeness rule; until they say, ours stands as a named proxy.")),
            (_("Let the rows count"), _("Deliveries and invoices come from the back office; claims and forecasts from files.")),
        ],
    ),
)  # fmt: skip
