"""Changing an entry of the value ledger; once the customer has answered it, a change opens the next edition."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.relationships.actions.enter_value import OURS, check_period, quarter_of
from mutua.relationships.events import ValueEntered
from mutua.relationships.models import ValueEntry
from mutua.relationships.queries.roadmaps import item_for
from mutua.relationships.queries.values import entry_for


@transaction.atomic
def change_value(
    actor: Actor,
    entry_id: int,
    *,
    version: int | None,
    side: str,
    component: str,
    amount: Decimal,
    currency: str,
    period: date,
    kind: str,
    item_id: int | None,
    evidence: str = "",
) -> ValueEntry:
    """Returns the entry, or its next edition. Which roadmap item it belongs to is no part of what the customer answered: that alone needs no edition.

    Raises NotFound, NotAllowed, StaleVersion, Refused.
    """
    entry: ValueEntry = locked(entry_for(actor, entry_id), version)
    require(actor, "relationships.value.edit", entry)
    item = entry.item
    if item_id != entry.item_id:
        item = item_for(actor, item_id, entry.account_id) if item_id is not None else None
    if not entry.is_current:
        raise Refused(_("A later edition took the place of this entry. Change that one."))
    if kind not in OURS:
        raise Refused(_("Verified or disputed is what the customer says, on its own page. Nothing was changed."), field="kind")
    if kind == ValueEntry.Kind.EXPECTED and entry.kind != ValueEntry.Kind.EXPECTED:
        raise Refused(_("What was claimed once is no mere expectation again. Nothing was changed."), field="kind")

    if quarter_of(period) != entry.period:
        check_period(period)

    told_now = (side, component, amount, currency, quarter_of(period), evidence)
    told_then = (entry.side, entry.component, entry.amount, entry.currency, entry.period, entry.evidence)
    if entry.kind not in OURS and told_now == told_then and item != entry.item:
        entry.item = item
        store(entry, update_fields=["item"])
        return entry
    if entry.kind not in OURS:
        _check_answered(entry, told_now == told_then, side, currency)
        entry.is_current = False
        entry.save(update_fields=["is_current"])
        objected = entry.kind == ValueEntry.Kind.DISPUTED
        entry = ValueEntry(account_id=entry.account_id, edition=entry.edition + 1, replaces=entry, objected_before=objected)
    entry.side, entry.component, entry.amount, entry.currency = side, component, amount, currency
    entry.period, entry.kind, entry.evidence, entry.item = quarter_of(period), kind, evidence, item
    store(entry)

    told = ValueEntered(
        entry_id=entry.pk,
        account_id=entry.account_id,
        amount=f"{amount:,.2f} {currency}",
        side=str(entry.get_side_display()),
        component=str(entry.get_component_display()),
    )
    announce(told, actor=actor)
    return entry


def _check_answered(entry: ValueEntry, unchanged: bool, side: str, currency: str) -> None:
    """What the customer answered goes to it again only with something new, and stays an amount of the same side. Raises Refused."""
    if unchanged:
        raise Refused(_("The customer has answered exactly this. Change what it says before it is asked again; nothing was changed."))
    if side != entry.side:
        raise Refused(
            _("The customer answered this as a value of that side. Enter another value instead; nothing was changed."), field="side"
        )
    if currency != entry.currency:
        raise Refused(
            _("The customer answered this in %(currency)s. Enter another value instead; nothing was changed.")
            % {"currency": entry.currency},
            field="currency",
        )
