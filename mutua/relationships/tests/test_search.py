from __future__ import annotations

import pytest
from django.db import connection

from mutua.customers.tests.making import make_account
from mutua.foundation.search.finding import find_everything
from mutua.relationships.search import account_touchpoints, roadmap_items
from mutua.relationships.tests.making import make_account_touchpoint, make_item
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("text", ["delivery", "PHYSICAL del", "societe delivery", "Société physical", "generale physical delivery"])
def test_a_touchpoint_is_found_by_its_name_and_that_of_the_account_without_accents(cast: Cast, text: str) -> None:
    at = make_account_touchpoint(make_account(owner=cast.ada, name="Société Générale"))
    make_account_touchpoint(make_account(owner=cast.eve, name="Société Foreign"))
    assert [hit.url for hit in account_touchpoints(cast.ada, text, 5)] == [at.get_absolute_url()]
    assert account_touchpoints(cast.ada, f"{text} elsewhere", 5) == []


def test_a_roadmap_item_is_found_by_its_title_or_else_by_its_activity(cast: Cast) -> None:
    account = make_account(owner=cast.ada)
    titled, untitled = make_item(account, title="Éclair together"), make_item(account, "edi-asn")
    make_item(make_account(owner=cast.eve), title="Éclair of others")
    assert [hit.url for hit in roadmap_items(cast.ada, "together eclair", 5)] == [titled.get_absolute_url()]
    assert [hit.url for hit in roadmap_items(cast.ada, untitled.activity.name, 5)] == [untitled.get_absolute_url()]


def test_searching_leaves_the_planner_as_it_was(cast: Cast) -> None:
    find_everything(cast.ada, "anything")
    with connection.cursor() as cursor:
        cursor.execute("show enable_seqscan")
        assert cursor.fetchone() == ("on",)
        cursor.execute("select setting = reset_val from pg_settings where name = 'max_parallel_workers_per_gather'")
        assert cursor.fetchone() == (True,)
