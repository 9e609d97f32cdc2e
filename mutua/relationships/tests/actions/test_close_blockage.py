"""A blockage is closed by an item of the roadmap of the same account, and stands again when it is taken from it."""

from __future__ import annotations

import html

import pytest
from django.test import Client

from mutua.customers.tests.making import make_account
from mutua.foundation.access import NotAllowed, NotFound
from mutua.foundation.records.errors import Refused, StaleVersion
from mutua.relationships.actions.close_blockage import close_blockage
from mutua.relationships.actions.note_blockage import note_blockage
from mutua.relationships.models import Blockage
from mutua.relationships.tests.making import make_account_touchpoint, make_item
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db


@pytest.fixture
def blockage(cast: Cast) -> Blockage:
    at = make_account_touchpoint(make_account(owner=cast.ada))
    return note_blockage(cast.ada, at.account_id, "physical-delivery", side="them", what="Old scanner")


def test_the_page_says_what_closes_it_and_strikes_it_out_once_that_is_done(client: Client, cast: Cast, blockage: Blockage) -> None:
    at = blockage.account_touchpoint
    item = make_item(at.account, title="New scanners")
    client.force_login(cast.user("ada"))
    page = lambda: html.unescape(client.get(at.get_absolute_url()).content.decode())  # noqa: E731
    assert "nothing on the roadmap closes it" in page()
    client.post(f"/blockages/{blockage.pk}/close/", {"version": 1, "item": item.pk})
    assert "will be closed by" in page()
    item.state = "done"
    item.save()
    assert "<s>Old scanner</s>" in page()
    client.post(f"/blockages/{blockage.pk}/close/", {"version": 2, "item": ""})
    assert "nothing on the roadmap closes it" in page()


def test_another_accounts_item_or_a_stopped_one_closes_nothing(cast: Cast, blockage: Blockage) -> None:
    other = make_item(make_account(owner=cast.ada, name="Other"))
    stopped = make_item(blockage.account_touchpoint.account, "vmi", state="stopped")
    for item in (other, stopped):
        with pytest.raises(Refused), nothing_changes():
            close_blockage(cast.ada, blockage.pk, version=1, item=item)


def test_a_stranger_a_reader_and_the_slower_of_two_change_nothing(cast: Cast, blockage: Blockage) -> None:
    for actor, error, version in ((cast.eve, NotFound, 1), (cast.executive, NotAllowed, 1), (cast.ada, StaleVersion, 9)):
        with pytest.raises(error), nothing_changes():
            close_blockage(actor, blockage.pk, version=version, item=None)
