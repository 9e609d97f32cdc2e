"""What the ERP owns tells its history and why nothing of it is put back here; its custom fields come in by import and go out by the API."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse

from mutua.backoffice.models import Asset, CreditStanding
from mutua.backoffice.tests.making import make_asset, make_invoice, make_order, make_shipment
from mutua.customers.tests.making import make_account
from mutua.foundation.fields.actions.define_field import define_field
from mutua.foundation.imports.actions.import_now import import_now
from tests.cast import nothing_changes

pytestmark = pytest.mark.django_db


def test_orders_shipments_invoices_and_assets_say_why_nothing_is_put_back(cast, client: Client):
    account = make_account(owner=cast.ada)
    client.force_login(cast.user("ada"))
    made = {
        "order": make_order(account),
        "shipment": make_shipment(account),
        "invoice": make_invoice(account),
        "asset": make_asset(account),
    }
    for key, record in made.items():
        record.source = "erp"
        record.custom = {"gate": "north"}
        record.save()
        page = client.get(record.get_absolute_url()).content.decode()
        assert "Your ERP owns this record" in page, key
        assert "gate" in page
        assert "put-back" not in page
        address = reverse("records:put-back", args=[key, record.pk, record.events.latest("pgh_id").pk, "custom.gate"])
        with nothing_changes():
            answer = client.post(address, {"version": record.version})
        assert (answer.status_code, "Your ERP owns this record" in answer.content.decode()) == (422, True), key
        assert client.get(reverse("records:field-history", args=[key, record.pk, "custom.gate"])).status_code == 200


def test_fields_of_assets_and_of_credit_come_in_by_import_and_are_told(cast, client: Client):
    account = make_account(owner=cast.ada, name="Alder")
    for kind in ("asset", "credit_standing"):
        define_field(cast.root, record_kind=kind, label="Grade", kind="text")
        define_field(cast.root, record_kind=kind, label="Twice", kind="formula", formula="grade & grade")
    files = {"assets": "customer,serial_number,grade\nAlder,SN-1,first\n", "credit": "customer,exposure,grade\nAlder,500,second\n"}
    for kind, text in files.items():
        import_now(cast.root, kind, BytesIO(text.encode()), file_name=f"{kind}.csv", source="erp")
    assert Asset.objects.get().custom == {"grade": "first"}
    assert CreditStanding.objects.get().custom == {"grade": "second"}
    client.force_login(cast.user("ada"))
    assert "firstfirst" in client.get(Asset.objects.get().get_absolute_url()).content.decode()
    assert "Twice: secondsecond" in client.get(reverse("panels:panel", args=["account", account.pk, "owing"])).content.decode()
    (asset,) = client.get("/api/v1/assets").json()["items"]
    (credit,) = client.get("/api/v1/credit-standings").json()["items"]
    assert (asset["custom"], asset["computed"], credit["custom"]) == ({"grade": "first"}, {"twice": "firstfirst"}, {"grade": "second"})


def test_fields_of_orders_are_told_by_the_api(cast, client: Client):
    define_field(cast.root, record_kind="order", label="Grade", kind="text")
    order = make_order(make_account(owner=cast.ada), custom={"grade": "first"})
    client.force_login(cast.user("ada"))
    assert client.get(f"/api/v1/orders/{order.pk}").json()["custom"] == {"grade": "first"}
    (listed,) = client.get('/api/v1/orders?filter={"field":"custom.grade","op":"is","value":"first"}&sort=custom.grade').json()["items"]
    assert listed["custom"] == {"grade": "first"}
