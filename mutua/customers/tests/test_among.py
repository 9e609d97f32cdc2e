"""`__among` finds what `__in` finds."""

from __future__ import annotations

import pytest
from django.db import connection

from mutua.customers.models import Account, ContactPoint, Person
from mutua.customers.tests.making import make_account
from mutua.foundation.database.by_index import by_index
from mutua.foundation.imports.copying import copy_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("asked", [{"a", "b"}, ["b", None], ["a" * 300], ["%s'{}\\", "b,c"], ["nobody"], ["", "b"], [""]])
def test_texts(cast, asked):
    for key in ("", "a", "b", "%s'{}\\", "b,c", "a" * 200):
        make_account(owner=cast.root, name=f"Of {key}"[:200], source="crm", source_key=key)
    found = Account.objects.filter(source_key__among=asked).order_by("pk")
    assert list(found) == list(Account.objects.filter(source_key__in=asked).order_by("pk"))
    others = Account.objects.exclude(source_key__among=asked).order_by("pk")
    assert list(others) == list(Account.objects.exclude(source_key__in=[one for one in asked if one is not None]).order_by("pk"))


def test_numbers_and_references(cast):
    accounts = [make_account(owner=cast.root, name=name) for name in ("Alder", "Birch", "Cedar")]
    for number, account in enumerate(accounts):
        ContactPoint.objects.create(account=account, kind="mail", value=f"{number}@example.org", normalised=f"{number}@example.org")
    asked = {accounts[0].pk, accounts[2].pk, 2**40}
    assert set(Account.objects.filter(pk__among=asked)) == {accounts[0], accounts[2]}
    assert set(ContactPoint.objects.filter(account__among=asked).values_list("value", flat=True)) == {"0@example.org", "2@example.org"}
    assert set(Account.objects.exclude(pk__among=asked)) == {accounts[1]}


def test_nothing_asks_nothing(cast, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert not list(Account.objects.filter(pk__among=[]))


def test_an_index_without_empty_keys_answers_however_many_are_asked_for(cast):
    keys = [f"k{n}" for n in range(5_000)]
    copy_in(Person, [{"family_name": key, "source": "crm", "source_key": key} for key in keys])
    with connection.cursor() as cursor:
        cursor.execute("analyze customers_person")
    with by_index():
        plan = Person.objects.filter(source="crm", source_key__among=keys[:200]).order_by().explain()
    assert "person_source_key_once" in plan or "person_by_source_key" in plan, plan[:200]
