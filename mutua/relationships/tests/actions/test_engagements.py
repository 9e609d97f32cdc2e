from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.foundation.access import NotAllowed, NotFound
from mutua.foundation.records.errors import Refused, StaleVersion
from mutua.relationships.actions.move_engagement import move_engagement
from mutua.relationships.actions.record_engagement import record_engagement
from mutua.relationships.models import AccountTouchpoint
from mutua.relationships.tests.making import make_account_touchpoint, make_engagement
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(cast: Cast) -> AccountTouchpoint:
    return make_account_touchpoint(make_account(owner=cast.ada))


def test_it_grows_step_by_step_and_ends(cast: Cast, at: AccountTouchpoint) -> None:
    engagement = record_engagement(cast.ada, at.pk, "edi-asn")
    for version, state in enumerate(["pilot", "partial", "full", "retired"], start=1):
        engagement = move_engagement(cast.ada, engagement.pk, version=version, to=state)
        assert engagement.state == state
    assert engagement.since is not None
    assert engagement.until is not None


@pytest.mark.parametrize(("state", "to"), [("planned", "full"), ("full", "pilot"), ("retired", "full"), ("pilot", "planned")])
def test_a_step_that_the_state_before_does_not_allow_is_refused(cast: Cast, at: AccountTouchpoint, state: str, to: str) -> None:
    engagement = make_engagement(at, "edi-asn", state=state)
    with pytest.raises(Refused, match="An engagement goes from"), nothing_changes():
        move_engagement(cast.ada, engagement.pk, version=1, to=to)


def test_who_comes_late_is_told(cast: Cast, at: AccountTouchpoint) -> None:
    engagement = make_engagement(at, "edi-asn", state="planned")
    move_engagement(cast.ada, engagement.pk, version=1, to="pilot")
    with pytest.raises(StaleVersion), nothing_changes():
        move_engagement(cast.ben, engagement.pk, version=1, to="retired")


def test_an_activity_stands_once_and_at_its_own_touchpoint(cast: Cast, at: AccountTouchpoint) -> None:
    record_engagement(cast.ada, at.pk, "edi-asn", state="full")
    with pytest.raises(Refused, match="stands here already"), nothing_changes():
        record_engagement(cast.ada, at.pk, "edi-asn")
    with pytest.raises(NotFound), nothing_changes():
        record_engagement(cast.ada, at.pk, "e-invoice")


def test_others_cannot_say_it(cast: Cast, at: AccountTouchpoint) -> None:
    for actor, refusal in ((cast.eve, NotFound), (cast.mia, NotFound), (cast.cleo, NotAllowed)):
        with pytest.raises(refusal), nothing_changes():
            record_engagement(actor, at.pk, "edi-asn")


def test_the_page_refuses_a_skipped_state_with_a_sentence(client: Client, cast: Cast, at: AccountTouchpoint) -> None:
    engagement = make_engagement(at, "edi-asn", state="planned")
    client.force_login(cast.user("ada"))
    with nothing_changes():
        response = client.post(f"/engagements/{engagement.pk}/move/", {"version": 1, "to": "full"})
    assert response.status_code == 422
    assert "An engagement goes from Planned to Pilot / Retired, not to Full" in response.content.decode()


@pytest.mark.parametrize(
    ("url", "shown"), [("https://edi.example.org/log", True), ("javascript:alert(1)", False), ("see the binder", False)]
)
def test_only_an_address_of_the_web_becomes_a_link_to_the_evidence(client: Client, cast: Cast, url: str, shown: bool) -> None:
    at = make_account_touchpoint(make_account(owner=cast.ada))
    make_engagement(at, "edi-asn", evidence="Ship notices", evidence_url=url)
    client.force_login(cast.user("ada"))
    assert (f'href="{url}"' in client.get(at.get_absolute_url()).content.decode()) == shown


@pytest.mark.parametrize("state", ["pilot", "partial", "full"])
def test_nothing_is_practised_from_a_day_to_come(cast: Cast, at: AccountTouchpoint, state: str) -> None:
    later = days.today() + timedelta(days=400)
    with pytest.raises(Refused, match="still to come") as refused, nothing_changes():
        record_engagement(cast.ada, at.pk, "crp", state=state, since=later)
    assert refused.value.field == "since"


def test_what_was_planned_for_later_is_practised_since_the_day_on_which_it_began(cast: Cast, at: AccountTouchpoint) -> None:
    planned = record_engagement(cast.ada, at.pk, "edi-asn", since=days.today() + timedelta(days=400))
    with pytest.raises(Refused, match="still to come"), nothing_changes():
        move_engagement(cast.ada, planned.pk, version=1, to="pilot", on=days.today() + timedelta(days=3))
    assert move_engagement(cast.ada, planned.pk, version=1, to="pilot").since == days.today()
