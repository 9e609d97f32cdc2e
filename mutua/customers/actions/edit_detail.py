"""Changing a department, contact point, need, rating, affiliation, assignment or trading link."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from mutua.customers.actions.add_contact_point import normalised_or_refused, set_aside_preferred
from mutua.customers.details import Detail, told
from mutua.customers.models import ContactPoint
from mutua.customers.queries.details import detail_for
from mutua.customers.values import fill
from mutua.foundation.access import Actor, require
from mutua.foundation.records.locking import locked
from mutua.foundation.records.models import Record
from mutua.foundation.records.past import check_has_come
from mutua.foundation.records.saving import store
from mutua.foundation.records.unseen import refuse_unseen

HAS_BEEN = {"noted_on", "rated_on", "closed_on"}


@transaction.atomic
def edit_detail(actor: Actor, detail_id: int, detail: Detail, *, version: int | None, **values: Any) -> Record:
    """The detail with these values, of those that its kind lets be changed, and custom ones. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    record: Record = locked(detail_for(actor, detail_id, detail), version)
    require(actor, detail.permission, record)
    refuse_unseen(actor, detail.model, values)
    for name in HAS_BEEN & values.keys():
        check_has_come(values[name], field=name)
    changed = fill(record, values, (*detail.fields, "custom"))
    if not changed:
        return record

    if isinstance(record, ContactPoint):
        changed += _tidy(record, changed)
    store(record, update_fields=changed)

    told("changed", detail.key)(actor, record)
    return record


def _tidy(point: ContactPoint, changed: list[str]) -> list[str]:
    """A new address has not been verified and has not bounced; only one of a kind is preferred."""
    if "preferred" in changed and point.preferred:
        set_aside_preferred({"person": point.person} if point.person else {"account": point.account}, point.kind)  # type: ignore[dict-item]
    if "value" not in changed:
        return []
    point.normalised = normalised_or_refused(point.kind, point.value)
    if "verified" not in changed:
        point.verified = False
    if "bounced" not in changed:
        point.bounced = False
    return ["normalised", "verified", "bounced"]
