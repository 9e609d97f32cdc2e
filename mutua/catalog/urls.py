"""Addresses of the catalogue."""

from __future__ import annotations

from django.urls import path

from mutua.catalog.views import offerings, products

app_name = "catalog"

urlpatterns = [
    path("products/", products.products, name="products"),
    path("products/new/", products.product_new, name="product-new"),
    path("products/<int:product_id>/", products.product, name="product"),
    path("products/<int:product_id>/delete/", products.product_delete, name="product-delete"),
    path("offerings/", offerings.offerings, name="offerings"),
    path("offerings/new/", offerings.offering_new, name="offering-new"),
    path("offerings/<int:offering_id>/", offerings.offering, name="offering"),
    path("offerings/<int:offering_id>/delete/", offerings.offering_delete, name="offering-delete"),
]
