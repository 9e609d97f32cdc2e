"""From committed over running to done: refused where the state before, or what it needs, does not allow it."""

from __future__ import annotations

import pytest

from mutua.customers.models import Account
from mutua.customers.tests.making import make_account
from mutua.foundation.access import NotAllowed, NotFound
from mutua.foundation.events.models import EventRow
from mutua.foundation.records.errors import Refused, StaleVersion
from mutua.relationships.actions.begin_item import begin_item
from mutua.relationships.actions.finish_item import finish_item
from mutua.relationships.rules.lifecycles import ItemState
from mutua.relationships.tests.making import make_item
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast: Cast) -> Account:
    return make_account(owner=cast.ada)


def test_a_committed_item_begins_and_is_finished(cast: Cast, account: Account) -> None:
    item = make_item(account, state="committed")
    assert begin_item(cast.ada, item.pk, version=1).state == "running"
    assert finish_item(cast.ada, item.pk, version=2).state == "done"
    assert EventRow.objects.filter(name="relationships.roadmap.moved").count() == 2


@pytest.mark.parametrize("state", [state for state in ItemState if state is not ItemState.COMMITTED])
def test_only_a_committed_item_begins(cast: Cast, account: Account, state: ItemState) -> None:
    item = make_item(account, state=state.value)
    with pytest.raises(Refused, match="only a committed one begins"), nothing_changes():
        begin_item(cast.ada, item.pk, version=1)


@pytest.mark.parametrize("state", [state for state in ItemState if state is not ItemState.RUNNING])
def test_only_a_running_item_is_finished(cast: Cast, account: Account, state: ItemState) -> None:
    item = make_item(account, state=state.value)
    with pytest.raises(Refused, match="only a running one is finished"), nothing_changes():
        finish_item(cast.ada, item.pk, version=1)


@pytest.mark.parametrize("state", ["committed", "running", "stopped"])
def test_what_it_needs_is_finished_before_it_begins(cast: Cast, account: Account, state: str) -> None:
    needed = make_item(account, "vmi", title="Their stock is seen", state=state)
    item = make_item(account, state="committed", requires=[needed])
    with pytest.raises(Refused, match="Their stock is seen"), nothing_changes():
        begin_item(cast.ada, item.pk, version=1)
    type(needed).objects.filter(pk=needed.pk).update(state="done")
    assert begin_item(cast.ada, item.pk, version=1).state == "running"


def test_neither_a_stranger_nor_a_reader_nor_a_late_one_moves_it(cast: Cast, account: Account) -> None:
    item = make_item(account, state="committed")
    for who, refusal in ((cast.eve, NotFound), (cast.cleo, NotAllowed)):
        with pytest.raises(refusal), nothing_changes():
            begin_item(who, item.pk, version=1)
    with pytest.raises(StaleVersion), nothing_changes():
        begin_item(cast.ada, item.pk, version=7)


def test_the_page_offers_the_one_step_that_is_next(cast: Cast, account: Account, client) -> None:
    client.force_login(cast.user("ada"))
    item = make_item(account, state="committed")
    page = client.get(item.get_absolute_url()).content.decode()
    assert ("/begin/" in page, "/finish/" in page, "/stop/" in page) == (True, False, True)
    client.post(f"{item.get_absolute_url()}begin/", {"version": "1"})
    page = client.get(item.get_absolute_url()).content.decode()
    assert ("/begin/" in page, "/finish/" in page, "/stop/" in page) == (False, True, True)
    client.post(f"{item.get_absolute_url()}finish/", {"version": "2"})
    page = client.get(item.get_absolute_url()).content.decode()
    assert ("/begin/" in page, "/finish/" in page, "/stop/" in page) == (False, False, False)
