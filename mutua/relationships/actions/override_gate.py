"""Overriding a readiness gate: a named person lets an item through, with the expected loss written down for ever."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import check_texts
from mutua.relationships.actions.approve_item import check_prerequisites, check_sized, through
from mutua.relationships.events import GateOverridden
from mutua.relationships.models import GateOverride
from mutua.relationships.queries.readiness import Gate, gates_of
from mutua.relationships.queries.roadmaps import item_for


@transaction.atomic
def override_gate(actor: Actor, item_id: int, *, version: int | None, reason: str, accepts_loss: bool) -> GateOverride:
    """Through a closed gate all the same, in one's own name, with the expected loss written down for ever.

    Raises NotFound, NotAllowed, StaleVersion; Refused without a reason, without a name, or when the gate is open anyway.
    """
    item = locked(item_for(actor, item_id), version)
    require(actor, "relationships.gate.override", item)
    gate = gates_of(actor, [item])[item.pk]
    _check_override(actor, gate, reason, accepts_loss)
    check_sized(item)
    check_prerequisites(actor, item)

    override = GateOverride(**_written(actor, gate, reason.strip()))
    check_texts(override)
    override.save()
    through(actor, item)

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


def _check_override(actor: Actor, gate: Gate, reason: str, accepts_loss: bool) -> None:
    if gate.is_open:
        raise Refused(_("The gate is open: there is nothing to override. Approve the item."))
    if actor.user_id is None:
        raise Refused(_("A gate is overridden by a named person, not by a process."))
    if not reason.strip():
        raise Refused(_("Say why it is worth the risk. Nothing was changed."), field="reason")
    if not accepts_loss:
        raise Refused(
            _("The expected loss stays with the item for ever; confirm that you know it. Nothing was changed."), field="accepts_loss"
        )


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
