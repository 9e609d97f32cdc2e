"""The board in a real browser."""

from __future__ import annotations

import pytest

from mutua.customers.tests.making import make_account
from mutua.sales.tests.making import make_opportunity
from tests.browser import Visit
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_card_is_moved_and_put_back_without_a_mouse(cast: Cast, visit: Visit) -> None:
    account = make_account(owner=cast.ada, name="Alder Markets")
    deal = make_opportunity(owner=cast.ada, account=account, stage_key="prospecting")
    page = visit(cast.user("ada"), "/pipeline/")
    stages = []
    for key in ("]", "["):
        page.keyboard.press("j")
        assert page.locator(f"[data-card='{deal.pk}'][aria-current=true]").count() == 1
        with page.expect_response(lambda response: response.request.method == "POST"):
            page.keyboard.press(key)
        page.wait_for_load_state("networkidle")
        deal.refresh_from_db()
        stages.append(deal.stage.key)
    assert stages == ["engaging", "prospecting"]
