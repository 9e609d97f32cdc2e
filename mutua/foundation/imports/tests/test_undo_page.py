"""The page of an undo: what would happen, the button, the worker, the report."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.urls import reverse

from mutua.customers.models import Account
from mutua.foundation.imports.actions.import_now import import_now
from mutua.foundation.imports.undoing import undoing
from mutua.foundation.jobs.inline import run_waiting
from mutua.foundation.jobs.models import JobProgress
from tests.cast import nothing_changes

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def run(cast):
    text = "id,name\n" + "".join(f"{n},Account {n}\n" for n in range(40))
    return import_now(cast.ada, "accounts", BytesIO(text.encode()), file_name="accounts.csv", source="crm")


def test_a_look_changes_nothing_and_the_button_takes_it_back(client, cast, run, django_assert_max_num_queries):
    client.force_login(cast.users["ada"])
    kept = Account.objects.get(source_key="7")
    kept.note = "Called them."
    kept.save()
    address = reverse("imports:undo", args=[run.pk])
    assert address in client.get(run.get_absolute_url()).content.decode()
    with nothing_changes(), django_assert_max_num_queries(170):
        page = client.get(address).content.decode()
    assert "Account 7" in page
    assert "Called them." in page
    assert "Somebody changed it since." in page
    assert client.post(address).status_code == 302
    run_waiting()
    run.refresh_from_db()
    assert (run.state, run.taken_out) == ("undone", 39)
    assert list(Account.objects.values_list("name", flat=True)) == ["Account 7"]
    report = client.get(run.get_absolute_url()).content.decode()
    assert "This import was undone by Ada Lindqvist" in report
    assert "Account 7" in report
    kept.delete()
    client.post(address)
    run_waiting()
    assert "Undo what was kept" not in client.get(run.get_absolute_url()).content.decode()


def test_it_is_stopped_beside_its_progress_and_goes_on(client, cast, run, monkeypatch):
    monkeypatch.setattr(undoing, "CHUNK", 10)
    client.force_login(cast.users["ada"])
    settle, steps = undoing.Undoing._settle, []

    def press_and_settle(*given, **more):
        settle(*given, **more)
        steps.append(1)
        if len(steps) == 2:
            client.post(reverse("jobs:cancel", args=[f"undo-import-{run.pk}"]))

    monkeypatch.setattr(undoing.Undoing, "_settle", press_and_settle)
    address = reverse("imports:undo", args=[run.pk])
    client.post(address)
    run_waiting()
    run.refresh_from_db()
    assert (run.state, Account.objects.count()) == ("undoing", 20)
    assert JobProgress.objects.get(key=f"undo-import-{run.pk}").state == "cancelled"
    assert "Go on undoing" in client.get(run.get_absolute_url()).content.decode()
    client.post(address)
    run_waiting()
    run.refresh_from_db()
    assert (run.state, run.taken_out, Account.objects.count()) == ("undone", 40, 0)


def test_strangers_find_no_such_import(client, cast, run):
    client.force_login(cast.users["eve"])
    with nothing_changes():
        assert client.get(reverse("imports:undo", args=[run.pk])).status_code == 404
        assert client.post(reverse("imports:undo", args=[run.pk])).status_code == 404
