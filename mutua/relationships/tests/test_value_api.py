"""The value ledger for other programs."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from mutua.config.api import api
from mutua.customers.tests.making import make_account
from mutua.relationships.models import ValueEntry
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db
ENTRY = {"side": "customer", "component": "service", "amount": "84000.00", "currency": "USD", "period": "2026-05-10", "evidence": "Pilot"}


def test_it_enters_changes_and_tells_worth(client: Client, cast: Cast) -> None:
    account = make_account(owner=cast.ada)
    client.force_login(cast.user("ada"))
    address = f"/api/v1/accounts/{account.pk}/value-entries"
    for side, flows in (("us", (-220, 90, 110, 120)), ("customer", (-60, -10, 20, 25))):
        for year, amount in enumerate(flows):
            sent = {**ENTRY, "side": side, "amount": str(amount), "period": f"{2026 + year}-01-01"}
            assert client.post(address, sent, content_type="application/json").status_code == 201
    worth: dict[str, Any] = client.get(f"/api/v1/accounts/{account.pk}/value-worth").json()
    figures = {name: float(worth[name]) for name in ("us", "customer", "joint", "transfer")}
    assert figures == {"us": 42.89, "customer": -33.78, "joint": 9.11, "transfer": 13.58}
    assert (worth["no_customer_benefit"], worth["times"], worth["every"]) == (True, 3, "year")
    [first, *_more] = client.get(address).json()["items"]
    changed = client.patch(
        f"/api/v1/value-entries/{first['id']}", {"amount": "7.00"}, content_type="application/json", headers={"if-match": '"1"'}
    )
    assert (changed.status_code, changed.json()["amount"], changed.json()["side"]) == (200, "7.00", first["side"])


@pytest.mark.parametrize("kind", ["verified", "disputed"])
def test_no_operation_signs(client: Client, cast: Cast, kind: str) -> None:
    account = make_account(owner=cast.ada)
    client.force_login(cast.user("root"))
    address = f"/api/v1/accounts/{account.pk}/value-entries"
    made = client.post(address, ENTRY, content_type="application/json").json()
    with nothing_changes():
        assert client.post(address, {**ENTRY, "kind": kind}, content_type="application/json").status_code == 422
        one = f"/api/v1/value-entries/{made['id']}"
        assert client.patch(one, {"kind": kind}, content_type="application/json", headers={"if-match": '"1"'}).status_code == 422
        assert client.patch(one, {"signed_by": "Mia"}, content_type="application/json", headers={"if-match": '"1"'}).status_code == 422
    assert ValueEntry.objects.get().kind == "expected"
    writes = [path for path, item in api.get_openapi_schema()["paths"].items() if set(item) & {"post", "put", "patch", "delete"}]
    others = {
        f"/api/v1/{path}"
        for path in ("plans/{plan_id}/answer", "objections/{objection_id}/answer", "leads/{lead_id}/answers", "leads/{lead_id}/assign")
    }
    assert {path for path in writes if "sign" in path or "answer" in path} == others


def test_the_whole_ledger_is_read_page_by_page(client: Client, cast: Cast) -> None:
    account, theirs = make_account(owner=cast.ada), make_account(name="Theirs", owner=cast.ada)
    rows = [
        ValueEntry(account=account, side="us", component="price", amount=n, currency="USD", period=date(2020 + n % 5, 1 + 3 * (n % 4), 1))
        for n in range(451)
    ]
    ValueEntry.objects.bulk_create(
        [*rows, ValueEntry(account=theirs, side="us", component="price", amount=7, currency="USD", period=date(2026, 1, 1))]
    )
    ValueEntry.objects.filter(account=account, amount=5).update(is_current=False)
    client.force_login(cast.user("ada"))
    told: list[dict[str, Any]] = []
    after = ""
    while True:
        page = client.get(f"/api/v1/accounts/{account.pk}/value-entries?limit=200&after={after}").json()
        told += page["items"]
        after = page["next"]
        if not after:
            break
    assert [float(one["amount"]) for one in told] == [n for _, n in sorted(((row.period, n) for n, row in enumerate(rows)), reverse=True)]
    assert [one["amount"] for one in client.get(f"/api/v1/accounts/{account.pk}/value-entries?current=false").json()["items"]] == ["5.00"]
    assert client.get(f"/api/v1/accounts/{account.pk}/value-entries?sort=amount").status_code == 400
    client.force_login(cast.user("eve"))
    assert client.get(f"/api/v1/accounts/{account.pk}/value-entries").status_code in (403, 404)
