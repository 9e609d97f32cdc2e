"""What relationships needs a person for."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mutua.foundation import days
from mutua.foundation.access import Actor, visible_to
from mutua.foundation.today import Need, headline, needs_me
from mutua.foundation.ui import formats
from mutua.relationships.models import ON_TIME_IN_FULL, ToleranceAlarm
from mutua.relationships.queries.alarm_evidence import evidence_link
from mutua.relationships.queries.counting import Tally, tallies_of
from mutua.relationships.queries.on_time import tallies
from mutua.relationships.queries.readiness import Gate, gates_of
from mutua.relationships.queries.roadmaps import items_seen
from mutua.relationships.queries.touchpoints import touchpoints_seen
from mutua.relationships.queries.watches import at_least
from mutua.relationships.rules.lifecycles import ItemState


@needs_me(
    key="tolerance",
    title=gettext_lazy("Out of tolerance"),
    note=gettext_lazy("the customer’s measure, past its limit"),
    order=10,
    needs="relationships.alarm.acknowledge",
)
def out_of_tolerance(actor: Actor, team: bool = False) -> list[Need]:
    """Alarms that nobody has taken on, of the touchpoints that the actor owns; team: of all that it sees."""
    open_alarms = ToleranceAlarm.objects.filter(acknowledged_at=None, measure__account_touchpoint__account__deleted_at=None)
    path = "measure__account_touchpoint"
    alarms = list(
        _mine(actor, visible_to(actor, open_alarms), f"{path}__owner", team)
        .select_related(f"{path}__account", f"{path}__touchpoint")
        .order_by("-broken_on", "-pk")
    )
    counted = tallies_of(actor, [alarm.measure for alarm in alarms]) if alarms else {}
    return [_broken(alarm, counted.get(alarm.measure_id)) for alarm in alarms]


@needs_me(
    key="gates",
    title=gettext_lazy("Closed gates"),
    note=gettext_lazy("planned, and not both are ready"),
    order=45,
    needs="relationships.roadmap.view",
)
def closed_gates(actor: Actor, team: bool = False) -> list[Need]:
    """Sized items whose readiness is below their gate and that nobody has overridden."""
    items = list(_mine(actor, items_seen(actor).filter(state=ItemState.SIZED), "owner", team).order_by("pk"))
    gates = gates_of(actor, items)
    return [_closed(gates[item.pk]) for item in items if not gates[item.pk].is_passable]


@headline(key="on-time", order=10, needs="relationships.touchpoint.view")
def on_time(actor: Actor) -> tuple[str, str, Any] | None:
    """On time in full over everything that the actor sees, last twelve months."""
    seen = touchpoints_seen(actor).filter(measures__counted_from="shipments").values_list("measures", flat=True)
    counted = tallies(actor, list(seen)).values()
    of = sum(tally.of for tally in counted)
    if not of:
        return None
    return formats.number(sum(tally.good for tally in counted) / of * 100, 1), " %", _("on time in full, 12 months")


def _mine(actor: Actor, rows: QuerySet[Any], owner: str, team: bool) -> QuerySet[Any]:
    return rows if team else rows.filter(**{owner: actor.user_id})


def _broken(alarm: ToleranceAlarm, year: Tally | None) -> Need:
    at = alarm.measure.account_touchpoint
    reason = _("%(late)s of the last %(of)s failed; the tolerance is %(tolerance)s.")
    words = {"late": alarm.late, "of": alarm.of, "tolerance": formats.share(at_least(alarm.measure), 0)}
    failed, of = (year.failed, year.of) if year is not None else (alarm.late, alarm.of)
    return Need(
        key=f"alarm-{alarm.pk}",
        what=str(at) if alarm.measure.key == ON_TIME_IN_FULL else _("%(at)s: %(measure)s") % {"at": at, "measure": alarm.measure.name},
        what_url=at.get_absolute_url(),
        reason=reason % words,
        evidence_label=_("%(failed)s of %(of)s failed, 12 months") % {"failed": failed, "of": of},
        evidence_url=evidence_link(alarm.measure),
        when=formats.ago(alarm.broken_on),
        late=(days.today() - alarm.broken_on).days > 7,
        act_label=_("Take it on"),
        act_url=reverse("relationships:alarm", args=[alarm.pk]),
        act_key="o",
        act_icon="hand-stop",
        glyph="breach",
        account_id=at.account_id,
    )


def _closed(gate: Gate) -> Need:
    item = gate.item
    reason = _("Readiness %(ratio)s; the gate is %(gate)s.") % {
        "ratio": formats.number(float(gate.ready.ratio), 2),
        "gate": formats.number(item.gate, 2),
    }
    if gate.expected is not None and gate.expected.loss:
        reason += " " + _("Expected loss %(loss)s a year.") % {"loss": formats.money(gate.expected.loss, item.currency, short=True)}
    return Need(
        key=f"gate-{item.pk}-{item.version}",
        what=_("%(item)s · %(account)s") % {"item": item.name, "account": item.account.name},
        what_url=item.get_absolute_url(),
        reason=reason,
        evidence_label=_("%(count)s short") % {"count": len(gate.ready.short_of())},
        evidence_url=f"{item.get_absolute_url()}#gate",
        evidence_icon="gauge",
        act_label=_("Decide"),
        act_url=f"{item.get_absolute_url()}#gate",
        act_key="d",
        glyph="lock",
        account_id=item.account_id,
    )
