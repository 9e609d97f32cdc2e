from __future__ import annotations

import pytest

from mutua.sales.search import deals
from mutua.sales.tests.making import make_opportunity
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("text", ["cafe", "CAFÉ creme", "creme cafe", "q-77"])
def test_a_deal_is_found_by_its_words_in_any_order_and_by_its_key(cast: Cast, text: str) -> None:
    deal = make_opportunity(owner=cast.ada, name="Café Crème", source="crm", source_key="Q-77")
    make_opportunity(owner=cast.eve, name="Café of others")
    assert [hit.url for hit in deals(cast.ada, text, 5)] == [deal.get_absolute_url()]


def test_open_deals_come_first(cast: Cast) -> None:
    won = make_opportunity(owner=cast.ada, name="Alder", stage_key="won")
    still = make_opportunity(owner=cast.ada, name="Alder")
    assert [hit.url for hit in deals(cast.ada, "alder", 5)] == [still.get_absolute_url(), won.get_absolute_url()]
