"""The profile grid and the joint session without a mouse: arrows from cell to cell, Enter in, Escape out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mutua.relationships.actions.open_session import open_session
from mutua.relationships.actions.propose import propose
from mutua.relationships.models import Profile, ProfileCell
from mutua.relationships.tests.making import make_account_touchpoint
from mutua.relationships.tests.scene import make_scene
from tests.browser import well_made
from tests.cast import Cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
HERE = "() => { const cell = document.activeElement; const row = cell.closest('[role=row]'); return row && [row.dataset.row, [...row.querySelectorAll('[role=gridcell],[role=rowheader]')].indexOf(cell)]; }"


def press(page: Any, *keys: str) -> Any:
    """Where one stands afterwards: the key of the touchpoint and the number of the cell; -1 inside a cell."""
    for key in keys:
        page.keyboard.press(key)
    return page.evaluate(HERE)


def tab_into(page: Any) -> Any:
    for _n in range(120):
        if found := press(page, "Tab"):
            return found
    raise AssertionError("The grid is in no order of tabs.")


def test_the_profile_is_walked_and_changed_without_a_mouse(cast: Cast, visit: Callable[..., Any]) -> None:
    account = make_scene(cast)
    page = visit(cast.user("ada"), f"/accounts/{account.pk}/profile/")
    keys = page.eval_on_selector_all("[role=grid] [data-row]", "rows => rows.map(row => row.dataset.row)")
    first, second, last = keys[0], keys[1], keys[-1]
    assert page.eval_on_selector_all("[role=grid] [tabindex='0']", "all => all.length") == 1
    assert tab_into(page) == [first, 0]
    assert press(page, "ArrowLeft") == [first, 0]
    assert press(page, "ArrowUp") == [first, 0]
    assert press(page, "ArrowRight", "ArrowDown") == [second, 1]
    assert press(page, "End") == [second, 2]
    assert press(page, "Home") == [second, 0]
    assert press(page, "Control+End") == [last, 2]
    assert press(page, "Control+Home") == [first, 0]
    assert well_made(page, "profile-grid") == []
    # One stop of the keyboard: the next one is behind the grid, and back is where one was.
    press(page, "ArrowDown", "ArrowRight")
    assert press(page, "Tab") is None
    assert press(page, "Shift+Tab") == [second, 1]
    page.keyboard.press("Enter")
    page.wait_for_url("**/touchpoints/order-management/")
    page.get_by_label("What they want, in their words").focus()
    page.keyboard.type("No order by telephone")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/profile/**")
    page.wait_for_function("document.activeElement.id === 'cell-order-management'")
    joint = Profile.objects.get(account=account, perspective="joint")
    assert ProfileCell.objects.get(profile=joint, touchpoint__key=second).wish == "No order by telephone"
    # Escape leaves the form as it is, and comes back to the same cell.
    press(page, "ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/touchpoints/*/")
    page.keyboard.press("Escape")
    page.wait_for_url("**/profile/**")
    page.wait_for_function(f"document.activeElement.id === 'cell-{keys[2]}'")


def test_the_joint_session_is_held_without_a_mouse(cast: Cast, visit: Callable[..., Any]) -> None:
    account = make_scene(cast)
    make_account_touchpoint(account, key="claims-service")
    session = open_session(cast.ada, account.pk)
    propose(cast.ada, session.pk, "physical-delivery", wish="Two days sooner")
    propose(cast.ada, session.pk, "order-management", wish="No fax")
    page = visit(cast.user("ada"), f"/sessions/{session.pk}/")
    assert tab_into(page) == ["physical-delivery", 0]
    assert press(page, "ArrowDown", "ArrowRight") == ["order-management", 1]
    # The table comes anew every two seconds, and takes nobody away.
    with page.expect_response("**/cells/"):
        pass
    page.wait_for_function("document.activeElement.getAttribute('role') === 'gridcell'")
    assert page.evaluate(HERE) == ["order-management", 1]
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'wish-order-management'")
    assert press(page, "Escape") == ["order-management", 0]
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'wish-order-management'")
    page.keyboard.type("No fax, no telephone")
    page.keyboard.press("Enter")
    page.get_by_text("No fax, no telephone").wait_for()
    assert well_made(page, "session-grid") == []
