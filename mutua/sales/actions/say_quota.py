"""Saying a quota: what a person, a team or a territory is to win in a span of time."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction

from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.identity.models import Team, User
from mutua.sales.actions.saying import say
from mutua.sales.events import QuotaSaid
from mutua.sales.models import Quota, Territory


@transaction.atomic
def say_quota(
    actor: Actor, *, of: User | Team | Territory, first: date, last: date, amount: Decimal | None, currency: str = "USD", reason: str = ""
) -> Quota:
    """The quota; one that was said before for the same span gives way, and stays to be read. amount None takes it back.

    Raises NotAllowed, Refused for whom the actor does not see.
    """
    require(actor, "sales.quota.edit")
    quota = say(actor, Quota(first=first, last=last, amount=amount, currency=currency, reason=reason), of)

    announce(QuotaSaid(quota_id=quota.pk), actor=actor)
    return quota
