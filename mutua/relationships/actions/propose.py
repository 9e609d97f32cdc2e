"""Putting into a cell of a joint session what our side wants."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.database.text import is_storable
from mutua.foundation.records.errors import Refused
from mutua.relationships.models import Activity, JointProposal, JointSession
from mutua.relationships.queries.catalogue import touchpoint_named
from mutua.relationships.queries.joint_session import session_for

LONGEST_WISH = 240


@transaction.atomic
def propose(actor: Actor, session_id: int, touchpoint_key: str, *, activity_keys: Collection[str] = (), wish: str = "") -> JointProposal:
    """All empty takes back what our side said there. Saying the same as the other side is to agree. Raises NotFound, NotAllowed, Refused."""
    session = session_for(actor, session_id)
    require(actor, "relationships.profile.edit", session)
    touchpoint = touchpoint_named(actor, touchpoint_key)
    check_is_open(session)
    known = set(Activity.objects.filter(touchpoint=touchpoint, retired_at=None).values_list("key", flat=True))
    check_words(activity_keys, wish, known)

    return JointProposal.objects.create(
        session=session,
        touchpoint=touchpoint,
        side=JointProposal.Side.US,
        activities=sorted(set(activity_keys)),
        wish=wish.strip(),
        by=actor.name,
        at=days.now(),
    )


def check_is_open(session: JointSession) -> None:
    if session.closed_at is not None:
        raise Refused(_("This session is closed. Nothing was changed."))


def check_words(activity_keys: Collection[str], wish: str, known: Collection[str]) -> None:
    """The same for both sides. Raises Refused."""
    if not set(activity_keys) <= set(known):
        raise Refused(_("One of these activities does not belong here. Nothing was changed."))
    if len(wish.strip()) > LONGEST_WISH or not is_storable(wish):
        raise Refused(_("A wish is one sentence of at most 240 characters. Nothing was changed."))
