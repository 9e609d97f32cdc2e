"""Practising an activity more, or no more: planned, pilot, partial, full, retired."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation import days
from mutua.foundation.access import Actor, find, require, visible_to
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.relationships.actions.record_engagement import moved
from mutua.relationships.models import Engagement
from mutua.relationships.rules.kinds import ENGAGED, EngagementState
from mutua.relationships.rules.lifecycles import next_engagement_states


@transaction.atomic
def move_engagement(
    actor: Actor, engagement_id: int, *, version: int | None, to: str, on: date | None = None, evidence: str = "", evidence_url: str = ""
) -> Engagement:
    """One step further, or to the end. Raises NotFound, NotAllowed, StaleVersion; Refused where the state before does not allow it."""
    engagement: Engagement = locked(find(visible_to(actor, Engagement.objects.all()), pk=engagement_id), version)
    require(actor, "relationships.engagement.edit", engagement)
    before, after = EngagementState(engagement.state), EngagementState(to)
    if after not in next_engagement_states(before):
        raise Refused(_skipped(engagement, after), field="to")
    if on is not None and on > days.today():
        raise Refused(_("That day is still to come. Say it when it has; nothing was changed."), field="on")

    engagement.state = after.value
    if after in ENGAGED and (engagement.since is None or engagement.since > days.today()):
        engagement.since = on or days.today()
    engagement.until = (on or days.today()) if after == EngagementState.RETIRED else None
    engagement.evidence = evidence or engagement.evidence
    engagement.evidence_url = evidence_url or engagement.evidence_url
    store(engagement)

    announce(moved(engagement, engagement.account_touchpoint), actor=actor)
    return engagement


def _skipped(engagement: Engagement, after: EngagementState) -> str:
    labels = dict(Engagement._meta.get_field("state").flatchoices)
    allowed = [str(labels[state]) for state in EngagementState if state in next_engagement_states(engagement.state)]
    words = {"before": engagement.get_state_display(), "after": labels[after.value], "next": " / ".join(allowed)}
    return _("An engagement goes from %(before)s to %(next)s, not to %(after)s. Nothing was changed.") % words
