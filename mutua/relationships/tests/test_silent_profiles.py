"""What a profile does not speak of is no difference and no wish to drop anything; what stands on the roadmap is not offered again."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client

from mutua.customers.models import Account
from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.relationships.actions.draft_profile import draft_profile
from mutua.relationships.actions.plan_from_gap import plan_from_gap
from mutua.relationships.actions.set_desired import set_desired
from mutua.relationships.queries.profiles_compared import compare
from mutua.relationships.tests.making import make_account_touchpoint, make_engagement, make_profile
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast: Cast) -> Account:
    """Practised: two at physical delivery, two at order management, one at invoicing. The joint profile wants one more at the first, says a wish at
    the second, and does not speak of the third."""
    account = make_account(name="Alder Markets", owner=cast.ada)
    for key, practised in {
        "physical-delivery": ["edi-asn", "scheduled-appointments"],
        "order-management": ["edi-orders", "order-calendar"],
        "invoicing-payment": ["e-invoice"],
    }.items():
        at = make_account_touchpoint(account, key=key)
        for activity in practised:
            make_engagement(at, activity)
    profile = draft_profile(cast.ada, account.pk, perspective="joint", as_of=days.today(), participants="Tess Holloway")
    set_desired(cast.ada, profile.pk, "physical-delivery", ["edi-asn", "scheduled-appointments", "pallet-pooling"], version=None)
    set_desired(cast.ada, profile.pk, "order-management", [], version=None, wish="Two days shorter")
    return account


def test_only_what_both_speak_of_can_differ(client: Client, cast: Cast, account: Account) -> None:
    today = days.today()
    found = compare(cast.ada, account.pk, ("current", today), ("joint", today))
    told = {row.entry.touchpoint.key: row for row in found.rows}
    assert told["invoicing-payment"].second_is_silent
    assert [row.entry.touchpoint.key for row in found.differing if row.only_first] == []
    assert {row.entry.touchpoint.key for row in found.differing} == {"physical-delivery", "order-management"}
    back = compare(cast.ada, account.pk, ("joint", today), ("current", today))
    assert {row.entry.touchpoint.key for row in back.differing if row.only_second} == set()

    client.force_login(cast.user("ada"))
    page = client.get(f"/accounts/{account.pk}/profile/compare/?a=current&b=joint").content.decode()
    text = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))
    assert "Joint says nothing of it" in text
    assert "−" not in text
    assert "+1" in text


def test_what_is_practised_speaks_also_where_it_is_nothing(cast: Cast) -> None:
    account = make_account(owner=cast.ada)
    make_account_touchpoint(account)
    draft = draft_profile(cast.ada, account.pk, perspective="joint", as_of=days.today(), participants="Tess Holloway")
    set_desired(cast.ada, draft.pk, "physical-delivery", ["edi-asn"], version=None)
    [row] = compare(cast.ada, account.pk, ("current", days.today()), ("joint", days.today())).differing
    assert (row.is_silent, len(row.only_second)) == (False, 1)


@pytest.mark.parametrize("page", ["profile/", "touchpoints/physical-delivery/"])
def test_a_gap_whose_items_all_stand_offers_none(client: Client, cast: Cast, page: str) -> None:
    account = make_account(owner=cast.ada)
    make_engagement(make_account_touchpoint(account), "edi-asn")
    make_profile(account, {"physical-delivery": ["edi-asn", "pallet-pooling"]})
    client.force_login(cast.user("ada"))
    before = client.get(f"/accounts/{account.pk}/{page}").content.decode()
    assert "Make roadmap items" in before
    plan_from_gap(cast.ada, account.pk)
    after = client.get(f"/accounts/{account.pk}/{page}").content.decode()
    assert "Make roadmap items" not in after
    assert "All that is to begin stands on the roadmap." in after
