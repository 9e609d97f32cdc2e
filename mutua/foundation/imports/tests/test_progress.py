"""An import in the hands of a worker: stopped by the button beside its progress, it leaves what it has taken."""

from __future__ import annotations

import io
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from mutua.customers import importers
from mutua.customers.models import Account
from mutua.flows import changed_record_looks_for_duplicates
from mutua.foundation.events.models import EventRow
from mutua.foundation.imports import running
from mutua.foundation.imports.actions.begin_import import begin_import
from mutua.foundation.imports.actions.import_now import import_now
from mutua.foundation.imports.actions.upload_file import upload_file
from mutua.foundation.imports.queries.refused import refused_table
from mutua.foundation.jobs.inline import run_waiting
from mutua.foundation.jobs.models import JobProgress
from mutua.foundation.timeline.models import TimelineEntry

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def run(cast, monkeypatch):
    monkeypatch.setattr(running, "BATCH", 10)
    text = "id,name\n" + "".join(f"{n},Account {n}\n" for n in range(40))
    run = upload_file(cast.ada, "accounts", BytesIO(text.encode()), file_name="accounts.csv", source="crm")
    return begin_import(cast.ada, run.pk)


def test_the_button_beside_the_progress_stops_the_import(client, cast, run, monkeypatch):
    client.force_login(cast.users["ada"])
    record = running.record

    def press_and_record(*given):
        client.post(reverse("jobs:cancel", args=[f"import-{run.pk}"]))
        record(*given)

    monkeypatch.setattr(running, "record", press_and_record)
    run_waiting()
    run.refresh_from_db()
    assert (run.state, run.created, Account.objects.count()) == ("cancelled", 10, 10)
    assert JobProgress.objects.get(key=f"import-{run.pk}").state == "cancelled"

    monkeypatch.setattr(running, "record", record)
    begin_import(cast.ada, run.pk)
    run_waiting()
    run.refresh_from_db()
    assert (run.state, run.created, Account.objects.count()) == ("done", 40, 40)
    told = JobProgress.objects.get(key=f"import-{run.pk}")
    assert (told.done, told.total) == (40, 40)


def test_of_each_batch_it_is_told_how_far_the_file_was_read_for_it(cast, monkeypatch):
    monkeypatch.setattr(running, "BATCH", 10)
    heading, line = "id,name,ballast\n", "{n:02},Account {n:02}," + "x" * 4_000 + "\n"
    text, told = heading + "".join(line.format(n=n) for n in range(40)), []
    import_now(
        cast.root, "accounts", BytesIO(text.encode()), file_name="accounts.csv", source="crm", advance=lambda *given: told.append(given)
    )
    assert [rows for rows, _position in told] == [10, 10, 10, 10]
    for batch, (_rows, position) in enumerate(told, start=1):
        read = len(heading) + 10 * batch * len(line.format(n=0))
        assert read <= position < read + 2 * io.DEFAULT_BUFFER_SIZE  # the next batch, which is read meanwhile, is not in it


def test_one_event_and_one_line_for_each_record(cast, run):
    run_waiting()
    assert EventRow.objects.filter(name="customers.account.imported").count() == 1
    lines = TimelineEntry.objects.filter(sentence="imports.record.imported")
    assert set(lines.values_list("subject_kind", "subject_id")) == {("account", pk) for pk in Account.objects.values_list("pk", flat=True)}
    assert lines.count() == 40
    assert strip_tags(str(lines[0].words)) == "Ada Lindqvist imported this from accounts.csv (crm)"


def test_the_event_of_a_large_import_names_the_run_and_every_record_is_compared(cast, run, monkeypatch):
    monkeypatch.setattr(importers, "MOST_TOLD", 39)
    asked = []
    monkeypatch.setattr(changed_record_looks_for_duplicates, "ask_about", lambda kind, ids: asked.extend(ids))
    monkeypatch.setattr(changed_record_looks_for_duplicates, "AT_ONCE", 7)
    run_waiting()
    told = EventRow.objects.get(name="customers.account.imported")
    assert told.payload == {"run_id": run.pk, "account_ids": []}
    assert asked == sorted(Account.objects.values_list("pk", flat=True))


def test_the_event_of_a_small_import_names_the_records(cast, run, monkeypatch):
    monkeypatch.setattr(importers, "MOST_TOLD", 40)
    run_waiting()
    told = EventRow.objects.get(name="customers.account.imported")
    assert told.payload == {"run_id": run.pk, "account_ids": sorted(Account.objects.values_list("pk", flat=True))}


def test_the_error_file_is_corrected_and_imported_again(cast):
    text = "id,name,roles\n1,Alder,customer\n2,Birch,friend\n3,Castell,foe\n"
    first = import_now(cast.root, "accounts", BytesIO(text.encode()), file_name="accounts.csv", source="crm")
    assert (first.created, first.refused) == (1, 2)
    headings, rows = refused_table(first)
    mended = [",".join(headings)] + [",".join(f'"{cell}"' for cell in row).replace("friend", "partner") for row in rows]
    again = import_now(cast.root, "accounts", BytesIO("\n".join(mended).encode()), file_name="mended.csv", source="crm")
    first.refresh_from_db()
    assert (again.created, again.refused) == (1, 1)
    assert (first.created, first.repaired, first.refused) == (1, 1, 1)
    assert set(Account.objects.values_list("source_key", "name")) == {("1", "Alder"), ("2", "Birch")}
