"""Pages of the back office's mirror."""

from __future__ import annotations

from django.urls import path

from mutua.backoffice.views import assets, deliveries, invoices, orders

app_name = "backoffice"

urlpatterns = [
    path("deliveries/", deliveries.deliveries, name="deliveries"),
    path("orders/", orders.orders, name="orders"),
    path("deliveries/<int:shipment_id>/", deliveries.shipment, name="shipment"),
    path("orders/<int:order_id>/", orders.order, name="order"),
    path("invoices/", invoices.invoices, name="invoices"),
    path("invoices/<int:invoice_id>/", invoices.invoice, name="invoice"),
    path("assets/", assets.assets, name="assets"),
    path("assets/<int:asset_id>/", assets.asset, name="asset"),
    path("credit/", invoices.credit, name="credit"),
]
