"""The account team guesses, the customer says something else: two browsers, two people, one joint profile, and no draft that leaks."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.foundation.ui.shots import arrive, open_page
from mutua.portals.tests.visiting import make_open_link
from mutua.relationships.models import JointSession, Profile
from mutua.relationships.tests.making import make_account_touchpoint, make_item, make_profile
from tests.browser import Visit, well_made
from tests.cast import Cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
WISH = "Two days shorter from order to delivery"
DRAFT = ("Collaborative planning", "CPFR", "90,000", "Surrogate", "they would never ask for it")


def test_surrogate_and_joint(visit: Visit, chrome: Any, portal_url: str, cast: Cast) -> None:
    account = make_account(name="Account A", owner=cast.ada)
    make_account_touchpoint(account)
    make_item(account, "cpfr", cost=90_000, gain=170_000)
    make_profile(
        account,
        {"physical-delivery": ["cpfr"]},
        perspective="surrogate",
        confidence=Decimal("0.40"),
        as_of=days.today(),
        note="they would never ask for it",
    )
    _link, token = make_open_link(account)
    mia = open_page(chrome)
    arrive(mia, f"{portal_url}/open/{token}/")
    _nothing_of_the_draft(mia, portal_url)

    ada = visit(cast.user("ada"), f"/accounts/{account.pk}/portal/")
    ada.get_by_role("button", name="Open a joint session").click()
    ada.wait_for_url("**/sessions/*/")
    session = JointSession.objects.get()
    _nothing_of_the_draft(mia, portal_url, f"/session/{session.pk}/", f"/session/{session.pk}/cells/")

    # each sees at once what the other puts
    arrive(mia, portal_url)
    mia.get_by_role("link", name="Say where you want to be").click()
    ada.locator("summary", has_text="Physical delivery").click()
    ada.locator("details[open]").get_by_label("Collaborative planning, forecasting and replenishment").check()
    ada.locator("details[open]").get_by_role("button", name="Put it on the table").click()
    mia.locator('[data-cell="physical-delivery"] .said-us li').wait_for(timeout=10_000)
    mia.locator("summary", has_text="Physical delivery").click()
    mia.locator("details[open]").get_by_label("In your words").fill(WISH)
    mia.locator("details[open]").get_by_role("button", name="Put it on the table").click()
    for page in (ada, mia):
        page.get_by_text("you want different things").wait_for(timeout=10_000)
    assert WISH in ada.locator('[data-cell="physical-delivery"] .said-them').inner_text()
    mia.said.clear()  # of the addresses above that lead nowhere
    assert well_made(mia, "joint-session-portal") == []

    ada.get_by_role("button", name="Agree to this").click()
    for page in (ada, mia):
        page.locator(".cell-agreed").wait_for(timeout=10_000)
    ada.get_by_role("button", name="Close the session").click()
    ada.wait_for_url("**/profile/**")

    joint = Profile.objects.get(account=account, perspective="joint")
    assert (joint.confidence, joint.visibility, joint.participants) == (Decimal("0.90"), "agreed", "Mia Santos, Ada Lindqvist")
    said = ada.inner_text("main")
    assert "want different things" in said
    assert "0.4" in said
    assert "0.9" in said
    arrive(mia, portal_url)
    assert WISH in mia.inner_text("main")
    _nothing_of_the_draft(mia, portal_url)
    mia.context.close()


def _nothing_of_the_draft(page: Any, portal_url: str, *more: str) -> None:
    """By no address of the portal, with no number: also not in what the browser does not show."""
    numbers = list(Profile.objects.exclude(visibility="agreed").values_list("pk", flat=True))
    guesses = [f"/{what}/{number}/" for what in ("profiles", "session", "value") for number in (*numbers, 0, 10**9)]
    for path in ("/", "/value/", "/accounts/1/profile/", *guesses, *more):
        page.goto(f"{portal_url}{path}")
        source = page.content()
        # The table offers the whole catalogue by name, to every customer alike; what is put on it stands in the cells
        offered = ("Collaborative planning", "CPFR") if path in more and not path.endswith("/cells/") else ()
        assert [word for word in DRAFT if word in source and word not in offered] == [], path
