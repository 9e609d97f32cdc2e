"""The list of touchpoints over all accounts. No column sorts by type, and none ranks one relationship under another."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mutua.foundation.access import Actor
from mutua.foundation.fields.registry import field
from mutua.foundation.lists import Blank, Column, ListSpec, Starter
from mutua.relationships.actions.edit_touchpoint import edit_touchpoint_numbered
from mutua.relationships.models import AccountTouchpoint
from mutua.relationships.queries.touchpoints import Performance, meetings, touchpoints_seen
from mutua.relationships.templatetags.measures import level

KIND = "account_touchpoint"

field(KIND, key="account", label=_("Account"), kind="text", path="account__name")
field(KIND, key="touchpoint", label=_("Touchpoint"), kind="text", path="touchpoint__name")
field(KIND, key="country", label=_("Country"), kind="text", path="account__country")
field(KIND, key="owner", label=_("Owner"), kind="link", path="owner")
field(KIND, key="involves_sales", label=_("Involves sales"), kind="bool", path="touchpoint__involves_sales")


def _with_meetings(actor: Actor, rows: list[Any]) -> None:
    """Type and performance of the rows of one page, in a fixed number of queries."""
    for row, meeting in zip(rows, meetings(actor, rows), strict=True):
        row.meeting = meeting


def _told(figure: Performance | None) -> float | str | None:
    """A share as a number; what is none as it is written, with its unit."""
    if figure is None or figure.value is None:
        return None
    return figure.rate if figure.rate is not None else level(figure.value, figure.measure.unit)


def _search(queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
    return queryset.filter(account__search__contains=text.casefold()) | queryset.filter(touchpoint__name__icontains=text)


TOUCHPOINTS = ListSpec(
    kind=KIND,
    model=AccountTouchpoint,
    title=_("Relationships"),
    noun=_("touchpoints"),
    base=touchpoints_seen,
    columns=[
        Column("account", _("Account"), template="relationships/touchpoints/_account_cell.html", sort="account__sort_key", phone=True),
        Column("touchpoint", _("Touchpoint"), text=lambda row: row.touchpoint.name, sort="touchpoint__position"),
        Column(
            "type",
            _("Type, from what is done"),
            template="relationships/touchpoints/_type_cell.html",
            value=lambda row: row.meeting.derived.type or "",
        ),
        Column(
            "performance",
            _("On their measure"),
            template="relationships/touchpoints/_performance_cell.html",
            value=lambda row: _told(row.meeting.performance),
            phone=True,
        ),
        Column("evidence", _("Evidence"), template="relationships/touchpoints/_evidence_cell.html", value=lambda row: ""),
        Column("owner", _("Owner"), text=lambda row: row.owner.name if row.owner else "–", sort="owner__name"),
    ],
    default_sort="account",
    link=lambda row: row.get_absolute_url(),
    select_related=("account", "touchpoint", "owner"),
    search=_search,
    prepare=_with_meetings,
    starters=[
        Starter("mine", _("Mine"), lambda actor: {"field": "owner", "op": "is", "value": actor.user_id} if actor.user_id else None),
        Starter("without-sales", _("Without sales"), lambda actor: {"field": "involves_sales", "op": "is", "value": False}),
    ],
    export="relationships.touchpoint.view",
    custom_edit=("relationships.touchpoint.edit", edit_touchpoint_numbered),
    blank=Blank(
        _("No touchpoints yet"),
        _("A touchpoint is a process in which departments of both companies meet: physical delivery, invoicing, promotion planning."),
        steps=[
            (_("Open one"), _("On the page of an account, under Touchpoints.")),
            (_("Say what is practised"), _("The type follows from the activities.")),
            (_("Ask how they measure"), _("Performance is read on the customer’s own measure.")),
        ],
    ),
)
