"""What the panels of one account page share: read when the first of them asks, and not again for the others."""

from __future__ import annotations

from functools import cached_property

from django.db.models import QuerySet

from mutua.customers.models import Account
from mutua.foundation.access import Actor
from mutua.foundation.access.prepared import prepared
from mutua.relationships.models import AccountTouchpoint, Profile, RoadmapItem
from mutua.relationships.models.roadmap_item import ENDED
from mutua.relationships.queries.profiles import Desired, desired_at, profiles_of, wanted_by
from mutua.relationships.queries.readiness import passable
from mutua.relationships.queries.roadmaps import items_seen
from mutua.relationships.queries.touchpoints import Meeting, meetings, touchpoints_seen

_KEPT = "_relationships_reading"


class Reading:
    """One account as one actor sees it, for the length of one page."""

    def __init__(self, actor: Actor, account: Account) -> None:
        self.actor = actor
        self.account = account

    @cached_property
    def meetings(self) -> list[Meeting]:
        return meetings(self.actor, _touchpoints(self.actor, self.account.pk))

    @cached_property
    def profile(self) -> Profile | None:
        """The surest of the living desired profiles."""
        return next(iter(profiles_of(self.actor, self.account.pk)), None)

    @cached_property
    def gaps(self) -> list[Desired]:
        if self.profile is None:
            return []
        wanted = wanted_by(self.actor, self.profile)
        return [found for meeting in self.meetings if (found := desired_at(meeting, wanted)) is not None and found.gap]

    @cached_property
    def items(self) -> list[RoadmapItem]:
        """Items that have not ended, alone: the panels name nothing that hangs on them."""
        return _not_ended(self.actor, self.account.pk)

    @cached_property
    def passable(self) -> dict[int, bool]:
        return passable(self.actor, self.items)


@prepared
def _touchpoints(actor: Actor, account_id: int) -> QuerySet[AccountTouchpoint]:
    return touchpoints_seen(actor).filter(account=account_id).select_related("account", "touchpoint")


@prepared
def _not_ended(actor: Actor, account_id: int) -> QuerySet[RoadmapItem]:
    return items_seen(actor).filter(account=account_id).exclude(state__in=ENDED).select_related(None)


def reading_of(actor: Actor, account: Account) -> Reading:
    """The reading of this page: the panels are given the same account, so it is kept there."""
    kept = account.__dict__.get(_KEPT)
    if not isinstance(kept, Reading) or kept.actor != actor:
        kept = account.__dict__[_KEPT] = Reading(actor, account)
    return kept
