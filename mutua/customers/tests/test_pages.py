"""Accounts and people over HTTP: what is shown, made, changed, deleted and taken back, and what it costs."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mutua.customers.actions.hand_over import hand_over_accounts, hand_over_people
from mutua.customers.models import Account, Affiliation, Need, Person
from mutua.customers.tests.making import (
    make_account,
    make_affiliation,
    make_assignment,
    make_contact_point,
    make_department,
    make_need,
    make_person,
    make_trading_link,
    make_value_rating,
)
from mutua.foundation.access import NotAllowed
from mutua.foundation.fields.models import CustomField
from tests.cast import nothing_changes

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(cast):
    client = Client()
    client.force_login(cast.users["ada"])
    return client


def queries(captured):
    """What reads or writes; beginning and ending a transaction is no question to the database."""
    return [query["sql"] for query in captured if query["sql"].split()[0] not in ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")]


def full_account(cast):
    """An account with something in every panel of this domain."""
    parent = make_account(owner=cast.ada, name="Country programmes")
    account = make_account(
        owner=cast.ada,
        name="Zambia programme",
        parent=parent,
        tier=1,
        spend_per_year=30_912_400,
        category_spend=60_000_000,
        note="Calls first",
    )
    make_account(owner=cast.ada, name="Lusaka depot", parent=account)
    receiving = make_department(account, name="Receiving", function="receiving")
    make_affiliation(
        person=make_person(owner=cast.ada, given_name="Grace", family_name="Banda"),
        account=account,
        department=receiving,
        job_title="Programme lead",
        buying_role="decides",
    )
    make_assignment(account=account, user=cast.cleo, department=make_department(name="Logistics"), duty="First answer")
    make_need(account, words="No stock-out upcountry", importance=5, satisfaction=2)
    make_value_rating(account, component="service", ours=6, next_best=7, next_best_name="Betatech")
    make_trading_link(buyer=account, supplier=make_account(name="Aurobindo Pharma", roles=["supplier"]), value_per_year=1_200_000)
    make_contact_point(account=account, kind="phone", value="+260 211 123456", preferred=True)
    return account


def test_the_list_shows_what_ada_owns_and_nothing_else(cast, ada):
    make_account(owner=cast.ada, name="Alder Markets")
    make_account(owner=cast.eve, name="Castell Stores")
    page = ada.get(reverse("customers:accounts")).content.decode()
    assert "Alder Markets" in page
    assert "Castell Stores" not in page


def test_the_list_asks_the_same_few_questions_for_fifty_rows_as_for_one(cast, ada):
    for number in range(60):
        make_person(owner=cast.ada, account=make_account(owner=cast.ada, name=f"Account {number:03}"))
    for name in ("customers:accounts", "customers:people"):
        with CaptureQueriesContext(connection) as captured:
            assert ada.get(reverse(name)).status_code == 200
        assert len(queries(captured)) <= 12, "\n".join(queries(captured))


def test_the_record_shows_every_panel_within_thirty_questions(cast, ada):
    account = full_account(cast)
    with CaptureQueriesContext(connection) as captured:
        page = ada.get(account.get_absolute_url()).content.decode()
    for words in (
        "Grace Banda",
        "Programme lead, Receiving",
        "First answer, Logistics",
        "No stock-out upcountry",
        "Betatech",
        "Country programmes",
        "Lusaka depot",
        "$30.9m",
        "Calls first",
    ):
        assert words in page
    assert "could not be shown" not in page
    assert len(queries(captured)) <= 30, "\n".join(queries(captured))
    later = "".join(ada.get(reverse("panels:panel", args=["account", account.pk, key])).content.decode() for key in ("trading", "reach"))
    assert "Aurobindo Pharma" in later
    assert "+260 211 123456" in later


def test_an_account_with_nothing_on_it_helps_on(cast, ada):
    account = make_account(owner=cast.ada, name="Empty")
    page = ada.get(account.get_absolute_url()).content.decode()
    assert "could not be shown" not in page
    assert "in their own words" in page
    assert "Nobody of theirs is known yet" in page
    assert "Company" not in page.split('class="body account')[1]  # the tab is there; its panel is not
    assert not ada.get(reverse("panels:panel", args=["account", account.pk, "trading"])).content.strip()


@pytest.mark.parametrize("tab", ["people", "history"])
def test_the_tabs_of_this_domain_open(cast, ada, tab):
    account = full_account(cast)
    response = ada.get(reverse("customers:account-tab", args=[account.pk, tab]))
    assert response.status_code == 200
    assert "could not be shown" not in response.content.decode()


def test_a_tab_that_nothing_fills_is_not_there(cast, ada):
    assert ada.get(f"/accounts/{make_account(owner=cast.ada).pk}/horoscope/").status_code == 404


def test_the_history_names_the_field_and_who_changed_it(cast, ada):
    account = make_account(owner=cast.ada, country="Zambia")
    form = {"name": account.name, "roles": ["customer"], "currency": "USD", "country": "Malawi", "version": 1, "owner": cast.ada.user_id}
    assert ada.post(reverse("customers:account-edit", args=[account.pk]), form).status_code == 302
    page = ada.get(reverse("customers:account-tab", args=[account.pk, "history"])).content.decode()
    assert "Zambia" in page
    assert "Malawi" in page
    assert "Ada Lindqvist" in page


def test_a_new_account_by_form_with_a_custom_field(cast, ada):
    CustomField.objects.create(record_kind="account", name="stores", label="Stores", kind="number")
    form = {
        "name": "Dunmore Co-op",
        "trading_names": "Dunmore\nCo-op D",
        "roles": ["customer", "partner"],
        "currency": "USD",
        "custom_stores": "41",
        "owner": cast.ada.user_id,
    }
    response = ada.post(reverse("customers:account-new"), form)
    account = Account.objects.get(name="Dunmore Co-op")
    assert response.url == account.get_absolute_url()
    assert (account.trading_names, account.roles, account.custom) == (["Dunmore", "Co-op D"], ["customer", "partner"], {"stores": "41"})


def test_a_wrong_form_keeps_what_was_typed_and_writes_nothing(cast, ada):
    with nothing_changes():
        response = ada.post(reverse("customers:account-new"), {"name": "Dunmore", "currency": "DOLLAR", "note": "Keep this"})
    assert response.status_code == 422
    assert "Keep this" in response.content.decode()


def test_the_parent_is_chosen_by_name_or_number(cast, ada):
    parent, account = make_account(owner=cast.ada, name="Société Générale"), make_account(owner=cast.ada)
    form = {"name": account.name, "roles": ["customer"], "currency": "USD", "version": 1, "owner": cast.ada.user_id}
    ada.post(reverse("customers:account-edit", args=[account.pk]), {**form, "parent": "societe generale"})
    account.refresh_from_db()
    assert account.parent == parent
    page = ada.get(reverse("customers:account-edit", args=[account.pk])).content.decode()
    assert f"Société Générale (#{parent.pk})" in page


def test_who_gives_an_account_away_lands_on_the_list(cast, ada):
    account = make_account(owner=cast.ada)
    form = {"name": account.name, "roles": ["customer"], "currency": "USD", "version": 1, "owner": cast.eve.user_id}
    assert ada.post(reverse("customers:account-edit", args=[account.pk]), form).url == reverse("customers:accounts")


def test_a_late_form_shows_both_and_overwrites_nothing(cast, ada):
    account = make_account(owner=cast.ada, country="Zambia")
    Account.objects.get(pk=account.pk).save()
    with nothing_changes():
        response = ada.post(
            reverse("customers:account-edit", args=[account.pk]),
            {"name": account.name, "roles": ["customer"], "currency": "USD", "country": "Malawi", "version": 1},
        )
    page = response.content.decode()
    assert response.status_code == 409
    assert "Zambia" in page
    assert "Malawi" in page


def test_deleting_asks_first_and_can_be_undone(cast, ada):
    account = make_account(owner=cast.ada, name="Alder")
    address = reverse("customers:account-delete", args=[account.pk])
    assert "thirty days" in ada.get(address).content.decode()
    after = ada.post(address, {"version": 1}, follow=True).content.decode()
    undo = reverse("records:restore", args=["account", account.pk])
    assert undo in after
    assert "Alder" in ada.get(reverse("records:bin")).content.decode()
    assert ada.post(undo).url == account.get_absolute_url()
    assert ada.get(account.get_absolute_url()).status_code == 200


def test_a_stranger_finds_no_such_account_and_no_such_bin(cast, ada):
    account = make_account(owner=cast.eve)
    Account.everything.filter(pk=account.pk).update(deleted_at="2026-11-20T00:00Z")
    with nothing_changes():
        assert ada.get(account.get_absolute_url()).status_code == 404
        assert ada.post(reverse("records:restore", args=["account", account.pk])).status_code == 404
        assert ada.post(reverse("records:restore", args=["strategy", 1])).status_code == 404


def test_many_are_deleted_at_once_and_come_back_together(cast, ada):
    accounts = [make_account(owner=cast.ada) for _ in range(3)]
    form = {"act": "bulk:delete", "ids": [account.pk for account in accounts]}
    with nothing_changes():
        assert accounts[0].name in ada.post(reverse("customers:accounts"), form).content.decode()
    page = ada.post(reverse("customers:accounts"), {**form, "sure": "yes"}, follow=True).content.decode()
    assert Account.objects.count() == 0
    way_back = re.search(r"/bin/account/restore-together/\d+/", page)
    ada.post(way_back[0])
    assert Account.objects.count() == 3


def test_many_are_handed_over_at_once_but_only_what_ada_sees(cast, ada):
    own, foreign = [make_account(owner=cast.ada) for _ in range(3)], make_account(owner=cast.eve)
    form = {"act": "bulk:assign", "ids": [account.pk for account in (*own, foreign)], "sure": "yes", "owner": cast.ben.user_id}
    ada.post(reverse("customers:accounts"), form)
    assert dict(Account.objects.values_list("owner__name", "version").distinct()) == {"Ben Okafor": 2, "Eve Moreau": 1}


def test_handing_over_what_is_there_already_changes_nothing(cast):
    account, person = make_account(owner=cast.ben), make_person(owner=cast.ben)
    with nothing_changes():
        assert hand_over_accounts(cast.ben, [account.pk], cast.users["ben"]) == 0
        assert hand_over_people(cast.ben, [person.pk], cast.users["ben"]) == 0
    with pytest.raises(NotAllowed), nothing_changes():
        hand_over_accounts(cast.cleo, [account.pk], cast.users["cleo"])
    assert hand_over_people(cast.cleo, [person.pk], cast.users["ada"]) == 1


def test_a_person_is_made_from_an_account_and_shown(cast, ada):
    account = make_account(owner=cast.ada, name="Zambia programme")
    page = ada.get(reverse("customers:person-new") + f"?account={account.pk}").content.decode()
    assert f"Zambia programme (#{account.pk})" in page
    form = {
        "given_name": "Joseph",
        "family_name": "Phiri",
        "account": f"Zambia programme (#{account.pk})",
        "mail": "joseph@example.org",
        "time_zone": "Africa/Lusaka",
    }
    shown = ada.post(reverse("customers:person-new"), form, follow=True).content.decode()
    assert "Zambia programme" in shown
    assert "joseph@example.org" in shown
    assert Affiliation.objects.get().person == Person.objects.get()


@pytest.mark.parametrize(
    "kind, form",
    [
        ("department", {"name": "Receiving", "function": "receiving"}),
        ("need", {"words": "Two days shorter", "importance": 5, "noted_on": "2026-11-01"}),
        ("value-rating", {"component": "service", "ours": 7, "rated_on": "2026-11-01"}),
        ("contact-point", {"kind": "mail", "value": "depot@example.org"}),
    ],
)
def test_details_are_added_changed_removed_and_taken_back(cast, ada, kind, form):
    from mutua.customers.details import DETAILS

    account = make_account(owner=cast.ada)
    assert ada.post(reverse("customers:detail-new", args=["accounts", account.pk, kind]), form).status_code == 302
    record = DETAILS[kind].model.objects.get()
    assert ada.get(reverse("customers:detail-edit", args=[kind, record.pk])).status_code == 200
    ada.post(reverse("customers:detail-remove", args=[kind, record.pk]), {"version": 1})
    assert not DETAILS[kind].model.objects.exists()
    ada.post(reverse("records:restore", args=[kind, record.pk]))
    assert DETAILS[kind].model.objects.exists()


def test_cleo_cannot_add_a_need_to_what_she_sees(cast):
    account, client = make_account(owner=cast.ada), Client()
    client.force_login(cast.users["cleo"])
    with nothing_changes():
        response = client.post(
            reverse("customers:detail-new", args=["accounts", account.pk, "need"]),
            {"words": "x", "importance": 5, "noted_on": "2026-11-01"},
        )
    assert response.status_code == 403
    assert not Need.objects.exists()


def test_options_offer_only_what_ada_sees(cast, ada):
    make_account(owner=cast.ada, name="Alder Markets")
    make_account(owner=cast.eve, name="Alder Street")
    page = ada.get(reverse("customers:account-options") + "?box=parent&parent=alder").content.decode()
    assert "Alder Markets (#" in page
    assert "Alder Street" not in page
