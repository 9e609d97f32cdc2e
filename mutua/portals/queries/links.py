"""Who of a customer can be given a link, who has one, and when it was opened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from mutua.customers.models import Affiliation, ContactPoint, Person
from mutua.foundation import days
from mutua.foundation.access import Actor, visible_to
from mutua.portals.models import PortalLink, Promise

MOST = 100


@dataclass(frozen=True)
class Guest:
    """A person who works for the account. email: empty where none is known."""

    person: Person
    email: str


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
    email = _addresses(actor, people)
    return [Guest(person, email.get(number, "")) for number, person in people.items()]


def _addresses(actor: Actor, people: Iterable[int]) -> dict[Any, str]:
    """The mail address of each of these people, the preferred one if there is one."""
    points = ContactPoint.objects.filter(person__in=people, kind=ContactPoint.Kind.MAIL, bounced=False).order_by("preferred", "-pk")
    return {point.person_id: point.value for point in visible_to(actor, points)}


def links_of(actor: Actor, account_id: int) -> Sequence[LinkRow]:
    """The newest first."""
    links = visible_to(actor, PortalLink.objects.filter(account=account_id)).select_related("person")
    now = days.now()
    counted = links.annotate(opened=Count("openings"), last=Max("openings__at")).order_by("-created_at", "-pk")[:MOST]
    return [LinkRow(link, link.is_open(now), link.opened, link.last) for link in counted]  # type: ignore[attr-defined]


def promises_of(actor: Actor, account_id: int) -> QuerySet[Promise]:
    """What stands on the customer's page, the next due first."""
    standing = Promise.objects.filter(account=account_id, withdrawn_at=None).select_related("item__activity")
    return visible_to(actor, standing).order_by("kept_on", "due_on", "pk")[:MOST]
