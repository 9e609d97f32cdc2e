"""What the form after a meeting asks about, and which meetings wait for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import QuerySet

from mutua.customers.models import Account, Need, Person
from mutua.customers.queries.needs import needs_of
from mutua.daybook.models import Meeting
from mutua.daybook.queries.daybook import people_at
from mutua.foundation import days
from mutua.foundation.access import Actor, may, visible_to
from mutua.relationships.models import Engagement
from mutua.relationships.models.labels import ENGAGEMENT_STATES
from mutua.relationships.queries.reading import reading_of
from mutua.relationships.rules.kinds import EngagementState
from mutua.relationships.rules.lifecycles import next_engagement_states

LONG_AGO = timedelta(days=14)  # what nobody wrote up in two weeks nobody remembers
MOST_ENGAGEMENTS = 40
MOST_NEEDS = 12


@dataclass(frozen=True)
class Practised:
    """An engagement with its touchpoint and the states to which it may go."""

    engagement: Engagement
    touchpoint: str
    next: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Askable:
    """activities: (account touchpoint:activity key, name), by touchpoint: what does not stand there yet."""

    practised: Sequence[Practised]
    activities: Sequence[tuple[str, list[tuple[str, str]]]]
    needs: Sequence[Need]
    guests: Sequence[Person]


def askable(actor: Actor, account: Account, meeting: Meeting | None) -> Askable:
    """A fixed number of queries. Who may not change engagements or needs is not asked about them."""
    labels = dict(ENGAGEMENT_STATES)
    reading = reading_of(actor, account)
    practised, activities = [], []
    if may(actor, "relationships.engagement.edit"):
        for touch in reading.meetings:
            for engagement in touch.engagements:
                after = next_engagement_states(engagement.state)
                following = tuple((state.value, str(labels[state.value])) for state in EngagementState if state in after)
                practised.append(Practised(engagement, touch.entry.touchpoint.name, following))
            stands = {engagement.activity.key for engagement in touch.engagements}
            free = [(f"{touch.at.pk}:{one.key}", one.name) for one in touch.entry.activities if one.key not in stands]
            if free:
                activities.append((touch.entry.touchpoint.name, free))
    needs = list(needs_of(actor, account)[:MOST_NEEDS]) if may(actor, "customers.account.edit") else []
    guests = people_at(actor, meeting) if meeting is not None else []
    return Askable(practised[:MOST_ENGAGEMENTS], activities, needs, guests)


def waiting_to_be_written_up(actor: Actor, *, team: bool = False) -> QuerySet[Meeting]:
    """Meetings that are over and not written up, of the last two weeks: the actor's own, or its team's; the newest first."""
    now = days.now()
    over = Meeting.objects.filter(ends_at__lt=now, begins_at__gt=now - LONG_AGO, interaction=None, account__deleted_at=None)
    mine = {"colleagues__in": sorted(actor.owner_ids)} if team else {"colleagues": actor.user_id}
    return visible_to(actor, over).filter(**mine).select_related("account").order_by("-begins_at", "-pk").distinct()


def next_meetings(actor: Actor, account: Account, limit: int = 3) -> list[Meeting]:
    """Those of an account that are still to come, the soonest first."""
    return list(visible_to(actor, Meeting.objects.filter(account=account, ends_at__gte=days.now())).order_by("begins_at", "pk")[:limit])
