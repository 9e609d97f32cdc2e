"""Making the reconciliation list of a measure: every case or period of which the customer and we do not say the same."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mutua.foundation.access import Actor, find, require, visible_to
from mutua.foundation.ui.formats import day
from mutua.relationships.measures import kind_named
from mutua.relationships.measures.rows import INVOICES, SHIPMENTS
from mutua.relationships.models import Difference, PerformanceMeasure
from mutua.relationships.queries.reconciling import TOLD_AS, Sides, found_between, sides_of
from mutua.relationships.rules.reconciling import MADE_OF, Differs, Reason, Told, same_number

COUNTS = ("our_numerator", "our_denominator", "their_numerator", "their_denominator")
SAID = ("happened_on", "shipment_id", "invoice_id", "case_id", "ours", "theirs", *COUNTS, "reason", "detail", "effect")


@transaction.atomic
def reconcile(actor: Actor, measure_id: int) -> int:
    """Returns how many differences stand. Safe to repeat: what was explained or accepted stays so while both say the same as then.

    What both agree on by now is settled, and kept. Raises NotFound, NotAllowed.
    """
    measure: PerformanceMeasure = find(visible_to(actor, PerformanceMeasure.objects.select_for_update(of=("self",))), pk=measure_id)
    require(actor, "relationships.measure.edit", measure)
    sides = sides_of(actor, measure)
    found = {same_number(one.number): one for one in found_between(measure, sides)}
    # The same case may be written otherwise than when it was listed: which of both sides it is named after depends on who has it.
    new = dict(found)
    for row in Difference.objects.select_for_update().filter(measure=measure).order_by("pk"):
        one = new.pop(same_number(row.number), None)
        if one is not None:
            _follow(row, _said(one, measure, sides))
        elif row.state != Difference.State.SETTLED:
            row.state = Difference.State.SETTLED
            row.save(update_fields=["state"])
    _write_new(measure, list(new.values()), sides)
    return len(found)


def _write_new(measure: PerformanceMeasure, new: list[Differs], sides: Sides) -> None:
    rows = [Difference(measure=measure, number=one.number, **_said(one, measure, sides)) for one in new]
    Difference.objects.bulk_create(rows, batch_size=2_000)


def _follow(row: Difference, said: dict[str, object]) -> None:
    """What is said of a case now. Who explained or accepted something else is asked again."""
    if all(getattr(row, name) == said[name] for name in SAID):
        if row.state == Difference.State.SETTLED:
            Difference.objects.filter(pk=row.pk).update(state=Difference.State.OPEN, version=F("version") + 1)
        return
    asked_again = any(getattr(row, name) != said[name] for name in ("ours", "theirs", "reason", *COUNTS))
    for name in SAID:
        setattr(row, name, said[name])
    if asked_again or row.state == Difference.State.SETTLED:
        row.state, row.decided_by, row.decided_at = Difference.State.OPEN, None, None
    row.save()


def _said(one: Differs, measure: PerformanceMeasure, sides: Sides) -> dict[str, object]:
    ours, theirs = one.ours, one.theirs
    days = [told.day for told in (ours, theirs) if told is not None]
    our_source = kind_named(measure.kind).our_source if measure.is_counted else ""
    row_id = ours.row_id if ours is not None else None
    return {
        "happened_on": next((day for day in days if day is not None), None),
        "shipment_id": row_id if our_source == SHIPMENTS.key else None,
        "invoice_id": row_id if our_source == INVOICES.key else None,
        "case_id": theirs.row_id if sides.from_list and theirs is not None else None,
        "ours": _good(ours),
        "theirs": _good(theirs),
        **_counts("our", ours),
        **_counts("their", theirs),
        "reason": one.reason.value,
        "detail": _detail(one, measure),
        "effect": one.effect,
    }


def _good(told: Told | None) -> bool | None:
    return told.good if told is not None and told.known else None


def _counts(side: str, told: Told | None) -> dict[str, Decimal | None]:
    numerator, denominator = told.counts if told is not None and told.known else (None, None)
    return {f"{side}_numerator": numerator, f"{side}_denominator": denominator}


def _detail(one: Differs, measure: PerformanceMeasure) -> str:
    window = measure.window
    theirs = one.theirs
    if theirs is None:
        return ""
    if one.reason is Reason.LATE and theirs.due_on is not None:
        if theirs.done_on is None:
            return _("not received")
        late = (theirs.done_on - window.closes(theirs.due_on)).days
        return ngettext("%(n)s day after the window", "%(n)s days after the window", late) % {"n": late}
    if one.reason is Reason.EARLY and theirs.due_on is not None and theirs.done_on is not None:
        opens = window.opens(theirs.due_on)
        early = (opens - theirs.done_on).days if opens is not None else 0
        return ngettext("%(n)s day before the window", "%(n)s days before the window", early) % {"n": early}
    if one.reason is Reason.SHORT:
        return _("%(came)s of %(ordered)s received") % {"came": _plain(theirs.came), "ordered": _plain(theirs.ordered)}
    return _both_say(one, measure) if one.ours is not None else ""


def _both_say(one: Differs, measure: PerformanceMeasure) -> str:
    """What each of them says of the thing of which the figure is made: “received 90, by us 100”."""
    told = next(
        (name for name, reason in MADE_OF.items() if reason is one.reason or (one.reason is Reason.OPEN and name == "done_on")), None
    )
    column = next((name for name, field in TOLD_AS.items() if field == told), None)
    if told is None or column is None:
        return ""
    values = {
        "what": kind_named(measure.kind).columns.get(column, ""),
        "theirs": _written(one.theirs, told),
        "ours": _written(one.ours, told),
    }
    return _("%(what)s %(theirs)s, by us %(ours)s") % values


def _written(told: Told | None, name: str) -> str:
    value = getattr(told, name)
    return _plain(value) if isinstance(value, Decimal) else day(value, year=True) if value is not None else _("not yet")


def _plain(quantity: Decimal | None) -> str:
    return "–" if quantity is None else f"{quantity.normalize():f}"
