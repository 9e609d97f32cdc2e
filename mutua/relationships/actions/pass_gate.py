"""Approving an item: it goes through its readiness gate, or is stopped there with the price shown."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.relationships.actions.size_item import moved
from mutua.relationships.events import GateOverridden
from mutua.relationships.models import GateOverride, RoadmapItem
from mutua.relationships.queries.readiness import Gate, gates_of
from mutua.relationships.queries.roadmaps import item_for
from mutua.relationships.rules.lifecycles import ItemState, next_item_states


@transaction.atomic
def approve_item(actor: Actor, item_id: int, *, version: int | None) -> RoadmapItem:
    """Through the gate and so a candidate of the plan. Raises NotFound, NotAllowed, StaleVersion; Refused below the gate."""
    item = locked(item_for(actor, item_id), version)
    require(actor, "relationships.roadmap.edit", item)
    gate = gates_of(actor, [item])[item.pk]
    if not gate.is_open:
        raise Refused(_below(gate))
    _check_sized(item)

    return _through(actor, item)


@transaction.atomic
def override_gate(actor: Actor, item_id: int, *, version: int | None, reason: str, accepts_loss: bool) -> GateOverride:
    """Through a closed gate all the same, in one's own name, with the expected loss written down for ever.

    Raises NotFound, NotAllowed, StaleVersion; Refused without a reason, without a name, or when the gate is open anyway.
    """
    item = locked(item_for(actor, item_id), version)
    require(actor, "relationships.gate.override", item)
    gate = gates_of(actor, [item])[item.pk]
    _check_override(actor, gate, reason, accepts_loss)
    _check_sized(item)

    override = GateOverride.objects.create(**_written(actor, gate, reason.strip()))
    _through(actor, item)

    told = GateOverridden(
        override_id=override.pk,
        item_id=item.pk,
        account_id=item.account_id,
        item=item.name,
        expected_loss=override.expected_loss,
        currency=override.currency,
        reason=override.reason,
    )
    announce(told, actor=actor)
    return override


def _through(actor: Actor, item: RoadmapItem) -> RoadmapItem:
    item.state = ItemState.GATED.value
    store(item)
    announce(moved(item), actor=actor)
    return item


def _check_sized(item: RoadmapItem) -> None:
    if ItemState.GATED not in next_item_states(item.state):
        reason = _("Enter what it brings first.") if item.state == ItemState.IDEA else _("It is “%(state)s”.") % {"state": item.get_state_display()}
        raise Refused(_("%(item)s cannot be approved now. %(reason)s Nothing was changed.") % {"item": item.name, "reason": reason})


def _check_override(actor: Actor, gate: Gate, reason: str, accepts_loss: bool) -> None:
    if gate.is_open:
        raise Refused(_("The gate is open: there is nothing to override. Approve the item."))
    if actor.user_id is None:
        raise Refused(_("A gate is overridden by a named person, not by a process."))
    if not reason.strip():
        raise Refused(_("Say why it is worth the risk. Nothing was changed."), field="reason")
    if not accepts_loss:
        raise Refused(_("The expected loss stays with the item for ever; confirm that you know it. Nothing was changed."), field="accepts_loss")


def _below(gate: Gate) -> str:
    words = {"item": gate.item.name, "ratio": f"{float(gate.ready.ratio):.2g}", "gate": f"{gate.item.gate.normalize():f}"}
    if gate.expected is None:
        return _("%(item)s is below its gate: readiness %(ratio)s of %(gate)s. Nothing was changed.") % words
    words["loss"] = f"{gate.expected.loss:,.0f} {gate.item.currency}"
    return _("%(item)s is below its gate: readiness %(ratio)s of %(gate)s, expected loss %(loss)s a year. Nothing was changed.") % words


def _written(actor: Actor, gate: Gate, reason: str) -> dict[str, object]:
    expected, performance = gate.expected, gate.performance
    return {
        "item": gate.item,
        "by_id": actor.user_id,
        "by_name": actor.name,
        "at": days.now(),
        "reason": reason,
        "ratio": round(float(gate.ready.ratio), 6),
        "gate": gate.item.gate,
        "present_level": round(float(performance.share), 6) if performance is not None and performance.share is not None else None,
        "expected_level": round(float(expected.level), 6) if expected is not None else None,
        "expected_loss": gate.expected_loss,
        "worst_loss": gate.worst.loss if gate.worst is not None else Decimal(0),
        "currency": gate.item.currency,
    }
