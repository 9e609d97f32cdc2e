"""Calling: a manager says what will come, beside what the deals add up to, and why."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.identity.models import Team, User
from mutua.foundation.records.errors import Refused
from mutua.sales.actions.saying import say
from mutua.sales.events import ForecastCalled
from mutua.sales.models import ForecastCall, Territory


@transaction.atomic
def call_forecast(
    actor: Actor, *, of: User | Team | Territory, first: date, last: date, amount: Decimal | None, currency: str = "USD", reason: str
) -> ForecastCall:
    """The call. It changes no deal and no sum. amount None takes it back. Raises NotAllowed, Refused for whom the actor does not see."""
    require(actor, "sales.forecast.call")
    if not reason.strip():
        raise Refused(_("Say why you expect another sum than the deals add up to. Nothing was saved."), field="reason")
    call = say(actor, ForecastCall(first=first, last=last, amount=amount, currency=currency, reason=reason.strip()), of)

    announce(ForecastCalled(call_id=call.pk), actor=actor)
    return call
