"""Figures of the back office that a company's tree adds up: what was ordered within a year, what is open, what is at stake."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import timedelta

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from mutua.backoffice.models import Order
from mutua.backoffice.queries import orders_seen
from mutua.backoffice.queries.owing import invoices_seen, standings_seen
from mutua.customers.standing import Amount, account_figure
from mutua.foundation import days
from mutua.foundation.access import Actor

YEAR = timedelta(days=365)


@account_figure(key="ordered", title=_("Ordered, 12 months"), order=20, needs="backoffice.order.view")
def ordered(actor: Actor, account_ids: Collection[int]) -> Iterable[Amount]:
    today = days.today()
    rows = orders_seen(actor).filter(account__in=account_ids, dated_on__gt=today - YEAR, dated_on__lte=today)
    sums = rows.exclude(state=Order.State.CANCELLED).order_by().values("account", "currency").annotate(worth=Sum("value"))
    return [Amount(*row) for row in sums.values_list("account", "worth", "currency")]


@account_figure(key="exposure", title=_("Exposure"), order=30, needs="backoffice.credit.view")
def exposure(actor: Actor, account_ids: Collection[int]) -> Iterable[Amount]:
    rows = standings_seen(actor).filter(account__in=account_ids).order_by().values("account", "currency").annotate(at_stake=Sum("exposure"))
    return [Amount(*row) for row in rows.values_list("account", "at_stake", "currency")]


@account_figure(key="open-invoices", title=_("Open invoices"), order=31, needs="backoffice.invoice.view")
def open_invoices(actor: Actor, account_ids: Collection[int]) -> Iterable[Amount]:
    rows = invoices_seen(actor).filter(account__in=account_ids).exclude(open_amount=0).order_by()
    sums = rows.values("account", "currency").annotate(owed=Sum("open_amount"))
    return [Amount(*row) for row in sums.values_list("account", "owed", "currency")]
