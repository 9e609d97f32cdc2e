"""The administrator's page of the queue, and the bar of a long job."""

from __future__ import annotations

import pytest
from django.db import connection
from django.urls import reverse

from mutua.foundation.access import NotAllowed, NotFound
from mutua.foundation.jobs import progress
from mutua.foundation.jobs.actions.cancel_progress import cancel_progress
from mutua.foundation.jobs.actions.dismiss_dead_letter import dismiss_dead_letter
from mutua.foundation.jobs.actions.retry_dead_letter import retry_dead_letter
from mutua.foundation.jobs.inline import run_waiting
from mutua.foundation.jobs.models import JobFailure, JobProgress
from mutua.foundation.jobs.queries.dead_letters import dead_letters
from mutua.foundation.jobs.queries.queue_state import queue_state
from mutua.foundation.jobs.tests import chores
from mutua.foundation.records.errors import Refused
from tests.cast import nothing_changes

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter():
    """A job that was given up after three attempts."""
    job_id = chores.wash.defer(dish="<cup>")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed', attempts = 3 WHERE id = %s", [job_id])
        cursor.execute(
            "INSERT INTO jobs_jobfailure (job_id, attempt, reason, trace, failed_at, handled, handled_by) VALUES (%s, 3, 'ValueError: <b>no</b>', 'File x', now(), '', '')",
            [job_id],
        )
    return job_id


def test_an_administrator_sees_why_it_was_given_up(client, cast, letter):
    client.force_login(cast.user("root"))
    for address in (reverse("jobs:dead-letters"), reverse("jobs:dead-letter", args=[letter])):
        page = client.get(address).content.decode()
        assert "Wash" in page
        assert "ValueError: &lt;b&gt;no&lt;/b&gt;" in page
        assert "&lt;cup&gt;" in page


@pytest.mark.parametrize("who", ["ada", "ben", "cleo", "mia", "executive"])
def test_nobody_else_does(client, cast, letter, who):
    client.force_login(cast.user(who))
    with nothing_changes():
        for answer in (
            client.get(reverse("jobs:dead-letters")),
            client.get(reverse("jobs:dead-letter", args=[letter])),
            client.post(reverse("jobs:retry", args=[letter])),
            client.post(reverse("jobs:dismiss", args=[letter])),
        ):
            assert answer.status_code == 403
    actor = getattr(cast, who)
    for act in (dead_letters, queue_state, lambda a: retry_dead_letter(a, letter), lambda a: dismiss_dead_letter(a, letter)):
        with pytest.raises(NotAllowed), nothing_changes():
            act(actor)


def test_try_again_gives_it_one_attempt_more(cast, letter):
    chores.done.clear()
    retry_dead_letter(cast.root, letter)
    assert dead_letters(cast.root) == []
    assert run_waiting() == 1
    assert chores.done == ["<cup>"]
    assert JobFailure.objects.get(job_id=letter).handled == "retried"


def test_dismissed_it_leaves_the_list_and_never_runs(client, cast, letter):
    client.force_login(cast.user("root"))
    assert client.post(reverse("jobs:dismiss", args=[letter])).status_code == 302
    assert run_waiting() == 0
    assert "has been given up" in client.get(reverse("jobs:dead-letters")).content.decode()
    with pytest.raises(NotFound):
        retry_dead_letter(cast.root, letter)


def test_the_page_says_when_no_worker_runs(client, cast):
    client.force_login(cast.user("root"))
    assert "No worker runs" in client.get(reverse("jobs:dead-letters")).content.decode()


def test_the_page_counts_what_waits_and_costs_the_same_for_many(client, cast, django_assert_max_num_queries):
    chores.wash.defer_many({"dish": str(number)} for number in range(300))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE id IN (SELECT id FROM procrastinate_jobs LIMIT 150)")
    state = queue_state(cast.root)
    assert (state.waiting, state.running, state.later) == (150, 0, 0)
    assert state.oldest is not None
    client.force_login(cast.user("root"))
    with django_assert_max_num_queries(12):
        page = client.get(reverse("jobs:dead-letters")).content.decode()
    assert "the newest 100 of 150" in page


def test_a_bar_survives_a_reload_and_stops_asking_at_the_end(client, cast):
    client.force_login(cast.user("ada"))
    bar = progress("import-1", "Import", total=200, user_id=cast.ada.user_id)
    bar.advance(50)
    bar.expect(100)
    page = client.get(reverse("jobs:progress", args=["import-1"])).content.decode()
    assert 'width="50' in page
    assert "hx-get" in page
    bar.finish()
    page = client.get(reverse("jobs:progress", args=["import-1"])).content.decode()
    assert "hx-get" not in page
    assert JobProgress.objects.get(key="import-1").fraction == 1.0


@pytest.mark.parametrize("who", ["eve", "cleo", "executive"])
def test_a_bar_is_its_owners(client, cast, who):
    progress("import-1", "Import", user_id=cast.ada.user_id)
    client.force_login(cast.user(who))
    with nothing_changes():
        assert client.get(reverse("jobs:progress", args=["import-1"])).status_code == 404
        assert client.post(reverse("jobs:cancel", args=["import-1"])).status_code == 404


def test_a_long_job_is_asked_to_stop_and_hears_it(cast):
    bar = progress("import-1", "Import", user_id=cast.ada.user_id)
    assert not bar.cancelled
    cancel_progress(cast.ada, "import-1")
    assert bar.cancelled
    bar.stop()
    with pytest.raises(Refused), nothing_changes():
        cancel_progress(cast.ada, "import-1")


def test_a_step_past_the_end_moves_the_end():
    bar = progress("import-1", "Import", total=1)
    bar.advance(5)
    assert (bar.row.done, bar.row.total) == (5, 5)


def test_a_key_with_odd_letters_has_an_address_all_the_same(client, cast):
    bar = progress("load: é 100%", "Loading", user_id=cast.ada.user_id)
    client.force_login(cast.user("ada"))
    assert client.get(bar.row.get_absolute_url()).status_code == 200
    assert client.get("/jobs/progress/%00/").status_code == 404
