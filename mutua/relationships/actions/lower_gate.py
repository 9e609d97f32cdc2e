"""Lowering a gate: the same as going through it unready, and signed for in the same way."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, require
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import check_texts, store
from mutua.relationships.actions.override_gate import check_signed, tell_of, written
from mutua.relationships.actions.size_item import STAND
from mutua.relationships.models import GateOverride, RoadmapItem
from mutua.relationships.queries.readiness import gates_of
from mutua.relationships.queries.roadmaps import item_for
from mutua.relationships.rules.lifecycles import STARTED, ItemState


@transaction.atomic
def lower_gate(actor: Actor, item_id: int, *, version: int | None, gate: Decimal, reason: str, accepts_loss: bool) -> RoadmapItem:
    """The least readiness ratio becomes `gate`, 0 to below what it is; what is expected to be lost by it is written down for ever.

    The item goes back to before its gate, as with every other figure. Raises NotFound, NotAllowed, StaleVersion, Refused.
    """
    item = locked(item_for(actor, item_id), version)
    require(actor, "relationships.gate.override", item)
    if item.state in STARTED:
        raise Refused(STAND)
    if not 0 <= gate < item.gate:
        words = {"gate": f"{item.gate.normalize():f}"}
        raise Refused(
            _("The gate is %(gate)s: say something lower, 0 at least. Raise it with the figures. Nothing was changed.") % words,
            field="gate",
        )
    check_signed(actor, reason, accepts_loss)

    lowering = GateOverride(**written(actor, gates_of(actor, [item])[item.pk], reason.strip()))
    lowering.lowered_from, lowering.gate = item.gate, gate
    check_texts(lowering)
    lowering.save()
    item.gate = gate
    item.state = (ItemState.SIZED if item.is_sized else ItemState.IDEA).value
    store(item)

    tell_of(actor, lowering)
    return item
