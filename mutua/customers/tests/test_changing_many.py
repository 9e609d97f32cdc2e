"""Changing a field of many records at once, in place, and taking it back."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from mutua.customers.actions.edit_account import edit_account
from mutua.customers.models import Account
from mutua.customers.tests.making import make_account, make_person
from mutua.foundation.jobs.inline import run_waiting
from mutua.foundation.lists.models import BulkRun
from mutua.foundation.records.queries.history import history_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ada(cast, client: Client) -> Client:
    client.force_login(cast.user("ada"))
    return client


def change(client: Client, path: str, records: list[Any], act: str = "change", **fields: Any) -> Any:
    return client.post(path, {"act": f"bulk:{act}", "sure": "yes", "ids": [record.pk for record in records], **fields})


def countries() -> list[str]:
    return list(Account.objects.order_by("pk").values_list("country", flat=True))


def undo(client: Client) -> BulkRun:
    """Press Undo of the newest act; its own run, when it is over."""
    run = BulkRun.objects.get(takes_back=None)
    client.post(f"{run.get_absolute_url()}take-back/")
    run_waiting()
    return BulkRun.objects.get(takes_back=run)


def test_chosen_accounts_get_the_value_and_the_others_stay(cast, ada: Client) -> None:
    accounts = [make_account(owner=cast.ada, country="Kenya", tier=2) for _ in range(3)]
    change(ada, "/accounts/", accounts[:2], country="Zambia", owner=str(cast.ben.user_id))
    assert countries() == ["Zambia", "Zambia", "Kenya"]
    assert set(Account.objects.values_list("tier", flat=True)) == {2}
    assert list(Account.objects.order_by("pk").values_list("owner", flat=True)) == [cast.ben.user_id, cast.ben.user_id, cast.ada.user_id]


def test_it_is_taken_back_field_by_field(cast, ada: Client) -> None:
    accounts = [make_account(owner=cast.ada, country=country, industry="Food") for country in ("Kenya", "", "Peru")]
    change(ada, "/accounts/", accounts, country="Zambia", industry="Drink")
    assert countries() == ["Zambia"] * 3
    back = undo(ada)
    assert (countries(), set(Account.objects.values_list("industry", flat=True))) == (["Kenya", "", "Peru"], {"Food"})
    assert (back.state, back.changed, back.said) == ("done", 3, "Undo: Change: 3 rows done")


def test_what_somebody_changed_since_stays_and_is_named(cast, ada: Client) -> None:
    accounts = [make_account(owner=cast.ada, name=name, country="Kenya", industry="Food") for name in ("Alder", "Brightwater")]
    change(ada, "/accounts/", accounts, country="Zambia", industry="Drink")
    edit_account(cast.ben, accounts[0].pk, version=None, country="Ghana", website="https://alder.example")
    back = undo(ada)
    assert countries() == ["Ghana", "Kenya"]
    assert list(Account.objects.order_by("pk").values_list("industry", "website")) == [("Food", "https://alder.example"), ("Food", "")]
    assert back.said == "Undo: Change: 2 rows done. Left as they are, for somebody changed them since: Alder"


def test_who_hands_over_what_it_then_sees_no_more_can_take_it_back(cast, ada: Client) -> None:
    account = make_account(owner=cast.ada)
    change(ada, "/accounts/", [account], act="assign", owner=str(cast.eve.user_id))
    assert ada.get(account.get_absolute_url()).status_code == 404
    assert undo(ada).changed == 1
    assert Account.objects.get().owner_id == cast.ada.user_id


def test_many_people_are_changed_by_a_worker_and_taken_back(cast, ada: Client) -> None:
    people = [make_person(owner=cast.ada, given_name=f"P{n}", time_zone="UTC") for n in range(60)]
    change(ada, "/people/", people, time_zone="Africa/Lusaka")
    run_waiting()
    model = type(people[0])
    assert model.objects.filter(time_zone="Africa/Lusaka").count() == 60
    assert history_of(cast.ada, model.objects.first())[0].who == "Ada Lindqvist"
    assert undo(ada).changed == 60
    assert model.objects.filter(time_zone="UTC").count() == 60


@pytest.mark.parametrize("fields", [{"spend": "much"}, {"tier": "9"}, {"owner": "0"}, {}])
def test_a_value_that_is_none_changes_nothing_and_says_why(cast, ada: Client, fields: dict[str, str]) -> None:
    accounts = [make_account(owner=cast.ada, country="Kenya") for _ in range(2)]
    answer = change(ada, "/accounts/", accounts, **fields)
    assert answer.status_code == 422
    assert set(Account.objects.values_list("version", flat=True)) == {1}
    assert not BulkRun.objects.exists()


def test_what_one_does_not_see_is_left_out(cast, ada: Client) -> None:
    own, foreign = make_account(owner=cast.ada, country="Kenya"), make_account(owner=cast.eve, country="Kenya")
    change(ada, "/accounts/", [own, foreign], country="Zambia")
    assert countries() == ["Zambia", "Kenya"]


def test_a_cell_is_changed_in_place_and_the_slower_of_two_is_told(cast, ada: Client) -> None:
    account = make_account(owner=cast.ada, country="Kenya", currency="USD")
    assert "cell-edit" in ada.get(f"/accounts/?cell=spend&row={account.pk}").content.decode()
    sent = {"act": "cell:spend", "row": account.pk, "version": 1, "value": "12,500.50"}
    assert ada.post("/accounts/", sent).status_code == 200
    assert str(Account.objects.get().spend_per_year) == "12500.50"
    assert ada.post("/accounts/", {**sent, "value": "1"}).status_code == 409
    assert str(Account.objects.get().spend_per_year) == "12500.50"
