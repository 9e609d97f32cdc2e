"""The mirror and the imports, over HTTP."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mutua.backoffice.models import Shipment
from mutua.backoffice.tests.making import make_order, make_order_line, make_shipment, make_shipment_line
from mutua.backoffice.tests.test_importing import FILE
from mutua.customers.tests.making import make_account
from mutua.foundation.imports.models import ImportRun
from mutua.foundation.jobs.inline import run_waiting
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(cast: Cast, client: Client) -> Client:
    client.force_login(cast.user("root"))
    return client


def test_lists_and_records_open(root: Client) -> None:
    account = make_account(name="Zambia")
    order = make_order(account)
    make_order_line(order)
    shipment = make_shipment(account, order=order, late_by=4)
    make_shipment_line(shipment)
    for path in (
        "/deliveries/",
        "/orders/",
        shipment.get_absolute_url(),
        order.get_absolute_url(),
        f"{account.get_absolute_url()}deliveries/",
    ):
        page = root.get(path)
        assert page.status_code == 200, path
        assert "4 d late" in page.content.decode() or path == "/orders/"


def test_a_stranger_gets_the_same_answer_as_for_a_wrong_number(cast: Cast, client: Client) -> None:
    shipment = make_shipment(make_account(owner=cast.user("ada")))
    client.force_login(cast.user("eve"))
    assert client.get(shipment.get_absolute_url()).status_code == client.get("/deliveries/999999/").status_code == 404
    client.force_login(cast.user("ada"))
    assert client.get(shipment.get_absolute_url()).status_code == 200


def test_a_file_goes_from_upload_to_repair(root: Client) -> None:
    make_account(name="Zambia")
    upload = {"kind": "shipments", "source": "erp", "file": SimpleUploadedFile("s.csv", FILE.encode())}
    mapping = root.post("/imports/new/", upload, follow=True)
    assert "Which column is which field?" in mapping.content.decode()
    run = ImportRun.objects.get()
    preview = root.get(run.get_absolute_url()).content.decode()
    assert "What would happen" in preview
    assert not Shipment.objects.exists()

    root.post(f"/imports/{run.pk}/begin/")
    run_waiting()
    report = root.get(run.get_absolute_url()).content.decode()
    assert "There is no account of this name." in report
    assert "Utopia" in root.get(f"/imports/{run.pk}/refused.csv").getvalue().decode()

    issue = run.issues.get(field="account", level="refused")
    form = {**issue.text, "account": "Nowhere"}
    assert root.post(f"/imports/repair/{issue.pk}/", form).status_code == 422
    root.post(f"/imports/repair/{issue.pk}/", {**form, "account": "Zambia"})
    assert Shipment.objects.filter(number="A-3").exists()
    assert "someday" in root.get("/imports/repair/").content.decode()


def test_the_mapping_form_keeps_what_was_chosen(root: Client) -> None:
    make_account(name="Zambia")
    root.post("/imports/new/", {"kind": "shipments", "source": "erp", "file": SimpleUploadedFile("s.csv", FILE.encode())})
    run = ImportRun.objects.get()
    form = {f"from-{target}": heading for target, heading in run.mapping["columns"].items()} | {"dates": "dmy", "save_as": "ERP"}
    assert root.post(f"/imports/{run.pk}/mapping/", {**form, "from-account": ""}).status_code == 422
    assert root.post(f"/imports/{run.pk}/mapping/", form).status_code == 302
    run.refresh_from_db()
    assert (run.mapping["dates"], run.mapping["columns"]["account"]) == ("dmy", "Customer")


@pytest.mark.parametrize(
    ("content", "says"), [(b"PK\x03\x04zip", "This workbook is broken or not complete"), (b"\x89PNG\r\n\x1a\n", "another kind of file")]
)
def test_what_is_no_table_is_refused_with_a_sentence(root: Client, content: bytes, says: str) -> None:
    page = root.post("/imports/new/", {"kind": "shipments", "source": "erp", "file": SimpleUploadedFile("s.csv", content)})
    assert page.status_code == 422
    assert says in page.content.decode()
