"""Those who sign in, as whoever looks after them sees them."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from mutua.foundation.access import Actor, find, may, visible_to
from mutua.foundation.identity.models import Role, Team, User


def users_seen(actor: Actor) -> QuerySet[User]:
    """Every user, for whoever may see logins; a colleague's name alone is everybody's."""
    return visible_to(actor, User.objects.all()) if may(actor, "identity.user.view") else User.objects.none()


def user_for(actor: Actor, user_id: int) -> User:
    """Raises NotFound."""
    return find(users_seen(actor), pk=user_id)


def user_with_address(actor: Actor, email: str) -> User | None:
    return users_seen(actor).filter(email__iexact=email.strip()).first()


def roles_seen(actor: Actor) -> QuerySet[Role]:
    """Each with `held_by`: how many who may sign in have it."""
    return visible_to(actor, Role.objects.annotate(held_by=Count("users", filter=Q(users__is_active=True))))


def teams_seen(actor: Actor) -> QuerySet[Team]:
    """Each with `size`: how many members that may sign in."""
    return visible_to(actor, Team.objects.annotate(size=Count("members", filter=Q(members__is_active=True))))


def team_for(actor: Actor, team_id: int) -> Team:
    """Raises NotFound."""
    return find(teams_seen(actor), pk=team_id)
