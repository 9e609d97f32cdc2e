"""Workers are killed in the middle of an import: the next one goes on, and every row is taken exactly once.

Three kills on a file of a few thousand rows; `make chaos` sets MUTUA_CHAOS_KILLS to 20, and then the file has 100,000 rows. The places are
drawn anew each time and printed.
"""

from __future__ import annotations

import os
import random
import signal
from io import BytesIO

import pytest
from django.db.models import Count

from mutua.customers.models import Affiliation, ContactPoint, Person
from mutua.customers.tests.making import make_account
from mutua.foundation.events.models import EventRow
from mutua.foundation.imports.actions.begin_import import begin_import
from mutua.foundation.imports.actions.import_now import import_now
from mutua.foundation.imports.actions.upload_file import upload_file
from mutua.foundation.imports.models import ImportIssue, ImportRun, SourceRow
from mutua.foundation.timeline.models import TimelineEntry
from tests.faults.workers import Workers, empty_queue

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults, pytest.mark.skipif(os.name != "posix", reason="needs signals")]

KILLS = int(os.environ.get("MUTUA_CHAOS_KILLS", "3"))
ROWS = 100_000 if KILLS > 3 else 12_000
HEADINGS = "Key,First name,Last name,Mail,Phone,Company\n"
EARLIER = 500  # people whom an earlier file brought, under another name


def person(number, family="Banda"):
    return f"{number},Given {number},{family},p{number}@example.org,+260 211 {100_000 + number},Alder\n"


def file_of(count):
    """The text, and how many of its rows have to be created, updated, unchanged and refused. Every 50th names nobody; every 40th says what
    the row before it says."""
    lines, outcome, last = [], {"created": 0, "updated": 0, "unchanged": 0, "refused": 0}, 1
    for number in range(1, count + 1):
        if number % 50 == 0:
            lines.append(f"{number},,,n{number}@example.org,,Alder\n")
            outcome["refused"] += 1
        elif number % 40 == 0:
            lines.append(person(last))
            outcome["unchanged"] += 1
        else:
            lines.append(person(number))
            outcome["updated" if number <= EARLIER else "created"] += 1
            last = number
    return HEADINGS + "".join(lines), outcome


@pytest.fixture
def workers(database_url, tmp_path):
    workers = Workers(database_url, tmp_path, count=2)
    try:
        yield workers
    finally:
        workers.close()
        empty_queue()
        print((tmp_path / "workers.log").read_text()[-4_000:])


def test_an_import_whose_workers_are_killed_takes_each_row_once(cast, workers, tmp_path):
    make_account(owner=cast.root, name="Alder")
    known = [number for number in range(1, EARLIER + 1) if number % 50 and number % 40]
    earlier = HEADINGS + "".join(person(number, family="Before") for number in known)
    import_now(cast.root, "people", BytesIO(earlier.encode()), file_name="earlier.csv", source="crm")

    text, outcome = file_of(ROWS)
    run = upload_file(cast.root, "people", BytesIO(text.encode()), file_name="people.csv", source="crm", keep=False)
    (tmp_path / "files" / "imports").mkdir(parents=True)
    (tmp_path / "files" / "imports" / "people.csv").write_text(text)
    ImportRun.objects.filter(pk=run.pk).update(stored="imports/people.csv")
    begin_import(cast.root, run.pk)

    places = sorted(random.Random().sample(range(ROWS // 20, ROWS - ROWS // 20), KILLS))
    print(places)
    for place in places:
        workers.until(lambda place=place: ImportRun.objects.get(pk=run.pk).next_row >= place, within=300)
        for killed in workers.tell_all(signal.SIGKILL):
            killed.wait()
    workers.until(lambda: ImportRun.objects.get(pk=run.pk).state == ImportRun.State.DONE, within=600)

    run.refresh_from_db()
    assert {name: getattr(run, name) for name in outcome} == outcome
    assert run.seen == run.next_row == ROWS
    taken = outcome["created"] + outcome["updated"]
    assert Person.objects.count() == taken
    assert not Person.objects.filter(family_name="Before").exists()
    assert not Person.objects.values("source_key").annotate(times=Count("pk")).filter(times__gt=1).exists()
    assert ContactPoint.objects.count() == 2 * taken
    assert Affiliation.objects.count() == taken
    assert SourceRow.objects.filter(kind="people", run=run).count() == SourceRow.objects.filter(kind="people").count() == taken
    assert ImportIssue.objects.filter(run=run, level="refused", state="open").count() == outcome["refused"]
    assert EventRow.objects.filter(name="customers.person.imported", payload__run_id=run.pk).count() == 1
    lines = TimelineEntry.objects.filter(subject_kind="person", params__file="people.csv")
    assert lines.count() == lines.values("subject_id").distinct().count() == taken
