"""What our scripts promise, in a real browser: boards, forms that keep what was typed, two versions side by side."""

from __future__ import annotations

import pytest

from mutua.foundation.ui.tests.urls import MOVED
from tests.browser import well_made

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("mutua.foundation.ui.tests.urls")]


def lane_of(page) -> str:
    return page.locator("[data-card='1']").evaluate("card => card.closest('[data-lane]').dataset.lane")


def test_a_card_is_moved_by_key_and_a_refused_one_goes_back(cast, visit) -> None:
    MOVED.clear()
    page = visit(cast.user("ada"), "/test-board/")
    page.locator("[data-card='1']").focus()
    page.keyboard.press("]")
    page.get_by_text("Moved to b").wait_for()
    assert lane_of(page) == "b"
    page.locator("[data-card='1'][data-version='2']").focus()
    page.keyboard.press("[")
    page.get_by_text("The gate is closed").wait_for()
    assert lane_of(page) == "b"
    assert [(sent["to"], sent["version"]) for sent in MOVED] == [("b", "1"), ("a", "2")]
    page.said = [line for line in page.said if "422" not in line]
    assert well_made(page, "board") == []


def test_a_card_is_dragged(cast, visit) -> None:
    MOVED.clear()
    page = visit(cast.user("ada"), "/test-board/")
    card, target = page.locator("[data-card='1']").bounding_box(), page.locator("[data-lane='b']").bounding_box()
    page.mouse.move(card["x"] + card["width"] - 6, card["y"] + 6)
    page.mouse.down()
    page.mouse.move(target["x"] + 30, target["y"] + 10, steps=8)
    page.mouse.move(target["x"] + 40, target["y"] + 20, steps=4)
    page.mouse.up()
    page.get_by_text("Moved to b").wait_for()
    assert MOVED == [{"card": "1", "version": "1", "to": "b", "position": "0"}]


def test_a_form_keeps_what_was_typed_but_never_a_password(cast, visit) -> None:
    page = visit(cast.user("ada"), "/test-form/")
    page.fill("#id_story", "Ten days is a stock-out in Lusaka.")
    page.fill("#id_secret", "hidden")
    page.wait_for_timeout(450)
    page.reload()
    assert page.input_value("#id_story") == "Ten days is a stock-out in Lusaka."
    assert page.input_value("#id_secret") == ""


def test_a_form_that_was_sent_forgets(cast, visit) -> None:
    page = visit(cast.user("ada"), "/test-form/")
    page.fill("#id_title", "Late")
    page.fill("#id_story", "Truck")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/done/")
    page.goto(page.url.replace("done/", ""))
    assert page.input_value("#id_story") == ""


def test_a_refused_form_shows_the_wrong_field_and_keeps_the_rest(cast, visit) -> None:
    page = visit(cast.user("ada"), "/test-form/")
    page.fill("#id_title", "Late")
    page.keyboard.press("Control+Enter")
    page.locator(".form-error").wait_for()
    assert page.input_value("#id_title") == "Late"
    assert page.evaluate("document.activeElement.id") == "id_story"
    assert well_made(page, "form-wrong") == []


def test_two_versions_stand_side_by_side_and_mine_can_be_taken(cast, visit) -> None:
    page = visit(cast.user("ada"), "/test-form/")
    page.evaluate(
        """() => { const form = document.querySelector("form[data-form]"); form.action = "/test-stale/"; form.innerHTML += '<input name="name" value="Ada of mine"><input name="version" value="6">'; form.submit(); }"""
    )
    page.locator(".versions").wait_for()
    assert "Ada Lindqvist" in page.locator(".versions").inner_text()
    assert page.locator(".versions .differs").inner_text().startswith("Ada of mine")
    page.said = [line for line in page.said if "409" not in line]
    assert well_made(page, "two-versions") == []
    page.get_by_role("button", name="Take mine over theirs").click()
    page.get_by_text("saved Ada of mine").wait_for()
