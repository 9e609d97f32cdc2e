"""What the back office adds to the fields of an account, and the fields of its own records."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, DecimalField, IntegerField, Max, Min, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from mutua.backoffice.models import Asset, CreditStanding, Invoice, Order, Shipment
from mutua.backoffice.queries.owing import overdue
from mutua.backoffice.queries.seen import Days
from mutua.customers.models import Account, Person
from mutua.foundation import days
from mutua.foundation.access.hidden import hides
from mutua.foundation.fields.kinds import takes_custom_fields
from mutua.foundation.fields.registry import Window, field, has_many, leads_to

MONEY = DecimalField(max_digits=20, decimal_places=2)


def _orders(window: Window) -> QuerySet[Order, dict[str, Any]]:
    orders = Order.objects.filter(account=OuterRef("pk")).exclude(state=Order.State.CANCELLED).order_by().values("account")
    return orders.filter(dated_on__range=window) if window else orders


def _shipments(window: Window) -> QuerySet[Shipment, dict[str, Any]]:
    shipments = Shipment.objects.filter(account=OuterRef("pk")).order_by().values("account")
    return shipments.filter(promised_on__range=window) if window else shipments


def orders_value(window: Window) -> Any:
    """Of the orders in the account's own currency: two currencies do not add up. `orders.foreign` counts the others."""
    own = _orders(window).filter(currency=OuterRef("currency"))
    return Coalesce(Subquery(own.annotate(n=Sum("value")).values("n"), output_field=MONEY), Value(0, output_field=MONEY))


