"""What the back office adds to the fields of people and of households: what they ordered, in roll-ups that a window of days narrows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Count, DecimalField, F, IntegerField, Max, Min, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from mutua.backoffice.models import Invoice, Order
from mutua.customers.models import Household, Person
from mutua.foundation.fields.registry import Window, field, has_many, leads_to

MONEY = DecimalField(max_digits=20, decimal_places=2)
RollUp = Callable[[Window], Any]


def _orders(kind: str, window: Window, *, cancelled: bool = False) -> QuerySet[Order, dict[str, Any]]:
    orders = Order.objects.filter(**{kind: OuterRef("pk")}).order_by()
    orders = orders.filter(state=Order.State.CANCELLED) if cancelled else orders.exclude(state=Order.State.CANCELLED)
    return (orders.filter(dated_on__range=window) if window else orders).values(kind)


def _count(kind: str, *, cancelled: bool = False) -> RollUp:
    def count(window: Window) -> Any:
        counted = _orders(kind, window, cancelled=cancelled).annotate(n=Count("pk")).values("n")
        return Coalesce(Subquery(counted, output_field=IntegerField()), 0)

    return count


def _days(kind: str) -> RollUp:
    def days(window: Window) -> Any:
        counted = _orders(kind, window).annotate(n=Count("dated_on", distinct=True)).values("n")
        return Coalesce(Subquery(counted, output_field=IntegerField()), 0)

    return days


def _value(kind: str) -> RollUp:
    def value(window: Window) -> Any:
        """In the currency of their last order, for a person has none of their own and two currencies do not add up."""
        newest = Order.objects.filter(**{kind: OuterRef(OuterRef("pk"))}).exclude(state=Order.State.CANCELLED)
        newest = newest.order_by(F("dated_on").desc(nulls_last=True), "-pk")
        own = _orders(kind, window).filter(currency=Subquery(newest.values("currency")[:1]))
        return Coalesce(Subquery(own.annotate(n=Sum("value")).values("n"), output_field=MONEY), Value(0, output_field=MONEY))

    return value


def _day(kind: str, which: type[Max] | type[Min]) -> RollUp:
    return lambda window: Subquery(_orders(kind, window).annotate(n=which("dated_on")).values("n"))


for _kind, _title, _model in (("person", _("Person"), Person), ("household", _("Household"), Household)):
    field(_kind, key="orders.count", label=_("Orders"), kind="number", roll_up=_count(_kind))
    field(_kind, key="orders.cancelled", label=_("Cancelled orders"), kind="number", roll_up=_count(_kind, cancelled=True))
    field(_kind, key="orders.days", label=_("Days on which they ordered"), kind="number", roll_up=_days(_kind))
    field(_kind, key="orders.value", label=_("Ordered, value in the currency of their last order"), kind="money", roll_up=_value(_kind))
    field(_kind, key="orders.last_on", label=_("Last order"), kind="date", roll_up=_day(_kind, Max))
    field(_kind, key="orders.first_on", label=_("First order"), kind="date", roll_up=_day(_kind, Min))
    leads_to("order", key=_kind, label=_title, to=_kind, model=_model)
    has_many(_kind, key="orders", label=_("Orders"), to="order", model=Order, via=_kind)

for _kind in ("order", "invoice", "asset"):
    field(_kind, key="household_id", label=_("Household number"), kind="link", path="household_id")
field("order", key="person_id", label=_("Person number"), kind="link", path="person_id")
leads_to("invoice", key="household", label=_("Household"), to="household", model=Household)
has_many("household", key="invoices", label=_("Invoices"), to="invoice", model=Invoice, via="household")
