"""Who of a customer can be given a link, who has one, and when it was opened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from mutua.customers.events import DetailChanged
from mutua.customers.models import Affiliation, ContactPoint, Person
from mutua.foundation import days
from mutua.foundation.access import Actor, visible_to
from mutua.foundation.events.models import EventRow
from mutua.foundation.imports.models import ImportTrace
from mutua.portals.models import PortalLink, Promise
from mutua.portals.walls import TOLD_FOR

MOST = 100


@dataclass(frozen=True)
class Guest:
    """A person who works for the account. email: empty where none is known; point_id: the contact point that says it."""

    person: Person
    email: str
    point_id: int | None = None


@dataclass(frozen=True)
class LinkRow:
    """opened: so many times, `last` the last one."""

    link: PortalLink
    is_open: bool
    opened: int
    last: datetime | None


def guests_of(actor: Actor, account_id: int) -> list[Guest]:
    """Who works for this account now, by name: two queries."""
    today = days.today()
    works = Affiliation.objects.filter(account=account_id, person__deleted_at=None).filter(Q(until=None) | Q(until__gte=today))
    people = {row.person_id: row.person for row in visible_to(actor, works).select_related("person").order_by("person__sort_key")[:MOST]}
    known = _addresses(actor, people)
    return [Guest(person, *known.get(number, ("", None))) for number, person in people.items()]


def _addresses(actor: Actor, people: Iterable[int]) -> dict[Any, tuple[str, int]]:
    """The mail address of each of these people, the preferred one if there is one, with the number of its row."""
    points = ContactPoint.objects.filter(person__in=people, kind=ContactPoint.Kind.MAIL, bounced=False).order_by("preferred", "-pk")
    return {point.person_id: (point.value, point.pk) for point in visible_to(actor, points)}


def links_of(actor: Actor, account_id: int) -> Sequence[LinkRow]:
    """The newest first."""
    links = (
        visible_to(actor, PortalLink.objects.filter(account=account_id)).select_related("person").annotate(is_here=Exists(_works_there()))
    )
    now = days.now()
    counted = links.annotate(opened=Count("openings"), last=Max("openings__at")).order_by("-created_at", "-pk")[:MOST]
    return [LinkRow(link, link.is_open(now) and link.is_here, link.opened, link.last) for link in counted]  # type: ignore[attr-defined]


def _works_there() -> QuerySet[Affiliation]:
    """Whether the person of a link still works for its account: the database asks the same before it opens."""
    works = Affiliation.objects.filter(person=OuterRef("person"), account=OuterRef("account"), person__deleted_at=None)
    return works.filter(Q(until=None) | Q(until__gte=days.today()))


def wrote_it_lately(actor: Actor, point_id: int) -> bool:
    """Whether this actor entered or changed the address as far back as events are kept, or brought it in by an import."""
    written = EventRow.objects.filter(
        name=DetailChanged.name,
        payload__contains={"kind": "contact-point", "detail_id": point_id},
        payload__act__in=("added", "changed"),
        actor_name=actor.name,
    )
    brought = ImportTrace.objects.filter(
        model=ContactPoint._meta.label, act=ImportTrace.Act.MADE, first__lte=point_id, last__gte=point_id, run__owner=actor.user_id
    )
    return written.exists() or (actor.user_id is not None and brought.exists())


def promises_of(actor: Actor, account_id: int) -> QuerySet[Promise]:
    """What stands on the customer's page, the next due first, what was withdrawn at the end."""
    told = Q(withdrawn_at=None) | Q(withdrawn_at__gt=days.now() - TOLD_FOR)
    standing = Promise.objects.filter(told, account=account_id).select_related("item__activity")
    return visible_to(actor, standing).order_by(F("withdrawn_at").asc(nulls_first=True), "kept_on", "due_on", "pk")[:MOST]
