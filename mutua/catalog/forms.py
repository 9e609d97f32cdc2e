"""Forms for products and offerings."""

from __future__ import annotations

from typing import Any

from django import forms

from mutua.catalog.models import Offering, Product
from mutua.catalog.queries.catalogue import products_seen
from mutua.foundation.access import Actor
from mutua.foundation.records.forms import RecordForm


class ProductForm(RecordForm):
    class Meta:
        model = Product
        fields = ("name", "sku", "series", "list_price", "currency")


class OfferingForm(RecordForm):
    class Meta:
        model = Offering
        fields = ("name", "value_proposition", "price_basis", "cost_to_serve", "currency", "products")
        widgets = {"value_proposition": forms.Textarea(attrs={"rows": 3}), "products": forms.SelectMultiple(attrs={"size": 8})}

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        self.fields["products"].queryset = products_seen(actor).order_by("sort_key", "pk")  # type: ignore[attr-defined]
