"""Writing a type on a touchpoint by hand. It needs a reason, shows as such, and changes no activity and no derived type."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.relationships.events import TouchpointLabelled
from mutua.relationships.models import AccountTouchpoint
from mutua.relationships.queries.touchpoints import touchpoint_for
from mutua.relationships.rules.kinds import RelationshipType


@transaction.atomic
def label_touchpoint(actor: Actor, account_id: int, key: str, *, version: int | None, label: str, reason: str = "") -> AccountTouchpoint:
    """label: a relationship type, or "" to take the label away. Raises NotFound, NotAllowed, StaleVersion; Refused without a reason."""
    at = locked(touchpoint_for(actor, account_id, key), version)
    require(actor, "relationships.touchpoint.edit", at)
    if label and label not in set(RelationshipType):
        raise Refused(_("%(label)s is no type of relationship. Nothing was changed.") % {"label": label}, field="label")
    if label and not reason.strip():
        raise Refused(_("A type that is written by hand needs a reason. Nothing was changed."), field="reason")

    at.label = label
    at.label_reason, at.label_by = (reason.strip(), actor.name) if label else ("", "")
    store(at)

    announce(_labelled(at), actor=actor)
    return at


def _labelled(at: AccountTouchpoint) -> TouchpointLabelled:
    return TouchpointLabelled(
        account_id=at.account_id,
        touchpoint=at.touchpoint.key,
        touchpoint_name=at.touchpoint.name,
        label=str(at.get_label_display()) if at.label else "–",
        reason=at.label_reason,
    )
