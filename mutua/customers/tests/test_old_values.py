"""What stood in a field is seen write by write, and put back by an edit like any other."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from mutua.customers.actions.edit_account import edit_account
from mutua.customers.models import Account
from mutua.customers.tests.making import make_account, make_person
from mutua.foundation.events.models import EventRow
from mutua.foundation.records.queries.history import history_of, history_page
from tests.cast import nothing_changes

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(cast, client: Client) -> Client:
    client.force_login(cast.user("ada"))
    return client


def rewritten(record: Any, **values: Any) -> int:
    """Write the values; the number of the old row."""
    for name, value in values.items():
        setattr(record, name, value)
    record.save()
    return int(record.events.latest("pgh_id").pk)


def put_back(client: Client, record: Any, write: int, field: str, **sent: Any) -> Any:
    kind = record._meta.model_name
    return client.post(reverse("records:put-back", args=[kind, record.pk, write, field]), {"version": record.version, **sent})


def test_it_stands_there_again_as_a_new_version_that_is_announced(cast, ada):
    account = make_account(owner=cast.ada, country="Zambia", note="Old")
    write = rewritten(account, country="Malawi", note="New")
    put_back(ada, account, write, "country")
    again = Account.objects.get()
    assert (again.country, again.note, again.version) == ("Zambia", "New", account.version + 1)
    assert EventRow.objects.filter(name="customers.account.changed").count() == 1


def test_undo_puts_back_what_that_replaced(cast, ada):
    account = make_account(owner=cast.ada, country="Zambia")
    write = rewritten(account, country="Malawi")
    page = ada.get(put_back(ada, account, write, "country").url).content.decode()
    (newest, *_rest) = history_of(cast.root, Account.objects.get())
    undo = f"{reverse('records:put-back', args=['account', account.pk, newest.write, 'country'])}?version={account.version + 1}"
    assert undo in page
    ada.post(undo)
    assert Account.objects.get().country == "Malawi"


@pytest.mark.parametrize("field", ["roles", "tier", "spend_per_year", "trading_names"])
def test_a_list_a_number_and_an_amount_come_back_as_they_were(cast, ada, field):
    account = make_account(owner=cast.ada, roles=["customer", "partner"], tier=2, spend_per_year="1200.50", trading_names=["Alder"])
    before = getattr(Account.objects.get(), field)
    write = rewritten(account, roles=["prospect"], tier=None, spend_per_year=None, trading_names=[])
    put_back(ada, account, write, field)
    assert getattr(Account.objects.get(), field) == before


def test_a_link_comes_back_unless_it_leads_to_what_is_gone_or_not_theirs(cast, ada):
    parent, foreign = make_account(owner=cast.ada), make_account(owner=cast.eve)
    account = make_account(owner=cast.ada, parent=parent)
    first, second = rewritten(account, parent=foreign), rewritten(account, parent=None)
    with nothing_changes():
        assert put_back(ada, account, second, "parent").status_code == 422
    put_back(ada, account, first, "parent")
    assert Account.objects.get(pk=account.pk).parent == parent


def test_a_colleague_who_left_does_not_come_back_as_owner(cast, ada):
    account = make_account(owner=cast.ben)
    write = rewritten(account, owner=cast.user("ada"))
    type(cast.user("ben")).objects.filter(pk=cast.ben.user_id).update(is_active=False)
    with nothing_changes():
        assert put_back(ada, account, write, "owner").status_code == 422


def test_the_slower_writer_a_stranger_and_a_write_of_another_record_change_nothing(cast, ada):
    account, other = make_account(owner=cast.ada, note="Old"), make_account(owner=cast.ada, note="Other")
    theirs = make_person(owner=cast.eve)
    write, elsewhere, hers = rewritten(account, note="New"), rewritten(other, note="x"), rewritten(theirs, note="x")
    with nothing_changes():
        assert put_back(ada, account, write, "note", version=1).status_code == 409
        assert put_back(ada, account, write, "note", version="").status_code == 422
        assert put_back(ada, theirs, hers, "note").status_code == 404
        for wrong, field in ((elsewhere, "note"), (write, "version"), (write, "custom"), (write, "note.x"), (write, "deleted_at")):
            assert put_back(ada, account, wrong, field).status_code == 404


def test_the_page_of_a_field_tells_that_field_only_and_goes_on_backwards(cast, ada, django_assert_max_num_queries):
    account = make_account(owner=cast.ada, note="Note 0", country="Zambia")
    for number in range(1, 6):
        rewritten(account, note=f"Note {number}", country=f"Land {number // 3}")
    told, until = [], None
    while True:
        changes, until = history_page(cast.ada, account, 2, field="note", until=until)
        told += [(one.before, one.after) for change in changes for one in change.fields]
        if until is None:
            break
    assert told == [(f"Note {number - 1}", f"Note {number}") for number in range(5, 0, -1)]
    with django_assert_max_num_queries(20):
        page = ada.get(reverse("records:field-history", args=["account", account.pk, "note"])).content.decode()
    assert "Note 3" in page
    assert "Zambia" not in page
    assert ada.get(reverse("records:field-history", args=["account", account.pk, "version"])).status_code == 404


def test_who_may_only_look_is_offered_nothing(cast):
    account = make_account(owner=cast.ada, note="Old")
    rewritten(account, note="New")
    looks = cast.ada.limited_to(frozenset({"customers.account.view"}))
    assert [field.returns for actor in (cast.ada, looks) for field in history_of(actor, account)[0].fields] == [True, False]


def test_it_says_by_what_way_a_write_came(cast, ada):
    account = make_account(owner=cast.ada)
    edit_account(cast.ada, account.pk, version=None, note="By a job")
    ada.post(f"/accounts/{account.pk}/edit/", {"name": "Alder", "roles": "customer", "currency": "EUR", "version": 2})
    on_a_page, by_a_job, *_made = history_of(cast.root, Account.objects.get())
    assert (by_a_job.who, by_a_job.through) == ("", "by a job or a command")
    assert (on_a_page.who, on_a_page.through) == (cast.ada.name, "")
