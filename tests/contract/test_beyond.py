"""Days and amounts that nobody can reckon with are refused as a document, whatever the address: never a broken answer."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from mutua.customers.tests.making import make_account
from mutua.relationships.tests.making import make_account_touchpoint, make_measure
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_day_at_the_end_of_days(client: Client, cast: Cast, day: str) -> None:
    client.force_login(cast.user("root"))
    at = make_account_touchpoint(make_account(owner=cast.ada))
    measure = make_measure(at)
    with nothing_changes():
        asked = [
            client.get(f"/api/v1/accounts/{at.account_id}/profiles?on={day}"),
            client.get(f"/api/v1/measures/{measure.pk}/figure?known_on={day}"),
        ]
    assert [answer.status_code for answer in asked if answer.status_code not in (200, 422)] == []
    assert all("title" in answer.json() for answer in asked if answer.status_code == 422)


@pytest.mark.parametrize("number", [2**31, 2**63, 10**30])
def test_a_number_that_no_record_has(client: Client, cast: Cast, number: Any) -> None:
    client.force_login(cast.user("root"))
    for kind in ("accounts", "people", "interactions", "meetings", "roadmap-items", "measures"):
        assert client.get(f"/api/v1/{kind}/{number}").status_code in (404, 422), kind
