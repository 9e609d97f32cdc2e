"""What the database itself promises."""

from __future__ import annotations

import pytest
from django.db import IntegrityError

from mutua.customers.models import Account, Person
from mutua.customers.tests.making import make_account, make_contact_point, make_department, make_person, make_trading_link
from tests.cast import nothing_changes

pytestmark = pytest.mark.django_db


def test_names_sort_and_match_without_case_and_accents():
    account = make_account(name="Société Générale", trading_names=["SocGen", "Générale"])
    assert account.sort_key == "societe generale"
    assert account.search == "societe generale socgen generale"
    assert make_person(given_name="Zoë", family_name="Ångström").sort_key == "angstrom zoe"


def test_two_accounts_without_a_source_may_stand_but_a_source_key_stands_once():
    make_account(name="One")
    make_account(name="One")
    make_account(name="A", source="erp", source_key="7")
    with pytest.raises(IntegrityError):
        make_account(name="B", source="erp", source_key="7")


@pytest.mark.parametrize(
    "values",
    [{"name": ""}, {"roles": ["friend"]}, {"tier": 4}, {"currency": "usd"}, {"spend_per_year": -1}, {"category_spend": -1}],
)
def test_an_account_that_means_nothing_cannot_be_stored(values):
    with pytest.raises(IntegrityError):
        make_account(**values)


def test_an_account_is_not_its_own_parent():
    account = make_account()
    with pytest.raises(IntegrityError):
        Account.objects.filter(pk=account.pk).update(parent_id=account.pk)


def test_a_person_needs_one_name_only():
    assert make_person(given_name="", family_name="Pelé").name == "Pelé"
    with pytest.raises(IntegrityError):
        Person.objects.create()


def test_a_department_stands_once_also_among_our_own():
    make_department(name="Logistics")
    make_department(make_account(), name="Logistics")
    with pytest.raises(IntegrityError):
        make_department(name="Logistics")


def test_a_contact_point_has_one_party():
    with pytest.raises(IntegrityError):
        make_contact_point(person=make_person(), account=make_account())


def test_nobody_trades_with_itself():
    account = make_account()
    with pytest.raises(IntegrityError):
        make_trading_link(supplier=account, buyer=account)


def test_the_digest_sees_a_changed_row(cast):
    account = make_account(owner=cast.ada)
    with pytest.raises(AssertionError, match="customers_account"), nothing_changes():
        Account.objects.filter(pk=account.pk).update(note="Changed")
