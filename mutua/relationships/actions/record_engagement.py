"""Saying that an activity is practised, or planned, at a touchpoint."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation import days
from mutua.foundation.access import Actor, find, require, visible_to
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.saving import store
from mutua.foundation.records.unseen import give_custom
from mutua.relationships.events import EngagementMoved
from mutua.relationships.models import AccountTouchpoint, Activity, Engagement
from mutua.relationships.queries.touchpoints import touchpoints_seen
from mutua.relationships.rules.kinds import ENGAGED, EngagementState


@transaction.atomic
def record_engagement(
    actor: Actor,
    account_touchpoint_id: int,
    activity_key: str,
    *,
    state: str = "planned",
    since: date | None = None,
    evidence: str = "",
    custom: Mapping[str, Any] | None = None,
) -> Engagement:
    """A first entry, in whatever state the two companies are today. Raises NotFound, NotAllowed; Refused when it stands there already."""
    at: AccountTouchpoint = find(touchpoints_seen(actor).select_related("touchpoint"), pk=account_touchpoint_id)
    activity: Activity = find(visible_to(actor, Activity.objects.filter(touchpoint_id=at.touchpoint_id, retired_at=None)), key=activity_key)
    require(actor, "relationships.engagement.edit", at)
    if Engagement.everything.filter(account_touchpoint=at, activity=activity).exists():
        raise Refused(_("%(activity)s stands here already. Change its state instead.") % {"activity": activity.name}, field="activity")
    if since is not None and since > days.today() and state in ENGAGED:
        raise Refused(
            _("Nothing is practised on a day that is still to come: say “planned”, or another day. Nothing was changed."), field="since"
        )
    engagement = Engagement(account_touchpoint=at, activity=activity, state=EngagementState(state).value, evidence=evidence)
    engagement.since = since or (days.today() if state in ENGAGED else None)
    give_custom(actor, engagement, custom)
    store(engagement)

    announce(moved(engagement, at), actor=actor)
    return engagement


def moved(engagement: Engagement, at: AccountTouchpoint) -> EngagementMoved:
    return EngagementMoved(
        engagement_id=engagement.pk,
        account_id=at.account_id,
        touchpoint=at.touchpoint.key,
        activity=engagement.activity.name,
        state=str(engagement.get_state_display()).lower(),
    )
