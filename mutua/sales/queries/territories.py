"""Territories for the person who looks: the tree, who works where, and which accounts lie where."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from mutua.customers.models import Account
from mutua.foundation import days
from mutua.foundation.access import Actor, find, visible_to
from mutua.sales.models import Territory, TerritoryMember

MOST = 2_000


def territories_seen(actor: Actor) -> QuerySet[Territory]:
    return visible_to(actor, Territory.objects.all())


def territory_for(actor: Actor, territory_id: int) -> Territory:
    """One living territory. Raises NotFound."""
    return find(territories_seen(actor).select_related("parent"), pk=territory_id)


def working_on(day: date) -> Q:
    """The condition that a membership holds on that day."""
    return (Q(since=None) | Q(since__lte=day)) & (Q(until=None) | Q(until__gte=day))


def members_on(actor: Actor, territory_ids: Collection[int], day: date) -> QuerySet[TerritoryMember]:
    """Who works in these territories on that day, managers first."""
    return visible_to(actor, TerritoryMember.objects.filter(working_on(day), territory__in=territory_ids)).select_related(
        "user", "territory"
    )


def accounts_in(actor: Actor, territory_ids: Collection[int]) -> QuerySet[Account]:
    """The accounts that lie in these territories, as far as the actor sees them."""
    return visible_to(actor, Account.objects.filter(territory_place__territory__in=territory_ids))


def territories_of(actor: Actor, account_ids: Collection[int]) -> dict[int, Territory]:
    """Account → the territory in which it lies. Accounts that lie in none, or that the actor does not see, are left out."""
    seen = visible_to(actor, Account.objects.filter(pk__in=account_ids)).values("pk")
    rows = territories_seen(actor).filter(accounts__account__in=seen).values_list("accounts__account", "pk")
    numbers = {account: territory for account, territory in rows if account is not None}
    named = territories_seen(actor).in_bulk(set(numbers.values()))
    return {account: named[territory] for account, territory in numbers.items()}


@dataclass(frozen=True)
class Place:
    """A territory in the tree. depth: 0 at the top. line: the names above it, from the top. below: its number and those of all under it."""

    territory: Territory
    depth: int
    line: tuple[str, ...]
    below: frozenset[int]


def tree_of(actor: Actor) -> list[Place]:
    """All territories that the actor sees, each before those under it, by name: one query. Each has `count`, the accounts that lie just in it."""
    seen = list(territories_seen(actor).annotate(count=Count("accounts")).order_by("name", "pk")[:MOST])
    return placed(seen)


def placed(territories: Iterable[Territory]) -> list[Place]:
    """The same territories as a tree. One whose parent is not among them stands at the top; a circle that a restore left is cut."""
    known = {one.pk: one for one in territories}
    under: dict[int | None, list[Territory]] = {}
    for one in known.values():
        under.setdefault(one.parent_id if one.parent_id in known else None, []).append(one)

    def walked(one: Territory, line: tuple[str, ...]) -> list[Place]:
        inner = [place for child in under.get(one.pk, []) for place in walked(child, (*line, one.name))]
        return [Place(one, len(line), line, frozenset({one.pk, *(place.territory.pk for place in inner)})), *inner]

    return [place for one in under.get(None, []) for place in walked(one, ())]


def below(actor: Actor, territory_id: int) -> frozenset[int]:
    """The number of the territory and of all under it; of one that the actor does not see, nothing."""
    return next((place.below for place in tree_of(actor) if place.territory.pk == territory_id), frozenset())


def named_accounts(actor: Actor, territory: Territory) -> QuerySet[Account]:
    """The accounts that lie here by name, as far as the actor sees them."""
    return accounts_in(actor, [territory.pk]).filter(territory_place__named=True).order_by("sort_key", "pk")


def member_history(actor: Actor, territory: Territory, limit: int = 100) -> list[TerritoryMember]:
    """Who works here or did: those of today first, managers before others."""
    rows = visible_to(actor, TerritoryMember.objects.filter(territory=territory)).select_related("user")
    today = days.today()
    return sorted(rows.order_by("role", "user__name", "pk")[:limit], key=lambda one: one.until is not None and one.until < today)
