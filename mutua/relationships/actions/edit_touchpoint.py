"""Saying who meets at a touchpoint, and what is at stake there."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, require
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.filling import fill
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.foundation.records.unseen import refuse_unseen
from mutua.relationships.models import AccountTouchpoint
from mutua.relationships.queries.touchpoints import touchpoint_for, touchpoint_numbered

FIELDS = (
    "owner",
    "our_person",
    "their_person",
    "occasions_per_year",
    "value_each",
    "lost_share",
    "margin_share",
    "charge_back_share",
    "custom",
)


@transaction.atomic
def edit_touchpoint(actor: Actor, account_id: int, key: str, *, version: int | None, **values: Any) -> AccountTouchpoint:
    """values: any of FIELDS, and our_departments, their_departments as lists. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    at = locked(touchpoint_for(actor, account_id, key), version)
    require(actor, "relationships.touchpoint.edit", at)
    ours, theirs = values.pop("our_departments", None), values.pop("their_departments", None)
    refuse_unseen(actor, AccountTouchpoint, values)
    _check_sides(at, ours, theirs)

    fill(at, values, FIELDS)
    store(at)
    if ours is not None:
        at.our_departments.set(ours)
    if theirs is not None:
        at.their_departments.set(theirs)
    return at


def edit_touchpoint_numbered(actor: Actor, number: int, *, version: int | None, **values: Any) -> AccountTouchpoint:
    """The same for those who know the number of its record. Raises as above."""
    at = touchpoint_numbered(actor, number)
    return edit_touchpoint(actor, at.account_id, at.touchpoint.key, version=version, **values)


def _check_sides(at: AccountTouchpoint, ours: Any, theirs: Any) -> None:
    if any(department.account_id is not None for department in ours or ()):
        raise Refused(_("Our departments have to be our own. Nothing was changed."), field="our_departments")
    if any(department.account_id != at.account_id for department in theirs or ()):
        raise Refused(_("Their departments have to be those of this account. Nothing was changed."), field="their_departments")
