"""Making the reconciliation list of a measure: every delivery of which the customer and we do not say the same."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mutua.foundation.access import Actor, find, require, visible_to
from mutua.foundation.records.errors import Refused
from mutua.relationships.models import Difference, PerformanceMeasure
from mutua.relationships.queries.reconciling import can_be_reconciled, sides_of
from mutua.relationships.rules.on_time import Window
from mutua.relationships.rules.reconciling import Differs, Reason, differences

SAID = ("happened_on", "shipment_id", "case_id", "ours", "theirs", "reason", "detail", "effect")


@transaction.atomic
def reconcile(actor: Actor, measure_id: int) -> int:
    """Returns how many differences stand. Safe to repeat: what was explained or accepted stays so while both say the same as then.

    What both agree on by now is settled, and kept. Raises NotFound, NotAllowed, Refused.
    """
    measure: PerformanceMeasure = find(visible_to(actor, PerformanceMeasure.objects.select_for_update(of=("self",))), pk=measure_id)
    require(actor, "relationships.measure.edit", measure)
    if not can_be_reconciled(measure):
        raise Refused(_("Only deliveries that are counted one by one can be laid beside each other. Nothing was changed."))
    sides = sides_of(actor, measure)
    found = {one.number: one for one in differences(sides.ours, sides.theirs, measure.window)}
    standing = {row.number: row for row in Difference.objects.select_for_update().filter(measure=measure)}

    _write_new(measure, [one for number, one in found.items() if number not in standing], sides.from_list)
    for number, row in standing.items():
        if number in found:
            _follow(row, _said(found[number], measure.window, sides.from_list))
        elif row.state != Difference.State.SETTLED:
            row.state = Difference.State.SETTLED
            row.save(update_fields=["state"])
    return len(found)


def _write_new(measure: PerformanceMeasure, new: list[Differs], from_list: bool) -> None:
    rows = [Difference(measure=measure, number=one.number, **_said(one, measure.window, from_list)) for one in new]
    Difference.objects.bulk_create(rows, batch_size=2_000)


def _follow(row: Difference, said: dict[str, object]) -> None:
    """What is said of a delivery now. Who explained or accepted something else is asked again."""
    if all(getattr(row, name) == said[name] for name in SAID):
        if row.state == Difference.State.SETTLED:
            Difference.objects.filter(pk=row.pk).update(state=Difference.State.OPEN, version=F("version") + 1)
        return
    asked_again = any(getattr(row, name) != said[name] for name in ("ours", "theirs", "reason"))
    for name in SAID:
        setattr(row, name, said[name])
    if asked_again or row.state == Difference.State.SETTLED:
        row.state, row.decided_by, row.decided_at = Difference.State.OPEN, None, None
    row.save()


def _said(one: Differs, window: Window, from_list: bool) -> dict[str, object]:
    ours, theirs = one.ours, one.theirs
    days = [told.due_on or told.done_on for told in (ours, theirs) if told is not None]
    return {
        "happened_on": next((day for day in days if day is not None), None),
        "shipment_id": ours.row_id if ours is not None else None,
        "case_id": theirs.row_id if from_list and theirs is not None else None,
        "ours": ours.good if ours is not None else None,
        "theirs": theirs.good if theirs is not None else None,
        "reason": one.reason.value,
        "detail": _detail(one, window),
        "effect": one.effect,
    }


def _detail(one: Differs, window: Window) -> str:
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
    return ""


def _plain(quantity: Decimal | None) -> str:
    return "–" if quantity is None else f"{quantity.normalize():f}"
