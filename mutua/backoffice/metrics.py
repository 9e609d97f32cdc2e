"""What others may hold an objective to: how long an order takes, who buys again, what a month brings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, Sum
from django.db.models.functions import Coalesce, Greatest, TruncMonth
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy

from mutua.backoffice.models import Invoice, Order, Shipment
from mutua.customers.models import Account
from mutua.foundation.metrics import MONEY, MetricQuery, Outcome, metric

_ACCOUNTS_A_MONTH = 10**10  # keys of one month lie together, after those of the month before


@metric("order.delivery_days", title=gettext_lazy("From order to delivery"), unit="days", better="lower")
def delivery_days(query: MetricQuery) -> Iterator[Outcome]:
    """One trial a shipment of an order whose day is known: days from the order to the delivery, known when that was recorded."""
    known = Shipment.objects.filter(deleted_at=None, delivered_on__isnull=False, order__placed_on__lte=F("delivered_on"))
    known = known.annotate(known_on=Greatest("delivered_on", Coalesce("recorded_on", "delivered_on")))
    known = known.filter(known_on__gte=query.since, known_on__lte=query.until)
    if query.account_ids is not None:
        known = known.filter(account__in=query.account_ids)
    columns = known.order_by("known_on", "pk").values_list(
        "pk", "known_on", "order__placed_on", "delivered_on", "account_id", "number", "value", "currency"
    )
    for key, known_on, placed_on, delivered_on, account_id, label, value, currency in columns.iterator():
        days = float((delivered_on - placed_on).days)
        yield Outcome(key, known_on, days, account_id, label, reverse("backoffice:shipment", args=[key]), value, currency)


@metric("account.bought_in_month", title=gettext_lazy("Accounts that order in a month"), unit="share", bounds=(0.0, 1.0))
def bought_in_month(query: MetricQuery) -> Iterator[Outcome]:
    """One trial an account and calendar month, known when the month is over: whether anything was ordered that was not cancelled."""
    orders = Order.objects.filter(deleted_at=None, dated_on__gte=query.since, dated_on__lt=query.until, account__isnull=False)
    months = orders.exclude(state=Order.State.CANCELLED).order_by().values_list("account_id", TruncMonth("dated_on"))
    bought = set(months.distinct())
    for spell in _account_months(query):
        yield spell.told(float((spell.account_id, spell.month) in bought))


@metric("account.invoiced_in_month", title=gettext_lazy("Invoiced to an account in a month"), unit=MONEY)
def invoiced_in_month(query: MetricQuery) -> Iterator[Outcome]:
    """One trial an account and calendar month, known when the month is over: invoices less credit notes in the currency that is asked for.

    Raises ValueError where no currency is named.
    """
    if not query.currency:
        raise ValueError("Money is counted in one currency. Name it.")
    invoices = Invoice.objects.filter(deleted_at=None, invoiced_on__gte=query.since, invoiced_on__lt=query.until, account__isnull=False)
    months = invoices.filter(currency=query.currency).order_by().values("account_id", month=TruncMonth("invoiced_on"))
    sums = {(row["account_id"], row["month"]): row["sum"] for row in months.annotate(sum=Sum("value"))}
    for spell in _account_months(query):
        invoiced = sums.get((spell.account_id, spell.month), Decimal(0))
        yield spell.told(float(invoiced), invoiced, query.currency)


@dataclass(frozen=True)
class AccountMonth:
    """A customer and a calendar month that is over, named by its first day."""

    account_id: int
    name: str
    month: date

    def told(self, value: float, amount: Decimal | None = None, currency: str = "") -> Outcome:
        """What became of it, known on the first day after."""
        key = (self.month.year * 12 + self.month.month) * _ACCOUNTS_A_MONTH + self.account_id
        label = f"{self.name}, {date_format(self.month, 'F Y')}"
        link = reverse("customers:account", args=[self.account_id])
        return Outcome(key, _month_after(self.month), value, self.account_id, label, link, amount, currency)


def _account_months(query: MetricQuery) -> Iterator[AccountMonth]:
    """Every month that lies wholly between the days of the query, with each account that is asked for (all customers, where none is named)."""
    accounts = Account.objects.filter(deleted_at=None)
    if query.account_ids is None:
        accounts = accounts.filter(roles__contains=[Account.Role.CUSTOMER])
    else:
        accounts = accounts.filter(pk__in=query.account_ids)
    named = list(accounts.order_by("pk").values_list("pk", "name"))
    month = query.since if query.since.day == 1 else _month_after(query.since)
    while (after := _month_after(month)) <= query.until:
        for account_id, name in named:
            yield AccountMonth(account_id, name, month)
        month = after


def _month_after(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
