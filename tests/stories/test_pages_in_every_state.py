"""The main pages when there is nothing, when there is very much, for somebody without a role, and when something went wrong."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from mutua.customers.models import Account
from mutua.customers.tests.making import make_account, make_value_rating
from mutua.foundation import days
from mutua.foundation.identity.models import User
from mutua.foundation.mail import send
from mutua.foundation.mail.models import OutgoingMail
from mutua.foundation.panels import registry
from mutua.foundation.privacy.models import Erasure
from mutua.foundation.ui.shots import arrive
from mutua.sales.tests.making import make_opportunity
from tests.browser import Visit, well_made
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)
MAIN = (
    "/", "/accounts/", "/people/", "/segments/", "/strategies/", "/relationships/", "/plans/", "/pipeline/", "/deals/", "/tasks/",
    "/tasks/all/", "/interactions/", "/meetings/", "/calendar/", "/quick/", "/deliveries/", "/imports/", "/imports/repair/", "/bin/", "/jobs/", "/settings/fields/",
)  # fmt: skip


def name_of(path: str) -> str:
    return path.strip("/").replace("/", "-") or "today"


@pytest.mark.parametrize("look", ["dark", "phone"])
def test_an_empty_house_says_what_each_page_is_for(cast: Cast, visit: Visit, look: str) -> None:
    page = visit(cast.user("root"), "/", look)
    site = page.url.rstrip("/")
    for path in (*MAIN, "/settings/roles/"):
        arrive(page, site + path)
        assert well_made(page, f"empty-{name_of(path)}-{look}") == [], path


def test_somebody_without_a_role_is_told_so_and_finds_the_way_back(cast: Cast, visit: Visit) -> None:
    make_account(owner=cast.ada, name="Alder Markets")
    page = visit(User.objects.create(email="new@example.org", name="Nobody Yet"), "/")
    assert page.get_by_role("heading", name="You have no role yet").count() == 1
    assert well_made(page, "no-role-today") == []
    site = page.url.rstrip("/")
    for path in MAIN[1:]:
        page.said.clear()
        answer = arrive(page, site + path)
        assert (answer.status, page.get_by_role("link", name="Go to Today").count()) == (403, 1), path
        assert "Alder Markets" not in page.content()
        # The browser itself notes the 403 on its console.
        page.said.clear()
        assert well_made(page, f"no-role-{name_of(path)}") == [], path


@pytest.mark.parametrize("look", ["light", "phone"])
def test_ten_thousand_accounts_are_a_page_of_fifty(cast: Cast, visit: Visit, look: str) -> None:
    Account.objects.bulk_create(
        Account(name=f"Account {n:05}", roles=["customer"], currency="USD", owner_id=cast.ada.user_id, country="Zambia")
        for n in range(10_000)
    )
    page = visit(cast.user("ada"), "/accounts/", look)
    assert page.locator("tbody tr").count() == 50
    assert page.locator(".list-count").inner_text().startswith("10,000")
    page.get_by_role("link", name="After Account 00049").click()
    page.get_by_text("Account 00099").first.wait_for()
    assert well_made(page, f"many-accounts-{look}") == []


def test_the_slower_of_two_tabs_sees_both_versions(cast: Cast, visit: Visit) -> None:
    account = make_account(owner=cast.ada, name="Alder Markets")
    first, second = (visit(cast.user("ada"), f"{account.get_absolute_url()}edit/") for _tab in range(2))
    for page, country in ((first, "Zambia"), (second, "Malawi")):
        page.get_by_label("Country").fill(country)
        page.get_by_role("button", name="Save").click()
        page.wait_for_load_state("networkidle")
    account.refresh_from_db()
    assert account.country == "Zambia"
    assert "Malawi" in second.content()
    assert "Zambia" in second.content()
    differing = second.locator("tr:has(td.differs)").all_inner_texts()
    assert [text.split("\t")[0].strip() for text in differing] == ["Country"]
    assert second.get_by_role("row", name="Owner").inner_text().count("Ada Lindqvist") == 2
    second.said.clear()
    assert well_made(second, "stale-account") == []


def test_a_dead_panel_leaves_the_rest_of_the_record(cast: Cast, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    account = make_account(owner=cast.ada, name="Alder Markets")

    def broken(*_asked: Any) -> None:
        raise RuntimeError("The ledger has burned.")

    dead = registry._panels["account", "deals"]
    monkeypatch.setitem(registry._panels, ("account", "deals"), type(dead)(**{**vars(dead), "fill": broken}))
    page = visit(cast.user("ada"), account.get_absolute_url())
    assert page.locator(".panel-failed").count() == 1
    assert "burned" not in page.content()
    assert page.get_by_role("heading", name="Needs").count() == 1
    assert well_made(page, "dead-panel") == []


def test_long_words_and_tables_fit_a_phone(cast: Cast, visit: Visit) -> None:
    account = make_account(owner=cast.ada, name="Alder Markets")
    for days_ago in (400, 200, 0):
        make_value_rating(account, component="price", next_best=5, rated_on=days.today() - timedelta(days_ago))
    make_opportunity(owner=cast.ada, account=account, name="Replenishmentprogramme 2027", amount=123_456_789, stage_key="prospecting")
    with transaction.atomic():
        send("ada@example.org", "Late", "mail/trial", {"name": "Ada", "link": "/"}, key="1")
    Erasure.objects.create(
        person_id=1,
        reason="By letter of 3 November",
        asked_at=days.now(),
        asked_by_name="Robin Vale",
        counts={"affiliations": 3, "people": 1},
    )
    page = visit(cast.user("root"), "/", "phone")
    site = page.url.rstrip("/")
    mail = OutgoingMail.objects.get()
    for path in (f"{account.get_absolute_url()}deals/", f"{account.get_absolute_url()}needs/", mail.get_absolute_url(), "/erasures/"):
        arrive(page, site + path)
        assert well_made(page, f"phone-{name_of(path)}") == [], path
