"""Whom a quota or a call can be about: people whom the actor works with, their teams, and the territories in which they work."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from mutua.customers.queries.colleagues import colleagues
from mutua.foundation.access import Actor
from mutua.foundation.identity.models import Team
from mutua.sales.models import Territory, TerritoryMember
from mutua.sales.queries.territories import territories_seen


def people_of(actor: Actor) -> QuerySet[Any]:
    return colleagues() if actor.scope == "all" else colleagues().filter(pk__in=sorted(actor.owner_ids))


def teams_of(actor: Actor) -> QuerySet[Any]:
    teams = Team.objects.order_by("name")
    if actor.scope == "all":
        return teams
    people = sorted(actor.owner_ids)
    return teams.filter(pk__in=Team.objects.filter(Q(lead__in=people) | Q(members__in=people)).values("pk"))


def territories_of_people(actor: Actor) -> QuerySet[Territory]:
    lands = territories_seen(actor).order_by("name")
    if actor.scope == "all":
        return lands
    return lands.filter(pk__in=TerritoryMember.objects.filter(user__in=sorted(actor.owner_ids)).values("territory"))
