"""Closing a joint session: what both agreed to becomes the joint profile, and what they did not stays visible as a conflict."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.relationships.actions.agree_profile import agree_profile
from mutua.relationships.actions.draft_profile import draft_profile
from mutua.relationships.actions.move_profile import move_profile
from mutua.relationships.actions.propose import check_is_open
from mutua.relationships.actions.set_desired import set_desired
from mutua.relationships.actions.share_profile import share_profile
from mutua.relationships.events import JointSessionMoved
from mutua.relationships.models import JointProposal, JointSession, Profile
from mutua.relationships.queries.joint_session import session_for, table_of
from mutua.relationships.rules.lifecycles import ProfileState


@transaction.atomic
def close_session(actor: Actor, session_id: int) -> JointSession:
    """The profile is joint, as sure as a joint one is (0.9), and shared; agreed where no cell is left open.

    Raises NotFound, NotAllowed; Refused when it is closed already, or one side alone has spoken.
    """
    session = session_for(actor, session_id, lock=True)
    require(actor, "relationships.profile.share", session)
    check_is_open(session)
    table = table_of(actor, session)
    if not table.agreed:
        raise Refused(_("Nothing is agreed yet: a joint profile is what both said. The session stays open."))

    people = JointProposal.objects.filter(session=session).order_by("side", "pk").values_list("by", flat=True)
    participants = ", ".join(dict.fromkeys(people))
    stands = _both_said_before(session)
    profile = draft_profile(actor, session.account_id, perspective=Profile.Perspective.JOINT, participants=participants, in_session=True)
    # It begins with the cells of the joint profile before. What both said there stays where nobody spoke of it now.
    spoken = profile.cells.filter(touchpoint__key__in=[row.key for row in table.put]) if stands else profile.cells.all()
    spoken.delete()
    for row in table.agreed:
        said = row.cell.theirs
        assert said is not None
        profile = set_desired(actor, profile.pk, row.key, sorted(said.activities), version=None, wish=said.wish)
    profile = share_profile(actor, profile.pk, version=None)
    profile = move_profile(actor, profile.pk, version=None, to=ProfileState.REVIEWED)
    if not table.open:
        profile = move_profile(actor, profile.pk, version=None, to=ProfileState.VALIDATED)
        how = _("In the joint session of %(day)s: %(people)s") % {"day": session.opened_at.date().isoformat(), "people": participants}
        profile = agree_profile(actor, profile.pk, version=None, how=how, in_session=True)
    session.profile, session.closed_at = profile, days.now()
    session.save(update_fields=["profile", "closed_at"])

    told = JointSessionMoved(
        session_id=session.pk, account_id=session.account_id, state="closed", agreed=len(table.agreed), conflicts=len(table.open)
    )
    announce(told, actor=actor)
    return session


def _both_said_before(session: JointSession) -> bool:
    """Whether the joint profile until now is what both said: of a session, or agreed since. One that only we wrote down is not."""
    joint = Profile.objects.filter(account=session.account_id, perspective=Profile.Perspective.JOINT)
    before = joint.exclude(state=ProfileState.SUPERSEDED).first()
    return before is not None and (before.visibility == Profile.Visibility.AGREED or before.sessions.exists())
