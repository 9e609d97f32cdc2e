from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mutua.customers.tests.making import make_account
from mutua.daybook.search import tasks
from mutua.daybook.tests.making import make_task
from mutua.foundation import days
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("text", ["cafe", "café call", "ca"])
def test_an_open_task_is_found_by_its_words(cast: Cast, text: str) -> None:
    task = make_task(owner=cast.ada, title="Call the Café")
    make_task(owner=cast.ada, title="Call the Café again", done_at=days.now())
    make_task(owner=cast.eve, title="Call another Café")
    assert [hit.url for hit in tasks(cast.ada, text, 5)] == [f"/tasks/{task.pk}/"]


def test_ones_own_tasks_and_those_of_ones_accounts_are_looked_for_one_after_the_other(cast: Cast) -> None:
    own = make_task(owner=cast.ada, title="Call the Café")
    promised = make_task(owner=cast.eve, title="Call the Café too", account=make_account(owner=cast.ada))
    both = make_task(owner=cast.ada, title="Call the Café at home", account=promised.account)
    make_task(owner=cast.eve, title="Call another Café", account=make_account(owner=cast.eve))
    with CaptureQueriesContext(connection) as asked:
        found = tasks(cast.ada, "ca", 5)
    assert sorted(hit.url for hit in found) == sorted(f"/tasks/{task.pk}/" for task in (own, promised, both))
    looked = [query["sql"] for query in asked.captured_queries if "LIKE" in query["sql"]]
    assert len(looked) == 2, "asked for by either at once, PostgreSQL reads all tasks with such a title"
    assert [len(tasks(who, "ca", 5)) for who in (cast.eve, cast.root)] == [2, 4]
