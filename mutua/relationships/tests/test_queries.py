"""Pages cost the same number of queries whatever stands on them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mutua.customers.queries.accounts import account_for
from mutua.customers.tests.making import make_account
from mutua.relationships.panels import gap_panel, on_time_fact, performance_panel, roadmap_panel, value_panel
from mutua.relationships.tests.making import make_account_touchpoint, make_measure
from mutua.relationships.tests.scene import make_scene
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def asked(captured: CaptureQueriesContext) -> list[str]:
    return [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]


def test_all_panels_of_an_account_cost_sixteen_queries(cast: Cast) -> None:
    account = account_for(cast.ada, make_scene(cast).pk)
    with CaptureQueriesContext(connection) as captured:
        on_time_fact(cast.ada, account)
        filled = [panel(cast.ada, account) for panel in (value_panel, performance_panel, gap_panel, roadmap_panel)]
    assert None not in filled
    assert len(asked(captured)) <= 16, "\n".join(asked(captured))


def test_the_list_costs_the_same_for_one_and_for_twenty(client: Client, cast: Cast) -> None:
    client.force_login(cast.user("ada"))
    client.get("/relationships/")  # what a process keeps for a while is asked for by its first page
    counts = []
    for many in (1, 19):
        for _account in range(many):
            make_measure(make_account_touchpoint(make_account(owner=cast.ada)))
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/relationships/").status_code == 200
        counts.append(len(asked(captured)))
    assert counts[0] == counts[1]
    assert counts[1] <= 14
