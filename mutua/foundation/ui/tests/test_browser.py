"""The parts in a real browser: readable by everyone, in light, dark and on a phone, under the strict content policy."""

from __future__ import annotations

import pytest

from mutua.foundation.ui.shots import arrive
from tests.browser import well_made

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_every_part_is_well_made(cast, visit, look: str) -> None:
    assert well_made(visit(cast.user("root"), "/settings/look/", look), f"parts-{look}") == []


@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_the_sign_in_page_is_well_made(cast, visit, look: str) -> None:
    assert well_made(visit(None, "/sign-in/", look), f"sign-in-{look}") == []


@pytest.mark.parametrize("look", ["light", "phone"])
def test_the_page_for_what_is_not_there_is_well_made(cast, visit, look: str) -> None:
    page = visit(cast.user("ada"), "/no-such-page/", look)
    page.said = [line for line in page.said if "404" not in line]
    assert well_made(page, f"404-{look}") == []


@pytest.mark.parametrize("path", ["/sign-in/2fa/", "/sign-in/password/change/", "/sign-in/email/"])
def test_my_own_account_is_well_made(cast, visit, path: str) -> None:
    page = visit(cast.user("ada"), path)
    assert well_made(page, "account" + path.replace("/", "-")) == []


def test_dark_stays_dark_and_a_form_keeps_what_was_typed(cast, visit) -> None:
    page = visit(cast.user("ada"), "/")
    page.locator(".who-am-i").click()
    page.get_by_role("button", name="Dark").click()
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_no_page_asks_anybody_else(cast, visit, live_server) -> None:
    page = visit(cast.user("root"), "/sign-in/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    arrive(page, live_server.url + "/settings/look/")
    assert asked
    assert [url for url in asked if not url.startswith((live_server.url, "data:"))] == []
