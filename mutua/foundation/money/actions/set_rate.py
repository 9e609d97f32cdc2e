"""Saying a rate: what one unit of a currency was worth on a day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.money.codes import is_currency
from mutua.foundation.money.models import ExchangeRate
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.saving import store


@transaction.atomic
def set_rate(actor: Actor, *, of: str, to: str, factor: Decimal, on: date, source: str) -> ExchangeRate:
    """The rate; one that was said for that day gives way, and its history keeps it. Raises NotAllowed, Refused."""
    require(actor, "money.rate.edit")
    of, to, source = of.strip().upper(), to.strip().upper(), source.strip()
    for name, code in (("of", of), ("to", to)):
        if not is_currency(code):
            raise Refused(_("No currency has the code “%(code)s”. Nothing was saved.") % {"code": code[:20]}, field=name)
    if of == to:
        raise Refused(_("A currency is worth itself. Nothing was saved; name another one."), field="to")
    if factor <= 0:
        raise Refused(_("A rate is more than nothing. Nothing was saved."), field="factor")
    if on > days.today():
        raise Refused(_("That day has not come yet. Nothing was saved."), field="on")
    if not source:
        raise Refused(_("Say who says so. Nothing was saved."), field="source")

    rate = ExchangeRate.objects.select_for_update().filter(of=of, to=to, on=on).first() or ExchangeRate(of=of, to=to, on=on)
    rate.factor, rate.source = factor, source
    store(rate)
    return rate
