"""The reconciliation list: case by case, what we say, what the customer says, and why it differs."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from mutua.foundation.access import Actor
from mutua.foundation.fields.registry import field
from mutua.foundation.lists import Blank, BulkAct, Column, ListSpec, Starter
from mutua.foundation.ui.formats import day
from mutua.foundation.ui.templatetags.mutua import label, perf
from mutua.relationships.actions.decide_differences import decide_differences
from mutua.relationships.measure_forms import AcceptForm, ExplainForm
from mutua.relationships.measures import kind_named
from mutua.relationships.models import Difference
from mutua.relationships.queries.reconciling import differences_seen
from mutua.relationships.templatetags.measures import amount, level

KIND = "difference"
EDIT = "relationships.measure.edit"

field(KIND, key="measure", label=_("Measure"), kind="link", path="measure_id")
field(KIND, key="account", label=_("Account"), kind="text", path="measure__account_touchpoint__account__name")
field(KIND, key="number", label=_("Number"), kind="text")
field(KIND, key="reason", label=_("Reason"), kind="choice", choices=lambda: Difference.Reason.choices)
field(KIND, key="state", label=_("State"), kind="choice", choices=lambda: Difference.State.choices)
field(KIND, key="happened_on", label=_("Day"), kind="date")


def _side(row: Any, whose: str) -> Any:
    """Good or failed; where cases have figures of their own, the figure."""
    good, figure = getattr(row, "ours" if whose == "our" else "theirs"), _figure(row, whose)
    if good is None:
        return _now("open") if row.reason == Difference.Reason.OPEN else _now("not there")
    return perf("ok" if good else "breach", figure or (_now("good") if good else _now("failed")))


def _figure(row: Any, whose: str) -> str:
    """Empty where a case is good or not."""
    measure, above, below = row.measure, getattr(row, f"{whose}_numerator"), getattr(row, f"{whose}_denominator")
    if above is None or (measure.is_counted and kind_named(measure.kind).yes_or_no):
        return ""
    if not measure.is_share and below == 1:
        return level(above, measure.unit)
    return _now("%(part)s of %(all)s") % {"part": amount(above), "all": amount(below)}


def _said(row: Any, whose: str) -> str:
    good = row.ours if whose == "our" else row.theirs
    return "" if good is None else _figure(row, whose) or ("good" if good else "failed")


def _effect(row: Any) -> Any:
    """Whole where it is whole."""
    return int(row.effect) if row.effect == int(row.effect) else row.effect.normalize()


def _state(row: Any) -> Any:
    return label(row.get_state_display(), kind="dash" if row.state == Difference.State.OPEN else "")


def explain(actor: Actor, ids: list[int], cleaned: dict[str, Any]) -> int:
    return decide_differences(actor, ids, state=Difference.State.EXPLAINED, note=cleaned["note"])


def accept(actor: Actor, ids: list[int], cleaned: dict[str, Any]) -> int:
    return decide_differences(actor, ids, state=Difference.State.ACCEPTED, note=cleaned.get("note", ""))


def open_again(actor: Actor, ids: list[int], cleaned: dict[str, Any]) -> int:
    return decide_differences(actor, ids, state=Difference.State.OPEN)


def _search(queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
    return queryset.filter(number__icontains=text) | queryset.filter(measure__account_touchpoint__account__search__contains=text.casefold())


DIFFERENCES = ListSpec(
    kind=KIND,
    model=Difference,
    title=_("Reconciliation"),
    noun=_("differences"),
    base=differences_seen,
    columns=[
        Column("number", _("Number"), text=lambda row: row.number, sort="number", phone=True),
        Column("account", _("Account"), text=lambda row: row.measure.account_touchpoint.account.name, sort="measure__account_touchpoint__account__sort_key"),
        Column("measure", _("Measure"), text=lambda row: row.measure.name),
        Column("happened_on", _("Day"), text=lambda row: day(row.happened_on, year=True) or "–", value=lambda row: row.happened_on, sort="happened_on"),
        Column("ours", _("We say"), text=lambda row: _side(row, "our"), value=lambda row: _said(row, "our")),
        Column("theirs", _("They say"), text=lambda row: _side(row, "their"), value=lambda row: _said(row, "their"), phone=True),
        Column("reason", _("Reason"), text=lambda row: row.get_reason_display(), sort="reason", phone=True),
        Column("detail", _("Detail"), text=lambda row: row.detail or "–", value=lambda row: row.detail),
        Column("effect", _("Effect"), text=lambda row: f"{_effect(row):+}".replace("-", "−") if row.effect else "0", value=_effect, numeric=True),
        Column("state", _("State"), text=_state, value=lambda row: row.get_state_display(), sort="state"),
        Column("note", _("Explanation"), text=lambda row: row.note or "–", value=lambda row: row.note),
        Column("who", _("By"), text=lambda row: row.decided_by.name if row.decided_by else "–"),
    ],
    default_sort="-happened_on",
    link=lambda row: (row.shipment or row.invoice or row.measure).get_absolute_url(),
    select_related=("measure__account_touchpoint__account", "measure__account_touchpoint__touchpoint", "shipment", "invoice", "decided_by"),
    search=_search,
    starters=[
        Starter("open", _("Open"), lambda actor: {"field": "state", "op": "is", "value": Difference.State.OPEN.value}),
        Starter("accepted", _("Accepted"), lambda actor: {"field": "state", "op": "is", "value": Difference.State.ACCEPTED.value}),
    ],
    bulk=[
        BulkAct("explain", _("Explain"), needs=EDIT, run=explain, form=ExplainForm, icon="message"),
        BulkAct("accept", _("Accept as they have it"), needs=EDIT, run=accept, form=AcceptForm, icon="check"),
        BulkAct("reopen", _("Open again"), needs=EDIT, run=open_again, icon="rotate"),
    ],
    export="relationships.touchpoint.view",
    blank=Blank(
        _("Nothing to reconcile"),
        _("Where a customer counts a delivery, an invoice, a claim or a whole period otherwise than we do, it stands here: with what both say, why, and who has explained or accepted it."),
        steps=[
            (_("Ask for their list"), _("One case a row: its number, its days, its quantities.")),
            (_("Import it"), _("As customers’ lists of cases; the numbers are matched with ours.")),
            (_("Go through the differences"), _("Explain, accept, or mend the cause.")),
        ],
    ),
)  # fmt: skip
