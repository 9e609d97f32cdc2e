"""Households and who belongs to them, as the person who looks may see it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

from mutua.customers.models import Household, HouseholdMember, Person
from mutua.customers.queries.people import people_seen
from mutua.foundation import days
from mutua.foundation.access import Actor, find, visible_to
from mutua.foundation.search.words import containing, fold, foremost

MOST = 200


def households_seen(actor: Actor) -> QuerySet[Household]:
    return visible_to(actor, Household.objects.all())


def household_for(actor: Actor, household_id: int) -> Household:
    """One living household with its owner. Raises NotFound."""
    return find(households_seen(actor).select_related("owner"), pk=household_id)


def members_of(actor: Actor, household: Household) -> list[HouseholdMember]:
    """Who belongs or belonged to it, of the people that the actor sees; those who left last."""
    rows = visible_to(actor, HouseholdMember.objects.filter(household=household, person__deleted_at=None))
    found = list(rows.select_related("person").order_by("person__sort_key", "pk")[:MOST])
    return sorted(found, key=lambda row: not is_now(row))


def households_of(actor: Actor, person: Person) -> list[HouseholdMember]:
    """The households of a person that the actor has been shown, the present first."""
    rows = HouseholdMember.objects.filter(person__in=people_seen(actor).filter(pk=person.pk), household__in=households_seen(actor))
    return sorted(rows.select_related("household").order_by("-pk")[:MOST], key=lambda row: not is_now(row))


def count_members(actor: Actor, households: Iterable[Household]) -> dict[int, int]:
    """How many people that the actor sees belong to each now: one query."""
    rows = HouseholdMember.objects.filter(household__in=[one.pk for one in households], person__in=people_seen(actor))
    rows = rows.filter(Q(until=None) | Q(until__gte=days.today())).order_by()
    return dict(rows.values("household").annotate(how_many=Count("pk")).values_list("household", "how_many"))


def is_now(member: HouseholdMember) -> bool:
    return member.until is None or member.until >= days.today()


def find_households(actor: Actor, text: str, limit: int) -> list[Household]:
    """Those whose names contain every word, those that begin with the text first."""
    folded, seen = fold(text), households_seen(actor)
    if not folded:
        return []
    begun = list(seen.filter(sort_key__startswith=folded).order_by("sort_key", "pk")[:limit])
    if len(begun) == limit:
        return begun
    rest = seen.exclude(pk__in=[one.pk for one in begun]).filter(*(containing(word, "search") for word in folded.split()))
    return begun + foremost(seen, rest, "sort_key", "pk", limit=limit - len(begun))
