"""Somebody's meetings and promises between two days."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.db.models import Prefetch, QuerySet

from mutua.customers.models import Person
from mutua.daybook.models import CalendarFeed, Meeting, Task
from mutua.daybook.queries.daybook import tasks_seen
from mutua.foundation.access import Actor, visible_to

MOST = 1000


def meetings_between(actor: Actor, since: datetime, until: datetime, *, team: bool = False) -> list[Meeting]:
    """Where the actor itself takes part (team: one of its people), of those that it sees, the earliest first; guests as far as it sees them."""
    who = {"colleagues__in": sorted(actor.owner_ids)} if team else {"colleagues": actor.user_id}
    seen = visible_to(actor, Meeting.objects.filter(account__deleted_at=None, begins_at__lt=until, ends_at__gte=since, **who)).distinct()
    return list(with_people(actor, seen).order_by("begins_at", "pk")[:MOST])


def with_people(actor: Actor, meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """The same meetings with what a calendar says of each; guests as far as the actor sees them."""
    guests = Prefetch("guests", visible_to(actor, Person.objects.order_by("sort_key", "pk")))
    return meetings.select_related("account", "touchpoint", "series").prefetch_related("colleagues", guests)


def promises_between(actor: Actor, since: date, until: date, *, team: bool = False) -> list[Task]:
    """What is still to be done by a day from `since` to before `until`, by the actor itself or by its people."""
    who = {"assignee__in": sorted(actor.owner_ids)} if team else {"assignee": actor.user_id}
    open_ones: QuerySet[Task] = tasks_seen(actor).filter(done_at=None, due_on__gte=since, due_on__lt=until, **who)
    return list(open_ones.select_related("account", "assignee", "strategy").order_by("due_on", "pk")[:MOST])


def feed_of(actor: Actor) -> CalendarFeed | None:
    """The address of the actor's own calendar, where it has one."""
    return visible_to(actor, CalendarFeed.objects.filter(user=actor.user_id)).first()


def address_of(path: str) -> str:
    return settings.SITE_URL.rstrip("/") + path
