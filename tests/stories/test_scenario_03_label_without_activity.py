"""A label without activity: what somebody writes changes nothing; the page lists what is missing."""

from __future__ import annotations

import html

import pytest
from django.test import Client

from mutua.customers.tests.making import make_account
from mutua.relationships.models import AccountTouchpoint, Activity, Engagement
from mutua.relationships.queries.touchpoints import meetings_of
from mutua.relationships.rules.kinds import RelationshipType
from mutua.relationships.tests.making import make_account_touchpoint, make_engagement
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(cast: Cast) -> AccountTouchpoint:
    at = make_account_touchpoint(make_account(owner=cast.ada))
    for key in ("best-way-shipments", "loose-case-pick", "phone-fax"):
        make_engagement(at, key)
    return at


def write(client: Client, at: AccountTouchpoint, reason: str) -> int:
    form = {"version": at.version, "label": "collaborative", "reason": reason}
    return client.post(f"{at.get_absolute_url()}label/", form).status_code


def test_the_label_shows_as_such_and_the_derived_type_stays(client: Client, cast: Cast, at: AccountTouchpoint) -> None:
    client.force_login(cast.user("ada"))
    before = list(Engagement.objects.values_list("activity__key", "state", "version"))
    assert write(client, at, "We had a very good lunch") == 302
    page = html.unescape(client.get(at.get_absolute_url()).content.decode())
    [meeting] = meetings_of(cast.ada, at.account_id)
    assert meeting.derived.type == RelationshipType.INDEPENDENT
    assert "“Collaborative” was written by hand by Ada Lindqvist" in page
    assert "We had a very good lunch" in page
    assert list(Engagement.objects.values_list("activity__key", "state", "version")) == before


def test_the_page_lists_what_is_missing(client: Client, cast: Cast, at: AccountTouchpoint) -> None:
    client.force_login(cast.user("ada"))
    write(client, at, "We had a very good lunch")
    page = html.unescape(client.get(at.get_absolute_url()).content.decode())
    missing = page.split("Not practised:")[1].split("</p>")[0]
    names = list(Activity.objects.filter(touchpoint=at.touchpoint, type="collaborative").values_list("name", flat=True))
    assert len(names) == 7
    assert all(name in missing for name in names)
    assert "Continuous replenishment programme" in missing
    assert "Joint logistics planning" in missing


def test_without_a_reason_nothing_is_written(client: Client, cast: Cast, at: AccountTouchpoint) -> None:
    client.force_login(cast.user("ada"))
    with nothing_changes():
        assert write(client, at, " ") == 422
