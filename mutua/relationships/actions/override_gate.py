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
    if gate.is_open:
        raise Refused(_("The gate is open: there is nothing to override. Approve the item."))
    check_signed(actor, reason, accepts_loss)
    check_sized(item)
    check_prerequisites(actor, item)

    override = GateOverride(**written(actor, gate, reason.strip()))
    check_texts(override)
    override.save()
    through(actor, item)

    tell_of(actor, override)
    return override


def tell_of(actor: Actor, override: GateOverride) -> None:
    told = GateOverridden(
        override_id=override.pk,
        item_id=override.item_id,
        account_id=override.item.account_id,
        item=override.item.name,
        expected_loss=override.expected_loss,
        currency=override.currency,
        reason=override.reason,
    )
    announce(told, actor=actor)


def check_signed(actor: Actor, reason: str, accepts_loss: bool) -> None:
    """Raises Refused without a person, a reason, or the word that the loss is known."""
    if actor.user_id is None:
        raise Refused(_("A gate is overridden by a named person, not by a process."))
    if not reason.strip():
        raise Refused(_("Say why it is worth the risk. Nothing was changed."), field="reason")
    if not accepts_loss:
        raise Refused(
            _("The expected loss stays with the item for ever; confirm that you know it. Nothing was changed."), field="accepts_loss"
        )


def written(actor: Actor, gate: Gate, reason: str) -> dict[str, object]:
    """What an override keeps: who, why, the readiness, and what is expected of going ahead with it."""
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
