"""Approving an item: it goes through its readiness gate, or is stopped there with the price shown."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.relationships.actions.size_item import moved
from mutua.relationships.models import RoadmapItem
from mutua.relationships.queries.prerequisites import missing_before
from mutua.relationships.queries.readiness import Gate, gates_of
from mutua.relationships.queries.roadmaps import item_for
from mutua.relationships.rules.lifecycles import ItemState, next_item_states


@transaction.atomic
def approve_item(actor: Actor, item_id: int, *, version: int | None) -> RoadmapItem:
    """Through the gate and so a candidate of the plan. Raises NotFound, NotAllowed, StaleVersion; Refused below the gate, and while what must come first is out of reach."""
    item = locked(item_for(actor, item_id), version)
    require(actor, "relationships.roadmap.edit", item)
    gate = gates_of(actor, [item])[item.pk]
    if not gate.is_open:
        raise Refused(_below(gate))
    check_sized(item)
    check_prerequisites(actor, item)

    return through(actor, item)


def through(actor: Actor, item: RoadmapItem) -> RoadmapItem:
    item.state = ItemState.GATED.value
    store(item)
    announce(moved(item), actor=actor)
    return item


def check_sized(item: RoadmapItem) -> None:
    if ItemState.GATED not in next_item_states(item.state):
        reason = (
            _("Enter what it brings first.")
            if item.state == ItemState.IDEA
            else _("It is “%(state)s”.") % {"state": item.get_state_display()}
        )
        raise Refused(_("%(item)s cannot be approved now. %(reason)s Nothing was changed.") % {"item": item.name, "reason": reason})


def check_prerequisites(actor: Actor, item: RoadmapItem) -> None:
    """Refused while something has to come first that is neither practised nor on the roadmap: no plan could ever choose the item."""
    missing = missing_before(actor, [item]).get(item.pk)
    if missing:
        words = {"item": item.name, "names": ", ".join(missing), "account": item.account.name}
        raise Refused(
            _(
                "%(item)s needs %(names)s first, which %(account)s neither practises nor has on its roadmap. Put it there. Nothing was changed."
            )
            % words
        )


def _below(gate: Gate) -> str:
    words = {"item": gate.item.name, "ratio": f"{float(gate.ready.ratio):.2g}", "gate": f"{gate.item.gate.normalize():f}"}
    if gate.expected is None:
        return _("%(item)s is below its gate: readiness %(ratio)s of %(gate)s. Nothing was changed.") % words
    if gate.is_past_foretelling:
        return (
            _("%(item)s is below its gate: readiness %(ratio)s of %(gate)s, and what it may cost cannot be foretold. Nothing was changed.")
            % words
        )
    words["loss"] = f"{gate.expected.loss:,.0f} {gate.item.currency}"
    return _("%(item)s is below its gate: readiness %(ratio)s of %(gate)s, expected loss %(loss)s a year. Nothing was changed.") % words