def orders_foreign(window: Window) -> Any:
    foreign = _orders(window).exclude(currency=OuterRef("currency"))
    return Coalesce(Subquery(foreign.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)


def orders_count(window: Window) -> Any:
    return Coalesce(Subquery(_orders(window).annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)


def orders_last_on(window: Window) -> Any:
    return Subquery(_orders(window).annotate(n=Max("dated_on")).values("n"))


def orders_first_on(window: Window) -> Any:
    return Subquery(_orders(window).annotate(n=Min("dated_on")).values("n"))


def shipments_count(window: Window) -> Any:
    return Coalesce(Subquery(_shipments(window).annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)


def _invoices(window: Window) -> QuerySet[Invoice, dict[str, Any]]:
    invoices = Invoice.objects.filter(account=OuterRef("pk")).order_by().values("account")
    return invoices.filter(invoiced_on__range=window) if window else invoices


def invoices_open(window: Window) -> Any:
    """In the account's own currency."""
    own = _invoices(window).filter(currency=OuterRef("currency"))
    return Coalesce(Subquery(own.annotate(n=Sum("open_amount")).values("n"), output_field=MONEY), Value(0, output_field=MONEY))


def invoices_overdue(window: Window) -> Any:
    """In the account's own currency."""
    own = _invoices(window).filter(overdue(days.today()), currency=OuterRef("currency"))
    return Coalesce(Subquery(own.annotate(n=Sum("open_amount")).values("n"), output_field=MONEY), Value(0, output_field=MONEY))


def invoices_days_overdue(window: Window) -> Any:
    """Of the oldest invoice that is past its day, whatever its currency."""
    today = days.today()
    oldest = _invoices(window).filter(overdue(today)).annotate(n=Days(Value(today), Min("due_on"))).values("n")
    return Coalesce(Subquery(oldest, output_field=IntegerField()), 0)


def credit_exposure(window: Window) -> Any:
    """In the account's own currency, as the back office last said; it is a state, so a window does not narrow it."""
    own = CreditStanding.objects.filter(account=OuterRef("pk"), currency=OuterRef("currency")).order_by().values("account")
    return Coalesce(Subquery(own.annotate(n=Sum("exposure")).values("n"), output_field=MONEY), Value(0, output_field=MONEY))


def assets_count(window: Window) -> Any:
    """By the day on which they were shipped, where a window of days is asked for."""
    its = Asset.objects.filter(account=OuterRef("pk")).order_by().values("account")
    its = its.filter(shipped_on__range=window) if window else its
    return Coalesce(Subquery(its.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)


field("account", key="orders.value", label=_("Ordered, value in the account’s currency"), kind="money", roll_up=orders_value)
field("account", key="orders.foreign", label=_("Orders in another currency"), kind="number", roll_up=orders_foreign)
field("account", key="orders.count", label=_("Orders"), kind="number", roll_up=orders_count)
field("account", key="orders.last_on", label=_("Last order"), kind="date", roll_up=orders_last_on)
field("account", key="orders.first_on", label=_("First order"), kind="date", roll_up=orders_first_on)
field("account", key="shipments.count", label=_("Shipments"), kind="number", roll_up=shipments_count)
field("account", key="invoices.open", label=_("Open invoices, in the account’s currency"), kind="money", roll_up=invoices_open)
field("account", key="invoices.overdue", label=_("Overdue invoices, in the account’s currency"), kind="money", roll_up=invoices_overdue)
field("account", key="invoices.days_overdue", label=_("Days overdue"), kind="number", roll_up=invoices_days_overdue)
field("account", key="credit.exposure", label=_("Exposure, in the account’s currency"), kind="money", roll_up=credit_exposure)

field("account", key="assets.count", label=_("Assets"), kind="number", roll_up=assets_count)

field("shipment", key="currency", label=_("Currency"), kind="text")
field("shipment", key="number", label=_("Shipment number"), kind="text")
field("shipment", key="account", label=_("Account"), kind="text", path="account__name")
field("shipment", key="account_id", label=_("Account number"), kind="link", path="account_id")
field("shipment", key="supplier", label=_("Supplier"), kind="text", path="supplier__name")
field("shipment", key="mode", label=_("Carried by"), kind="text")
field("shipment", key="promised_on", label=_("Promised for"), kind="date")
field("shipment", key="delivered_on", label=_("Delivered on"), kind="date")
field("shipment", key="days_late", label=_("Days late"), kind="number", path="days_late")
field("shipment", key="value", label=_("Value"), kind="money", currency="currency")

field("order", key="currency", label=_("Currency"), kind="text")
field("order", key="number", label=_("Order number"), kind="text")
field("order", key="account", label=_("Account"), kind="text", path="account__name")
field("order", key="account_id", label=_("Account number"), kind="link", path="account_id")
field("order", key="dated_on", label=_("Counted on"), kind="date")
field("order", key="state", label=_("State"), kind="choice", choices=lambda: Order.State.choices)
field("order", key="value", label=_("Value"), kind="money", currency="currency")

field("invoice", key="number", label=_("Invoice number"), kind="text")
field("invoice", key="account", label=_("Account"), kind="text", path="account__name")
field("invoice", key="account_id", label=_("Account number"), kind="link", path="account_id")
field("invoice", key="person_id", label=_("Person number"), kind="link", path="person_id")
field("invoice", key="invoiced_on", label=_("Invoiced on"), kind="date")
field("invoice", key="due_on", label=_("Due on"), kind="date")
field("invoice", key="value", label=_("Value"), kind="money", currency="currency")
field("invoice", key="open_amount", label=_("Open amount"), kind="money", currency="currency")
field("invoice", key="days_overdue", label=_("Days overdue"), kind="number", path="days_overdue")
field("invoice", key="currency", label=_("Currency"), kind="text")

field("credit_standing", key="account", label=_("Account"), kind="text", path="account__name")
field("credit_standing", key="account_id", label=_("Account number"), kind="link", path="account_id")
field("credit_standing", key="exposure", label=_("Exposure"), kind="money", currency="currency")
field("credit_standing", key="credit_limit", label=_("Credit limit"), kind="money", currency="currency")
field("credit_standing", key="days_overdue", label=_("Days overdue"), kind="number")
field("credit_standing", key="as_of", label=_("As of"), kind="date")

field("asset", key="serial_number", label=_("Serial number"), kind="text")
field("asset", key="description", label=_("What it is"), kind="text")
field("asset", key="account", label=_("Account"), kind="text", path="account__name")
field("asset", key="account_id", label=_("Account number"), kind="link", path="account_id")
field("asset", key="person_id", label=_("Person number"), kind="link", path="person_id")
field("asset", key="shipped_on", label=_("Shipped on"), kind="date")
field("asset", key="warranty_from", label=_("Warranty from"), kind="date")
field("asset", key="warranty_until", label=_("Warranty until"), kind="date")
field("asset", key="in_warranty", label=_("In warranty"), kind="bool")

for _kind, _title, _model in (
    ("order", _("Orders"), Order),
    ("shipment", _("Shipments"), Shipment),
    ("invoice", _("Invoices"), Invoice),
    ("asset", _("Assets"), Asset),
):
    takes_custom_fields(_kind, _title, _model)
    hides(_model, _kind, {})
    leads_to(_kind, key="account", label=_("Account"), to="account", model=Account)
    has_many("account", key=f"{_kind}s", label=_title, to=_kind, model=_model, via="account")
takes_custom_fields("credit_standing", _("Credit standing"), CreditStanding)
hides(CreditStanding, "credit_standing", {})
leads_to("credit_standing", key="account", label=_("Account"), to="account", model=Account)
for _kind, _title, _model in (("shipment", _("Shipments"), Shipment), ("invoice", _("Invoices"), Invoice)):
    leads_to(_kind, key="order", label=_("Order"), to="order", model=Order)
    has_many("order", key=f"{_kind}s", label=_title, to=_kind, model=_model, via="order")
leads_to("invoice", key="person", label=_("Person"), to="person", model=Person)
has_many("person", key="invoices", label=_("Invoices"), to="invoice", model=Invoice, via="person")
