"""Assets: how they come in, what was changed before they left us, and whether they are in warranty."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from mutua.backoffice.models import Asset
from mutua.backoffice.queries.assets import asset_for, assets_of, assets_seen
from mutua.backoffice.rules.configuration import compared, read_configuration
from mutua.backoffice.rules.warranty import warranty_on
from mutua.backoffice.tests.making import make_asset, make_order
from mutua.catalog.tests.making import make_product
from mutua.customers.tests.making import make_account, make_person
from mutua.foundation import days
from mutua.foundation.access import NotFound, flow_actor
from mutua.foundation.imports.actions.import_now import import_now
from tests.cast import nothing_changes

ROOT = flow_actor("test")
ROWS = """Serial,Customer,Customer ID,Product,PO number,As built,As shipped,Install date,Warranty start,Warranty end,As of
SN-1,Zambia,,GTX Pro,PO-1,Motor: 4 kW; Firmware: 2.1,Motor: 4 kW; Firmware: 2.2; Key = blue,2026-03-01,2026-03-01,2028-02-29,2026-06-30
SN-2,,17850,,PO-9,,loose,2026-03-01,,,2026-06-30
SN-3,Utopia,,,,,,2026-03-01,,,2026-06-30
SN-4,Zambia,,,,,,2026-03-01,2026-03-01,2026-02-01,2026-06-30
SN-5,Zambia,17850,,,,,,,,
"""


def take(text):
    return import_now(ROOT, "assets", io.BytesIO(text.encode()), file_name="assets.csv", source="erp")


@pytest.mark.parametrize(
    ("text", "parts", "unread"),
    [
        ("Motor: 4 kW; Firmware = 2.1", {"Motor": "4 kW", "Firmware": "2.1"}, []),
        ("Time: 12:30\n a : b = c", {"Time": "12:30", "a": "b = c"}, []),
        ("loose; : x; y:", {}, ["loose", ": x", "y:"]),
        ("", {}, []),
    ],
)
def test_a_configuration_is_read_part_by_part(text, parts, unread):
    assert read_configuration(text) == (parts, unread)


def test_what_differs_is_what_was_changed_and_what_was_never_told_is_not_a_change():
    parts = compared({"a": "1", "b": "1"}, {"b": "2", "c": "3"})
    assert [(part.name, part.built, part.shipped, part.differs) for part in parts] == [
        ("a", "1", None, True),
        ("b", "1", "2", True),
        ("c", None, "3", True),
    ]
    assert [part.differs for part in compared({"a": "1"}, {})] == [False]


@pytest.mark.parametrize(
    ("begins", "ends", "state", "left"),
    [
        (date(2026, 1, 1), date(2026, 3, 10), "in", 1),
        (date(2026, 3, 10), date(2026, 3, 11), "in", 2),
        (date(2026, 1, 1), date(2026, 3, 9), "over", 1),
        (date(2026, 3, 12), date(2027, 3, 12), "not_yet", 2),
        (None, date(2026, 3, 10), "in", 1),
        (date(2026, 1, 1), None, "unknown", None),
        (None, None, "unknown", None),
    ],
)
def test_a_warranty_holds_on_its_first_and_on_its_last_day(begins, ends, state, left):
    warranty = warranty_on(date(2026, 3, 10), begins, ends)
    assert (warranty.state, warranty.days) == (state, left)


@pytest.mark.django_db
def test_the_query_counts_as_the_rule_does():
    account, today = make_account(), days.today()
    near = (None, today - timedelta(days=1), today, today + timedelta(days=1))
    for begins in near:
        for ends in near:
            if not (begins and ends and ends < begins):
                make_asset(account, warranty_from=begins, warranty_until=ends)
    for asset in assets_seen(ROOT):
        assert asset.in_warranty == (warranty_on(today, asset.warranty_from, asset.warranty_until).state == "in"), asset


@pytest.mark.django_db
def test_assets_come_in_once_and_what_is_wrong_is_said():
    make_person(source="erp", source_key="17850")
    zambia = make_account(name="Zambia")
    order, product = make_order(zambia, number="PO-1"), make_product(name="GTX Pro")
    run = take(ROWS)
    assert (run.created, run.refused) == (2, 3)
    assert {issue.row_number: issue.field for issue in run.issues.filter(level="refused")} == {
        4: "account",
        5: "warranty_until",
        6: "account",
    }
    assert {issue.field for issue in run.issues.exclude(level="refused")} >= {"as_shipped", "order"}
    first = Asset.objects.get(serial_number="SN-1")
    assert (first.account, first.order, first.product, first.description) == (zambia, order, product, "GTX Pro")
    assert first.as_built == {"Motor": "4 kW", "Firmware": "2.1"}
    assert first.as_shipped == {"Motor": "4 kW", "Firmware": "2.2", "Key": "blue"}
    assert first.warranty_until == date(2028, 2, 29)
    again = take(ROWS)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 2)
    assert take(ROWS.replace("2028-02-29", "2029-02-28")).updated == 1


@pytest.mark.django_db
def test_the_database_lets_an_asset_be_of_one_party_with_a_serial_number_and_a_warranty_that_ends_later():
    account = make_account()
    for given in (
        {"account": None},
        {"account": account, "person": make_person()},
        {"account": account, "serial_number": ""},
        {"account": account, "warranty_from": "2026-02-01", "warranty_until": "2026-01-01"},
    ):
        with nothing_changes(), pytest.raises(IntegrityError), transaction.atomic():
            Asset.objects.create(**{"serial_number": "1", "as_of": "2026-01-01", **given})


@pytest.mark.django_db
def test_the_page_shows_both_configurations_and_a_stranger_sees_nothing(client, cast, django_assert_max_num_queries):
    account, today = make_account(owner=cast.ada), days.today()
    asset = make_asset(
        account,
        serial_number="SN-77",
        as_built={"Firmware": "2.1"},
        as_shipped={"Firmware": "2.2"},
        warranty_from=today,
        warranty_until=today,
    )
    client.force_login(cast.user("ada"))
    with django_assert_max_num_queries(12):
        page = " ".join(client.get(asset.get_absolute_url()).content.decode().split())
    assert "1 part is other than it was built" in page
    assert "in warranty, 1 day left" in page
    with django_assert_max_num_queries(12):
        panel = client.get(f"/panels/account/{account.pk}/assets/").content.decode()
    assert "SN-77" in panel
    assert "shipped other than built" in panel
    with django_assert_max_num_queries(12):
        assert "SN-77" in client.get("/assets/?view=in-warranty").content.decode()
    assert client.get("/api/v1/assets").json()["items"][0]["in_warranty"] is True
    client.force_login(cast.user("eve"))
    assert client.get(asset.get_absolute_url()).status_code == client.get(f"/api/v1/assets/{asset.pk}").status_code == 404
    assert "SN-77" not in client.get("/assets/").content.decode()
    with pytest.raises(NotFound):
        asset_for(cast.eve, asset.pk)
    assert assets_of(cast.eve, account, 5) == ([], 0)
