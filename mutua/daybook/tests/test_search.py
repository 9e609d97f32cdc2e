from __future__ import annotations

import pytest

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
