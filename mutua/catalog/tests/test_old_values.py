"""What stood in a product or an offering is seen on its page and put back by whoever may change it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from mutua.catalog.actions.edit_offering import edit_offering
from mutua.catalog.actions.edit_product import edit_product
from mutua.catalog.models import Offering, Product
from mutua.catalog.tests.making import make_offering, make_product
from tests.cast import nothing_changes

pytestmark = pytest.mark.django_db


def test_a_price_stands_there_again(cast, client: Client):
    product = make_product(name="Pump", list_price=Decimal(100))
    edit_product(cast.root, product.pk, version=1, list_price=Decimal(120))
    address = reverse("records:put-back", args=["product", product.pk, product.events.latest("pgh_id").pk, "list_price"])
    client.force_login(cast.user("ada"))
    page = client.get(product.get_absolute_url()).content.decode()
    assert "100.00" in page
    assert "Put back list price" not in page
    with nothing_changes():
        assert client.post(address, {"version": 2}).status_code in (403, 404)
    client.force_login(cast.user("root"))
    assert "Put back list price" in client.get(product.get_absolute_url()).content.decode()
    assert client.post(address, {"version": 2}).status_code == 302
    assert Product.objects.get().list_price == 100


def test_an_offering_keeps_its_products_when_its_words_are_put_back(cast, client: Client):
    product = make_product()
    offering = make_offering(value_proposition="Sooner", products=[product])
    edit_offering(cast.root, offering.pk, version=1, value_proposition="Cheaper")
    client.force_login(cast.user("root"))
    write = offering.events.latest("pgh_id").pk
    client.post(reverse("records:put-back", args=["offering", offering.pk, write, "value_proposition"]), {"version": 2})
    again = Offering.objects.get()
    assert (again.value_proposition, list(again.products.all())) == ("Sooner", [product])
