"""Acts on more rows than a page shows."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from mutua.foundation.identity.models import User
from mutua.foundation.jobs.inline import run_waiting
from mutua.foundation.jobs.models import JobProgress
from mutua.foundation.lists import list_page, running
from mutua.foundation.lists.models import BulkRun
from mutua.foundation.lists.tests import making
from mutua.foundation.lists.tests.making import SPEC, make_users, request_of
from mutua.foundation.records.errors import Refused

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def press(cast):
    def go(path: str = "/rows/", **data: Any) -> Any:
        return list_page(request_of(cast.root, cast.user("root"), path, "post", act="bulk:off", which="all", **data), SPEC)

    return go


def switched_off() -> int:
    return User.objects.filter(email__startswith="row", is_active=False).count()


def test_it_does_all_rows_that_fit_in_the_background_and_tells_how_many(press) -> None:
    make_users(25)
    answer = press(sure="yes", promised="25")
    run = BulkRun.objects.get()
    assert (answer.status_code, answer["Location"], switched_off()) == (302, run.get_absolute_url(), 0)
    run_waiting()
    run.refresh_from_db()
    assert (switched_off(), run.state, run.said) == (25, "done", "Switch off: 25 rows done")
    assert JobProgress.objects.get(key=run.progress_key).state == "done"


def test_it_asks_again_when_other_rows_fit_than_were_promised(press) -> None:
    make_users(25)
    answer = press(sure="yes", promised="24")
    assert (answer.status_code, "have changed since you looked" in answer.content.decode()) == (422, True)
    assert not BulkRun.objects.exists()


def test_a_filter_limits_all_rows(press) -> None:
    make_users(25)
    press("/rows/?q=0001", sure="yes", promised="11")  # 00001 and 00010 to 00019
    run_waiting()
    assert switched_off() == 11


def test_it_is_undone_as_a_whole_and_only_once(press, cast, client) -> None:
    make_users(25)
    press(sure="yes", promised="25")
    run_waiting()
    client.force_login(cast.user("root"))
    run = BulkRun.objects.get()
    for _press in range(2):
        client.post(reverse("lists:bulk-take-back", args=[run.pk]))
    run_waiting()
    assert (switched_off(), BulkRun.objects.count(), BulkRun.objects.get(takes_back=run).changed) == (0, 2, 25)


def test_a_refusal_keeps_what_was_done_before_and_says_so(press, monkeypatch) -> None:
    made = make_users(25)
    real = making.switch_off

    def refuse_later(actor: Any, ids: list[int], cleaned: Any) -> int:
        if made[12].pk in ids:
            raise Refused("Row 12 stays on.")
        return real(actor, ids, cleaned)

    monkeypatch.setattr(running, "BATCH", 10)
    object.__setattr__(SPEC.bulk[0], "run", refuse_later)
    try:
        press(sure="yes", promised="25")
        run_waiting()
    finally:
        object.__setattr__(SPEC.bulk[0], "run", real)
    run = BulkRun.objects.get()
    assert (switched_off(), run.state, run.said) == (10, "refused", "Row 12 stays on. 10 of 25 were done before and stay.")


def test_it_goes_on_where_it_was_killed(press, monkeypatch) -> None:
    make_users(25)
    monkeypatch.setattr(running, "BATCH", 10)
    press(sure="yes", promised="25")
    run = BulkRun.objects.get()
    BulkRun.objects.filter(pk=run.pk).update(next=20, changed=20)  # two batches were committed before
    run_waiting()
    run.refresh_from_db()
    assert (switched_off(), run.changed, run.state) == (5, 25, "done")


def test_somebody_else_neither_sees_nor_undoes_it(press, cast, client) -> None:
    make_users(25)
    press(sure="yes", promised="25")
    run_waiting()
    run = BulkRun.objects.get()
    client.force_login(cast.user("ada"))
    assert client.get(run.get_absolute_url()).status_code == 404
    assert client.post(reverse("lists:bulk-take-back", args=[run.pk])).status_code == 404
    assert switched_off() == 25
