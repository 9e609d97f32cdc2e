"""Products and offerings: pages, actions, import."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse

from mutua.catalog.actions.create_product import create_product
from mutua.catalog.models import Offering, Product
from mutua.catalog.queries.catalogue import find_products
from mutua.catalog.tests.making import make_offering, make_product
from mutua.foundation.access import NotAllowed
from mutua.foundation.imports.actions.import_now import import_now
from mutua.foundation.records.errors import Refused
from tests.cast import nothing_changes

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(cast):
    client = Client()
    client.force_login(cast.users["root"])
    return client


def test_products_and_offerings_are_listed(cast, root):
    make_offering(name="Vendor-managed stock", products=[make_product(name="GTX Pro", list_price=4821)])
    assert "GTX Pro" in root.get(reverse("catalog:products")).content.decode()
    assert "Vendor-managed stock" in root.get(reverse("catalog:offerings")).content.decode()


def test_a_product_is_added_changed_deleted_and_taken_back(cast, root):
    root.post(reverse("catalog:product-new"), {"name": "GTX Pro", "list_price": "4821", "currency": "USD"})
    product = Product.objects.get()
    root.post(reverse("catalog:product", args=[product.pk]), {"name": "GTX Pro", "list_price": "4900.50", "currency": "USD", "version": 1})
    product.refresh_from_db()
    assert (product.list_price, product.version) == (pytest.approx(4900.5), 2)
    root.post(reverse("catalog:product-delete", args=[product.pk]), {"version": 2})
    assert not Product.objects.exists()
    root.post(reverse("records:restore", args=["product", product.pk]))
    assert Product.objects.exists()


def test_an_offering_keeps_its_products(cast, root):
    product = make_product()
    root.post(
        reverse("catalog:offering-new"), {"name": "Stock upcountry", "price_basis": "tender", "currency": "USD", "products": [product.pk]}
    )
    assert list(Offering.objects.get().products.all()) == [product]
    late = {"name": "Other", "price_basis": "unit", "currency": "USD", "version": 7}
    with nothing_changes():
        assert root.post(reverse("catalog:offering", args=[Offering.objects.get().pk]), late).status_code == 409


def test_two_products_do_not_share_a_number(cast):
    make_product(sku="A-1")
    with pytest.raises(Refused, match="this number"), nothing_changes():
        create_product(cast.root, name="Other", sku="A-1")


def test_a_representative_looks_and_does_not_change(cast):
    with pytest.raises(NotAllowed), nothing_changes():
        create_product(cast.ada, name="GTX")
    client = Client()
    client.force_login(cast.users["ada"])
    page = client.get(reverse("catalog:product", args=[make_product(name="GTX").pk])).content.decode()
    assert "<form method" not in page.split("<main")[1].split("</main")[0]


def test_products_come_in_from_a_file_once(cast):
    make_product(name="Taken", sku="T-1")
    text = "product,series,sales_price,sku\nGTX Pro,GTX,4821,\nMG Special,MG,-55,\nOther,MG,1,T-1\n"
    for created, unchanged in ((2, 0), (0, 2)):
        run = import_now(cast.root, "products", BytesIO(text.encode()), file_name="products.csv", source="crm")
        assert (run.created, run.unchanged, run.refused) == (created, unchanged, 1)
    assert dict(Product.objects.filter(source="crm").values_list("name", "list_price")) == {"GTX Pro": 4821, "MG Special": None}


def test_a_product_is_found_by_number_and_by_part_of_its_name(cast):
    creme = make_product(name="Crème Pro", sku="A-1")
    assert find_products(cast.ada, "a-1", 5) == find_products(cast.ada, "creme", 5) == find_products(cast.ada, "PRO", 5) == [creme]
