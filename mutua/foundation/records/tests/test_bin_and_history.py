"""The bin gives back what went in; the history tells who changed what."""

from __future__ import annotations

from datetime import timedelta

import pghistory
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mutua.customers.models import Account
from mutua.customers.tests.making import make_account, make_need
from mutua.foundation.records.actions.restore import restore
from mutua.foundation.records.actions.soft_delete import soft_delete
from mutua.foundation.records.actions.soft_delete_many import soft_delete_many
from mutua.foundation.records.bin import bin_kind
from mutua.foundation.records.errors import StaleVersion
from mutua.foundation.records.queries.bin import deleted_records
from mutua.foundation.records.queries.history import history_of
from tests.cast import nothing_changes

pytestmark = pytest.mark.django_db


def test_deleting_twice_is_deleting_once(cast):
    account = make_account(owner=cast.ada)
    soft_delete(cast.ada, account, 1)
    with nothing_changes():
        soft_delete(cast.ada, account, None)


def test_a_late_deletion_is_refused(cast):
    account = make_account(owner=cast.ada)
    Account.objects.get(pk=account.pk).save()
    with pytest.raises(StaleVersion), nothing_changes():
        soft_delete(cast.ada, account, 1)


def test_the_bin_shows_thirty_days_of_what_one_may_restore(cast):
    recent, old, foreign = make_account(owner=cast.ada), make_account(owner=cast.ada), make_account(owner=cast.eve)
    for account in (recent, foreign):
        soft_delete(cast.root, account, 1)
    Account.everything.filter(pk=old.pk).update(deleted_at=timezone.now() - timedelta(days=31))
    assert list(deleted_records(cast.ada, bin_kind("account"))) == [recent]


def test_what_went_together_comes_back_together_and_nothing_else(cast):
    earlier = make_account(owner=cast.ada)
    soft_delete(cast.ada, earlier, 1)
    count, way_back = soft_delete_many(cast.ada, [make_account(owner=cast.ada), make_account(owner=cast.ada), earlier])
    assert count == 2
    client = Client()
    client.force_login(cast.users["ada"])
    client.post(way_back)
    assert set(Account.everything.filter(deleted_at=None)) == set(Account.everything.exclude(pk=earlier.pk))


def test_a_stranger_restores_nothing(cast):
    account = make_account(owner=cast.ada)
    soft_delete(cast.ada, account, 1)
    client = Client()
    client.force_login(cast.users["eve"])
    with nothing_changes():
        assert client.post(reverse("records:restore", args=["account", account.pk])).status_code == 404


def test_the_history_names_each_field_before_and_after_with_its_writer(cast):
    account = make_account(owner=cast.ada, name="Alder", country="Zambia", roles=["prospect"])
    account.custom = {"stores": "12"}
    account.save()
    with pghistory.context(user=cast.ben.user_id):
        account.owner, account.roles, account.country = cast.users["eve"], ["customer", "partner"], "Malawi"
        account.save()
    newest, middle, first = history_of(cast.root, account)
    assert [(field.name, field.before, field.after) for field in middle.fields] == [("custom.stores", "", "12")]
    assert (newest.who, middle.who, first.made) == ("Ben Okafor", "", True)
    assert {(field.name, field.before, field.after) for field in newest.fields} == {
        ("owner", "Ada Lindqvist", "Eve Moreau"),
        ("roles", "Prospect", "Customer, Partner"),
        ("country", "Zambia", "Malawi"),
    }


def test_the_history_tells_of_the_bin(cast):
    account = make_account(owner=cast.ada)
    restore(cast.ada, soft_delete(cast.ada, account, 1))
    account.refresh_from_db()
    newest, middle, _first = history_of(cast.root, account)
    assert (newest.restored, middle.deleted) == (True, True)


def test_bulk_work_cannot_escape_the_history(cast):
    account = make_account(owner=cast.ada, note="Before")
    Account.objects.filter(pk=account.pk).update(note="After")
    account.refresh_from_db()
    assert [(field.before, field.after) for field in history_of(cast.root, account)[0].fields] == [("Before", "After")]


def test_a_long_history_is_cut_and_does_not_pretend_to_know_the_beginning(cast):
    account = make_account(owner=cast.ada)
    for number in range(5):
        account.note = f"Note {number}"
        account.save()
    changes = history_of(cast.root, account, limit=3)
    assert [change.fields[0].after for change in changes] == ["Note 4", "Note 3", "Note 2"]


def test_undo_leads_back_to_the_page_where_it_was_pressed_but_never_to_a_strange_one(cast):
    need = make_need(make_account(owner=cast.ada))
    client = Client()
    client.force_login(cast.users["ada"])
    address = reverse("records:restore", args=["need", need.pk])
    for came_from, leads_to in (
        ("http://testserver/accounts/7/", "http://testserver/accounts/7/"),
        ("https://evil.example/", reverse("records:bin")),
    ):
        assert client.post(address, headers={"referer": came_from}).url == leads_to


def test_the_history_does_not_name_a_linked_record_of_somebody_else(cast):
    account = make_account(owner=cast.ada)
    account.parent = make_account(owner=cast.eve, name="Zephyr")
    account.save()
    (change, _made) = history_of(cast.ada, account)
    assert [field.after for field in change.fields] == [f"#{account.parent_id}"]
    assert [field.after for field in history_of(cast.root, account)[0].fields] == ["Zephyr"]
