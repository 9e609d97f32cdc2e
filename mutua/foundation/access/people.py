"""From a signed-in user to an actor."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from mutua.foundation import days
from mutua.foundation.access.actor import NOBODY, Actor, Scope
from mutua.foundation.access.hidden import with_what_follows
from mutua.foundation.access.hierarchies import people_below
from mutua.foundation.access.prepared import prepared
from mutua.foundation.identity.models import Role, Team, User

_WIDTH = {"own": 0, "team": 1, "subtree": 2, "all": 3}


def actor_of(user: Any) -> Actor:
    """The actor that this user is now: at most two queries. A user without a role sees and may do nothing."""
    if user is None or not user.is_authenticated or not user.is_active:
        return NOBODY
    roles = _roles(NOBODY, user.pk)
    scope: Scope = max((role.scope for role in roles), key=_WIDTH.__getitem__, default="own")
    codes = frozenset(code for role in roles for code in role.permissions)
    return Actor(
        kind="person",
        user_id=user.pk,
        name=user.name,
        permissions=codes,
        scope=scope,
        owner_ids=_works_with(user, scope),
        roles=frozenset(role.key for role in roles),
        # Several roles add up: what one of them shows is seen.
        hidden=with_what_follows(frozenset.intersection(*(frozenset(role.hidden_fields) for role in roles))) if roles else frozenset(),
    )


@prepared
def _roles(_nobody: Actor, user_id: int) -> QuerySet[Role, Any]:
    return Role.objects.filter(users=user_id)


def actor_with_id(user_id: int) -> Actor:
    return actor_of(User.objects.filter(pk=user_id).first())


def people_who_may(code: str) -> QuerySet[User]:
    """Who signs in and has a role that allows this, by name. Which rows they may do it to is another question."""
    allowed = Role.objects.filter(Q(permissions__contains=[code]) | Q(permissions__contains=["*"]))
    return User.objects.filter(is_active=True, pk__in=User.roles.through.objects.filter(role__in=allowed).values("user")).order_by(
        "name", "pk"
    )


def _works_with(user: User, scope: Scope) -> frozenset[int]:
    """Read anew with each actor: who joins or leaves a team or a territory is seen, or no longer, at the next request."""
    if scope == "subtree":
        return people_below(user.pk, days.today()) | {user.pk}
    return _colleagues(user) if scope == "team" else frozenset({user.pk})


def _colleagues(user: User) -> frozenset[int]:
    teams = Team.objects.filter(Q(lead=user) | Q(members=user)).values("pk")
    people = User.objects.filter(Q(teams__in=teams) | Q(leads__in=teams)).values_list("pk", flat=True)
    return frozenset({user.pk, *people})
