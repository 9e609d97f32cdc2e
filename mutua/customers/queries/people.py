"""People, where they work and how to reach them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, When, Window

from mutua.customers.models import Account, Affiliation, Assignment, ContactPoint, Department, Identifier, Person
from mutua.customers.models.person import full_name
from mutua.foundation import days
from mutua.foundation.access import Actor, find, may, visible_to
from mutua.foundation.access.hidden import without_hidden
from mutua.foundation.access.prepared import prepared


def people_seen(actor: Actor) -> QuerySet[Person]:
    return visible_to(actor, Person.objects.all())


def person_for(actor: Actor, person_id: int) -> Person:
    """One living person with its owner. Raises NotFound."""
    return find(people_seen(actor).select_related("owner"), pk=person_id)


def present_affiliations(actor: Actor, account: Account) -> QuerySet[Affiliation]:
    """Who works for this account today, by name."""
    return _present_at(actor, account.pk, days.today())


def _present_at(actor: Actor, account_id: int, today: date) -> QuerySet[Affiliation]:
    rows = visible_to(actor, Affiliation.objects.filter(account=account_id, person__deleted_at=None))
    return rows.filter(Q(until=None) | Q(until__gte=today)).select_related("person", "department").order_by("person__sort_key", "pk")


def named_at(actor: Actor, account: Account, limit: int = 200) -> list[tuple[int, str]]:
    """Number and name of those who work for this account today: one query."""
    rows = _names_at(actor, account.pk, days.today(), limit=limit)
    return list({number: full_name(given, family) for number, given, family in rows}.items())


@prepared
def _names_at(actor: Actor, account_id: int, today: date, *, limit: int) -> QuerySet[Affiliation, tuple[int, str, str]]:
    return _present_at(actor, account_id, today).values_list("person", "person__given_name", "person__family_name")[:limit]


def first_present(actor: Actor, account: Account, limit: int) -> tuple[list[Affiliation], int]:
    """The first few of them, those who decide before the others, and how many there are in all: one query, however many."""
    first: list[Any] = _deciding_first(actor, account.pk, days.today(), limit=limit)
    return first, first[0].in_all if first else 0


@prepared
def _deciding_first(actor: Actor, account_id: int, today: date, *, limit: int) -> QuerySet[Affiliation]:
    decides = Case(When(buying_role=Affiliation.BuyingRole.DECIDES, then=0), default=1)
    rows = _present_at(actor, account_id, today).annotate(in_all=Window(Count("pk")))
    return rows.order_by(decides, "person__sort_key", "pk")[:limit]


def affiliations_of(actor: Actor, person: Person) -> QuerySet[Affiliation]:
    """Where a person works and worked, the present first, of the accounts that the actor sees."""
    rows = visible_to(actor, Affiliation.objects.filter(person=person, account__deleted_at=None))
    return rows.select_related("account", "department").order_by("-until", "-since", "-pk")


def affiliations_at(actor: Actor, account: Account) -> QuerySet[Affiliation]:
    """Who works and worked for an account, of the people that the actor sees."""
    return visible_to(actor, Affiliation.objects.filter(account=account, person__deleted_at=None))


def working_for(actor: Actor, person: Person) -> list[tuple[int, str]]:
    """Number and name of the accounts for which this person works today, of those that the actor sees: one query."""
    return list(dict(_employers(actor, person.pk, days.today())).items())


@prepared
def _employers(actor: Actor, person_id: int, today: date) -> QuerySet[Affiliation, tuple[int, str]]:
    rows = visible_to(actor, Affiliation.objects.filter(person=person_id, account__deleted_at=None))
    present = rows.filter(Q(until=None) | Q(until__gte=today))
    return present.order_by(F("since").desc(nulls_last=True), "account__sort_key", "pk").values_list("account", "account__name")[:50]


def affiliation_for(actor: Actor, affiliation_id: int) -> Affiliation:
    """One living affiliation with its person and account. Raises NotFound."""
    rows = visible_to(actor, Affiliation.objects.filter(person__deleted_at=None, account__deleted_at=None))
    return find(rows.select_related("person", "account", "department"), pk=affiliation_id)


def earlier_affiliations(actor: Actor, account: Account, limit: int = 50) -> list[Affiliation]:
    """Who worked for this account before, the last to leave first."""
    rows = visible_to(actor, Affiliation.objects.filter(account=account, person__deleted_at=None, until__lt=days.today()))
    return list(rows.select_related("person", "department").order_by("-until", "-pk")[:limit])


def departments_of(actor: Actor, account: Account | None) -> QuerySet[Department]:
    """The departments of an account; of our own company without one."""
    return visible_to(actor, Department.objects.filter(account=account)).order_by("name", "pk")


@prepared
def assignments_of(actor: Actor, account_id: int) -> QuerySet[Assignment]:
    """Who works for this account on our side, by name."""
    return (
        visible_to(actor, Assignment.objects.filter(account=account_id)).select_related("user", "department").order_by("user__name", "pk")
    )


def contact_points_of(actor: Actor, party: Account | Person) -> QuerySet[ContactPoint]:
    """How to reach a party that the actor has already been shown; the preferred one of each kind first."""
    if not may(actor, "customers.person.view"):
        return ContactPoint.objects.none()
    return without_hidden(actor, ContactPoint.objects.filter(**{"person" if isinstance(party, Person) else "account": party}))


def identifiers_of(actor: Actor, party: Account | Person) -> QuerySet[Identifier]:
    """What other systems call a party."""
    return visible_to(actor, Identifier.objects.filter(**{"person" if isinstance(party, Person) else "account": party}))


def first_affiliations(actor: Actor, people: Iterable[Person]) -> dict[int, Affiliation]:
    """Where each of these people works now, as far as the actor sees it: one query, whatever their number."""
    today = days.today()
    rows = visible_to(actor, Affiliation.objects.filter(person__in=[person.pk for person in people], account__deleted_at=None))
    rows = rows.filter(Q(until=None) | Q(until__gte=today)).select_related("account", "department").order_by("-pk")
    return {row.person_id: row for row in rows}
