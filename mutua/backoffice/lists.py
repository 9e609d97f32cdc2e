"""The lists of all deliveries and of all orders."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mutua.backoffice.models import Order, Shipment
from mutua.backoffice.queries import deliveries_seen, orders_seen
from mutua.backoffice.queries.finding import numbered_or_of
from mutua.foundation.lists import Blank, Column, ListSpec, Starter
from mutua.foundation.ui.formats import day, money

STEPS = [
    (_("Write a CSV file"), _("Orders and shipments, one line a row, from the program that has them.")),
    (_("Import it"), _("The headings are recognised; what cannot be read is kept for repair.")),
]


def _find_shipments(queryset: QuerySet[Shipment], text: str) -> QuerySet[Shipment]:
    return queryset.filter(number__istartswith=text) | queryset.filter(account__search__contains=text.lower())


def _find_orders(queryset: QuerySet[Order], text: str) -> QuerySet[Order]:
    return queryset.filter(numbered_or_of(Order, "number", text))


DELIVERIES = ListSpec(
    kind="shipment",
    model=Shipment,
    title=_("Deliveries"),
    noun=_("shipments"),
    base=deliveries_seen,
    columns=[
        Column("number", _("Shipment"), sort="number", phone=True, template="backoffice/deliveries/_number_cell.html", value=lambda s: s.number),
        Column("account", _("Account"), text=lambda s: s.account.name, sort="account__sort_key", phone=True),
        Column("promised_on", _("Promised"), text=lambda s: day(s.promised_on, year=True), value=lambda s: s.promised_on, sort="promised_on", numeric=True),
        Column("delivered_on", _("Delivered"), text=lambda s: day(s.delivered_on, year=True) if s.delivered_on else "–", value=lambda s: s.delivered_on, sort="delivered_on", numeric=True),
        Column("late", _("Late"), template="backoffice/deliveries/_late_cell.html", value=lambda s: s.days_late, sort="days_late", numeric=True, phone=True),
        Column("mode", _("Carried by"), text=lambda s: s.mode, sort="mode"),
        Column("supplier", _("Supplier"), text=lambda s: s.supplier.name if s.supplier else "", hidden=True),
        Column("value", _("Value"), text=lambda s: money(s.value, s.currency), value=lambda s: s.value, sort="value", numeric=True),
    ],
    default_sort="-promised_on",
    link=lambda s: s.get_absolute_url(),
    select_related=("account", "supplier"),
    search=_find_shipments,
    starters=[
        Starter("late", _("Late"), lambda actor: {"field": "days_late", "op": "gt", "value": 0}),
        Starter("under-way", _("Under way"), lambda actor: {"field": "delivered_on", "op": "empty"}),
    ],
    export="backoffice.shipment.view",
    blank=Blank(_("No shipments yet"), _("A shipment is what is sent to a customer under one despatch advice. They come from your back office."), steps=STEPS),
)  # fmt: skip

ORDERS = ListSpec(
    kind="order",
    model=Order,
    title=_("Orders"),
    noun=_("orders"),
    base=orders_seen,
    columns=[
        Column("number", _("Order"), sort="number", phone=True, template="backoffice/orders/_number_cell.html", value=lambda o: o.number),
        Column("account", _("Customer"), text=lambda o: str(o.party), sort="account__sort_key", phone=True),
        Column("dated_on", _("Ordered"), text=lambda o: day(o.dated_on, year=True) if o.dated_on else "–", value=lambda o: o.dated_on, sort="dated_on", numeric=True),
        Column("state", _("State"), text=lambda o: o.get_state_display(), value=lambda o: o.state, sort="state"),
        Column("value", _("Value"), text=lambda o: money(o.value, o.currency), value=lambda o: o.value, sort="value", numeric=True, phone=True),
    ],
    default_sort="-dated_on",
    link=lambda o: o.get_absolute_url(),
    select_related=("account", "person", "household"),
    search=_find_orders,
    starters=[Starter("open", _("Under way"), lambda actor: {"field": "state", "op": "is", "value": "open"})],
    export="backoffice.order.view",
    blank=Blank(_("No orders yet"), _("Orders are mirrored from your back office; nothing is entered here."), steps=STEPS),
)  # fmt: skip
