"""Putting into a cell of a joint session what the customer wants: its own act, behind the wall."""

from __future__ import annotations

from collections.abc import Collection

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from mutua.foundation import days
from mutua.foundation.records.errors import Refused
from mutua.portals.visitor import Visitor
from mutua.relationships.actions.propose import check_words
from mutua.relationships.models import JointProposal
from mutua.relationships.queries.joint_session import Row


@transaction.atomic
def propose_for_customer(
    visitor: Visitor, session_id: int, row: Row, touchpoint_id: int, *, activity_keys: Collection[str], wish: str
) -> JointProposal:
    """Of a closed session, or of another customer's, the database refuses it. Raises Refused."""
    check_words(activity_keys, wish, {choice.key for choice in row.choices})

    try:
        with transaction.atomic():
            return JointProposal.objects.create(
                session_id=session_id,
                touchpoint_id=touchpoint_id,
                side=JointProposal.Side.CUSTOMER,
                activities=sorted(set(activity_keys)),
                wish=wish.strip(),
                by=visitor.name,
                at=days.now(),
            )
    except DatabaseError as refusal:
        raise Refused(_("This session is closed. Nothing was changed.")) from refusal
