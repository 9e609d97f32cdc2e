"""A list by keyboard and by pointer, in a real browser."""

from __future__ import annotations

import pytest

from mutua.foundation.identity.models import User
from mutua.foundation.jobs.inline import run_waiting
from mutua.foundation.lists.tests.making import make_users
from tests.browser import well_made

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("mutua.foundation.lists.tests.urls")]


@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_a_list_is_well_made(cast, visit, look: str) -> None:
    make_users(12)
    page = visit(cast.user("root"), '/rows/?q=row&f={"field":"is_active","op":"is","value":true}&cols=name,score,language', look)
    assert well_made(page, f"list-{look}") == []


@pytest.mark.parametrize("look", ["light", "phone"])
def test_an_empty_list_is_well_made(cast, visit, look: str) -> None:
    assert well_made(visit(cast.user("root"), "/rows/", look), f"list-empty-{look}") == []


def test_rows_are_walked_chosen_and_changed_without_a_mouse(cast, visit) -> None:
    made = make_users(4)
    page = visit(cast.user("root"), "/rows/")
    for key in ("j", "j", "x", "j", "x"):
        page.keyboard.press(key)
    assert page.locator("[data-chosen]").inner_text() == "2"
    assert well_made(page, "list-chosen") == []
    page.get_by_role("button", name="Switch off").press("Enter")
    page.wait_for_url("**/rows/**")
    assert page.locator(".names li").all_inner_texts() == ["Row 00001", "Row 00002"]
    assert well_made(page, "list-bulk") == []
    page.get_by_role("button", name="Switch off").press("Enter")
    page.locator("[data-toast]").wait_for()
    assert [User.objects.get(pk=row.pk).is_active for row in made] == [True, False, False, True]
    assert well_made(page, "list-toast") == []


def test_all_rows_that_fit_are_chosen_acted_on_and_brought_back(cast, visit) -> None:
    make_users(25)
    page = visit(cast.user("root"), "/rows/")
    page.locator("[data-select-all]").check()
    page.get_by_role("button", name="Select all 25").click()
    assert page.locator("[data-chosen]").inner_text() == "25"
    assert well_made(page, "list-all-chosen") == []
    page.get_by_role("button", name="Switch off").click()
    page.get_by_text("in the background").wait_for()
    assert well_made(page, "list-bulk-long") == []
    page.get_by_role("button", name="Switch off").click()
    page.wait_for_url("**/lists/runs/**")
    assert well_made(page, "list-run-waiting") == []
    run_waiting()
    page.get_by_text("25 rows done").wait_for()
    assert well_made(page, "list-run-done") == []
    page.keyboard.press("z")
    page.get_by_role("heading", name="Undo: Switch off").wait_for()
    run_waiting()
    assert User.objects.filter(email__startswith="row", is_active=False).count() == 0


def test_a_filter_is_added_by_keyboard(cast, visit) -> None:
    make_users(12)
    page = visit(cast.user("root"), "/rows/")
    page.keyboard.press("f")
    page.select_option("#add-field", "name")
    page.locator("[name=add_value]").wait_for()
    with page.expect_response(lambda answer: "add_op=starts" in answer.url):
        page.select_option("[name=add_op]", "starts")
    page.locator("select[name=add_op]:not(.htmx-request)").wait_for()
    page.fill("[name=add_value]", "Row 0001")
    page.keyboard.press("Enter")
    page.locator(".chip.filter").wait_for()
    assert page.locator("tbody tr").count() == 2


def test_a_cell_is_changed_in_place_and_keeps_a_refused_value_away(cast, visit) -> None:
    row = make_users(1)[0]
    page = visit(cast.user("root"), "/rows/?cols=name,language")
    page.locator(".cell-open").click()
    page.locator(".cell-edit").fill(" ")
    page.keyboard.press("Enter")
    page.locator(".form-error").wait_for()
    page.locator(".cell-edit").fill("fresh")
    page.keyboard.press("Enter")
    page.locator(".cell-open").wait_for()
    assert User.objects.get(pk=row.pk).name == "fresh"


def test_the_palette_is_a_combobox_that_leads_somewhere(cast, visit) -> None:
    page = visit(cast.user("root"), "/rows/")
    page.keyboard.press("Control+k")
    page.locator("#palette [role=option]").first.wait_for()
    with page.expect_response(lambda answer: answer.url.endswith("q=today")):
        page.keyboard.type("today")
    page.locator("#palette mark").first.wait_for()
    assert page.locator("#palette [role=option][aria-selected=true]").get_attribute("id") == page.locator("#palette input").get_attribute(
        "aria-activedescendant"
    )
    assert well_made(page, "palette-light") == []
    page.keyboard.press("Enter")
    page.locator("h1").get_by_text("Good").wait_for()


def test_the_shortcuts_are_shown_and_lead_to_pages(cast, visit) -> None:
    page = visit(cast.user("root"), "/rows/")
    page.keyboard.press("?")
    page.locator("#keys[open]").wait_for()
    assert well_made(page, "keys") == []
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("t")
    page.locator("h1").get_by_text("Good").wait_for()
