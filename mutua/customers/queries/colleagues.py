"""Our own people, as far as customers are concerned."""

from __future__ import annotations

from django.db.models import QuerySet

from mutua.foundation.identity.models import User


def colleagues() -> QuerySet[User]:
    """Who can look after a customer: users who sign in and have a role here, unlike partners and customers."""
    return User.objects.filter(is_active=True, pk__in=User.roles.through.objects.values("user")).order_by("name", "pk")
