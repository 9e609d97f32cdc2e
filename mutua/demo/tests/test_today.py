"""The invitation stands on the first page once the company is loaded, and only for whoever sees the account."""

from __future__ import annotations

import pytest
from django.test import Client

from mutua.customers.tests.making import make_account
from mutua.demo.models import DemoRecord

INVITATION = "Follow one customer"


@pytest.mark.parametrize(("who", "loaded", "invited"), [("ada", True, True), ("ada", False, False), ("eve", True, False)])
def test_who_is_invited(cast, client: Client, who: str, loaded: bool, invited: bool) -> None:
    make_account(owner=cast.ada, name="Zambia programme")
    if loaded:
        DemoRecord.objects.create(kind=DemoRecord.COMPLETE)
    client.force_login(cast.user(who))
    assert (INVITATION in client.get("/").content.decode()) is invited
