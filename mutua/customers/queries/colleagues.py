"""Our own people, as far as customers are concerned."""

from __future__ import annotations

from functools import cache

from django.db.models import Q, QuerySet

from mutua.customers.models import Account
from mutua.foundation import days
from mutua.foundation.access.hierarchies import people_above
from mutua.foundation.identity.models import Role, Team, User


def colleagues() -> QuerySet[User]:
    """Who can look after a customer: users who sign in and have a role here, unlike partners and customers."""
    return _colleagues().all()


@cache
def _colleagues() -> QuerySet[User]:
    # Forms, lists and filters put this together several times a page
    return User.objects.filter(is_active=True, pk__in=User.roles.through.objects.values("user")).order_by("name", "pk")


def teams_of(account: Account) -> QuerySet[Team]:
    """The teams whose lead sees the account, because its owner leads or belongs to them. Empty where nobody owns it."""
    owner = account.owner_id or 0
    return Team.objects.filter(Q(lead=owner) | Q(members=owner)).select_related("lead").distinct().order_by("name")


def above_owner(account: Account) -> QuerySet[User]:
    """Who sees the account because its owner works in a team or a territory below theirs, by name. Empty where nobody owns it."""
    if account.owner_id is None:
        return User.objects.none()
    above = people_above(account.owner_id, days.today())
    leads = teams_of(account).exclude(lead=None).values("lead")
    return colleagues().filter(pk__in=above, roles__scope="subtree").exclude(pk__in=leads).distinct()


def roles_that_see_all() -> QuerySet[Role]:
    """The roles that see every account, whoever owns it."""
    return Role.objects.filter(Q(permissions__contains=["customers.account.view"]) | Q(permissions__contains=["*"]), scope="all").order_by(
        "name"
    )
