"""Exchange rates for whoever shows or adds up amounts."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from mutua.foundation.access import Actor, visible_to
from mutua.foundation.money.models import ExchangeRate
from mutua.foundation.money.rates import Rates

SHOWN = 200


def rates_said(actor: Actor) -> QuerySet[ExchangeRate]:
    """The newest first."""
    return visible_to(actor, ExchangeRate.objects.all())


def rates_on(actor: Actor, day: date) -> Rates:
    """Of each pair the rate that held on that day: one query."""
    newest = rates_said(actor).filter(on__lte=day).order_by("of", "to", "-on").distinct("of", "to")
    return Rates.of((rate.as_rate() for rate in newest), day)
