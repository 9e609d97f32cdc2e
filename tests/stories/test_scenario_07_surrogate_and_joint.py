"""Surrogate and joint: the account team guesses CPFR; in the joint session the customer asks for two days shorter. The conflict is shown."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from mutua.customers.models import Account
from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.relationships.models import Profile, ProfileSnapshot
from mutua.relationships.rules.visibility import leaves_the_house
from mutua.relationships.tests.making import make_account_touchpoint, make_engagement
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast: Cast, client: Client) -> Account:
    """Account A; Ada is signed in."""
    account = make_account(owner=cast.ada, name="Account A")
    at = make_account_touchpoint(account)
    make_engagement(at, "best-way-shipments")
    client.force_login(cast.user("ada"))
    return account


def text(content: bytes) -> str:
    """What the page says in its middle, without the messages that come and go."""
    page = content.decode().partition('id="toasts"')[0]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


def draft(client: Client, account: Account, perspective: str, **cell: object) -> Profile:
    form = {"perspective": perspective, "as_of": days.today().isoformat(), "participants": "Tess Holloway, Ada Lindqvist"}
    assert client.post(f"/accounts/{account.pk}/profile/new/", form).status_code == 302
    profile = Profile.objects.get(account=account, perspective=perspective)
    sent = {"version": profile.version, **cell}
    assert client.post(f"/profiles/{profile.pk}/touchpoints/physical-delivery/", sent).status_code == 302
    return profile


def guess_and_session(client: Client, account: Account) -> tuple[Profile, Profile]:
    guess = draft(client, account, "surrogate", activity_keys=["best-way-shipments", "cpfr"])
    wish = {"wish": "Two days shorter, order to delivery", "measure": "order-to-delivery-days", "change": "-2"}
    return guess, draft(client, account, "joint", activity_keys=["best-way-shipments"], **wish)


def test_the_conflict_is_shown_and_confidence_goes_from_04_to_09(client: Client, account: Account) -> None:
    guess, joint = guess_and_session(client, account)
    assert (guess.confidence, joint.confidence) == (guess.confidence.__class__("0.40"), guess.confidence.__class__("0.90"))
    page = text(client.get(f"/accounts/{account.pk}/profile/").content)
    assert "Joint and Surrogate want different things" in page
    assert "Confidence 0.4 (Surrogate) and 0.9 (Joint)." in page
    conflict = page.split("Confidence 0.4 (Surrogate)")[1].split("Touchpoints and types")[0]
    assert re.search(r"Physical delivery Two days shorter, order to delivery Order to delivery days −2 Collaborative planning", conflict)
    assert "Confidence 0.90: Both sides said it together, cell by cell." in page


def test_a_profile_that_is_silent_about_a_touchpoint_conflicts_with_nobody(client: Client, account: Account) -> None:
    draft(client, account, "surrogate", activity_keys=["best-way-shipments", "cpfr"])
    client.post(f"/accounts/{account.pk}/profile/new/", {"perspective": "joint", "as_of": days.today().isoformat()})
    assert "want different things" not in text(client.get(f"/accounts/{account.pk}/profile/").content)


def test_nothing_of_the_draft_leaves_the_house_before_it_is_shared(client: Client, account: Account) -> None:
    guess, joint = guess_and_session(client, account)
    assert [leaves_the_house(one.visibility, one.state) for one in (guess, joint)] == [False, False]
    joint.refresh_from_db()
    assert client.post(f"/profiles/{joint.pk}/share/", {"version": joint.version}).status_code == 302
    shown = {one.perspective: leaves_the_house(one.visibility, one.state) for one in Profile.objects.filter(account=account)}
    assert shown == {"surrogate": False, "joint": True}


def test_what_was_known_on_a_day_is_shown_whatever_was_written_since(client: Client, account: Account) -> None:
    """P12, on the page: the guess of March, beside the session of June."""
    march, june = date(2026, 3, 2), date(2026, 6, 8)
    with days.as_of(march):
        draft(client, account, "surrogate", activity_keys=["best-way-shipments", "cpfr"])
    with days.as_of(june):
        draft(client, account, "joint", activity_keys=["best-way-shipments", "vmi"])
    profile = Profile.objects.get(perspective="surrogate")
    client.post(f"/profiles/{profile.pk}/touchpoints/physical-delivery/", {"version": profile.version, "activity_keys": ["edi-asn"]})
    address = f"/accounts/{account.pk}/profile/compare/"
    then = text(client.get(address, {"a": "surrogate", "a_on": march.isoformat(), "b": "joint", "b_on": june.isoformat()}).content)
    differs = then.split("What differs")[1]
    assert "Collaborative planning, forecasting and replenishment (CPFR) Vendor-managed inventory (VMI)" in differs
    assert "EDI and advance ship notice" not in differs
    early = text(
        client.get(
            address, {"a": "surrogate", "a_on": march.isoformat(), "b": "joint", "b_on": (june - timedelta(days=1)).isoformat()}
        ).content
    )
    assert "Nothing was known of “Joint” on 7 Jun" in early
    now = text(client.get(address, {"a": "surrogate", "b": "joint"}).content)
    assert "EDI and advance ship notice" in now.split("What differs")[1]


def test_it_is_kept_for_a_plan_year_and_never_rewritten(client: Client, account: Account) -> None:
    _guess, joint = guess_and_session(client, account)
    assert client.post(f"/accounts/{account.pk}/profile/keep/", {"year": 2027}).status_code == 302
    kept = text(client.get(f"/accounts/{account.pk}/profile/kept/2027/").content)
    assert "Two days shorter, order to delivery" in kept
    joint.refresh_from_db()
    client.post(f"/profiles/{joint.pk}/touchpoints/physical-delivery/", {"version": joint.version, "activity_keys": ["vmi"]})
    with nothing_changes():
        again = client.post(f"/accounts/{account.pk}/profile/keep/", {"year": 2027})
    assert (again.status_code, "never rewritten" in html.unescape(again.content.decode())) == (422, True)
    assert (
        text(client.get(f"/accounts/{account.pk}/profile/kept/2027/").content).split("Kept for the plan")[1]
        == kept.split("Kept for the plan")[1]
    )
    assert "vmi" not in str(ProfileSnapshot.objects.get().content)


def test_it_goes_on_paper(client: Client, account: Account) -> None:
    guess_and_session(client, account)
    answer = client.get(f"/accounts/{account.pk}/profile/pdf/")
    assert answer["Content-Type"] == "application/pdf"
    shown = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages).split())
    for words in ("Account A", "Wanted: Joint, Draft", "confidence 0.9", "Two days shorter, order to delivery", "Order to delivery days −2",
                  "Joint and Surrogate want different things", "Internal"):  # fmt: skip
        assert words in shown, (words, shown)
