"""A person is exported whole and erased whole: marks are planted in every column of words of every table, and looked for afterwards."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test import TestCase

from mutua.customers.models import Account, ContactPoint, Person
from mutua.foundation.imports.models import ImportRun, SourceRow
from mutua.foundation.jobs.inline import run_waiting
from mutua.foundation.privacy import leads
from mutua.foundation.privacy.actions.ask_to_erase import ask_to_erase
from mutua.foundation.privacy.models import Erasure
from mutua.foundation.privacy.packing import pack
from mutua.foundation.privacy.queries.everything import everything_about
from mutua.foundation.privacy.queries.preview import preview_of
from tests.cast import Cast
from tests.rights.planting import GOES, STAYS, Garden, found_in_database, of_others

NAME, MAIL, PHONE = "Zinzile Quackenbush", "zinzile@quackenbush.example", "+27215550199"


@pytest.fixture
def person(cast: Cast) -> Person:
    person = Person.objects.create(given_name="Zinzile", family_name="Quackenbush", source="crm", source_key="crm-zinzile-77", note=GOES)
    for kind, value in (("mail", MAIL), ("phone", PHONE)):
        ContactPoint.objects.create(person=person, kind=kind, value=value, normalised=value)
    Person.objects.filter(pk=person.pk).update(note="")  # and the mark is in the history
    person.refresh_from_db()
    return person


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}},
    }
    return tmp_path


def erased(cast: Cast, person: Person) -> Erasure:
    order = ask_to_erase(cast.root, person.pk, typed=NAME, reason="Asked by letter")
    with TestCase.captureOnCommitCallbacks(execute=True):
        run_waiting()
    order.refresh_from_db()
    return order


def exported(cast: Cast, person: Person) -> tuple[str, str]:
    """The export's JSON and page, as they are handed over."""
    file = io.BytesIO()
    pack(everything_about(cast.root, person.pk), file)
    with zipfile.ZipFile(file) as archive:
        return archive.read("person.json").decode(), archive.read("person.html").decode()


def test_what_leads_to_a_person_is_exported_and_gone_afterwards_in_every_column(cast: Cast, person: Person, folder: Path) -> None:
    garden = Garden(person)
    for lead in leads():
        garden.plant(lead)
    run = _import_run(b"given name,family name,mail\nZinzile,Quackenbush," + MAIL.encode() + b"," + GOES.encode())
    SourceRow.objects.filter(record_id=person.pk).update(run=run)
    assert len(garden.goes) > 100

    as_json, page = exported(cast, person)
    assert {mark: where for mark, where in {**garden.goes, **garden.stays}.items() if mark not in as_json} == {}
    assert all(mark in page for mark in garden.goes)
    assert json.loads(as_json)["name"] == NAME

    order = erased(cast, person)
    assert order.state == "done", order
    assert found_in_database(GOES) == {}
    assert found_in_database(MAIL, PHONE, NAME, "crm-zinzile-77") == {}
    assert [file for file in folder.rglob("*") if file.is_file() and MAIL.encode() in file.read_bytes()] == []
    assert found_in_database(STAYS) != {}  # what is kept with a reason is there, so the search finds what stands there


def test_where_others_name_the_person_the_name_is_written_over_in_every_table(cast: Cast, person: Person) -> None:
    garden = Garden(person, mention=f"as {NAME.upper()} <{MAIL}> said on {PHONE}, crm-zinzile-77")
    models = of_others()
    for model in models:
        garden.plant_mention(model)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status) VALUES ('default', 'x', %s, 'succeeded')",
            [json.dumps({"to": garden.mention})],
        )
    assert len(models) > 40
    assert len(found_in_database(MAIL)) > 60

    assert sum(line.rows for line in preview_of(cast.root, person.pk).names) > 40
    assert erased(cast, person).state == "done"

    assert found_in_database(MAIL, PHONE, NAME, "crm-zinzile-77") == {}


def test_words_that_also_mean_somebody_else_stay_and_the_preview_says_so(cast: Cast, person: Person) -> None:
    namesake = Person.objects.create(given_name="zinzile", family_name="QUACKENBUSH")
    account = Account.objects.create(name="Ubuntu Foods", note=f"{NAME} ({MAIL}) and other@quackenbush.example")
    ContactPoint.objects.create(account=account, kind="mail", value=f"office.{MAIL}", normalised=f"office.{MAIL}")

    assert preview_of(cast.root, person.pk).shared == [NAME]
    assert erased(cast, person).state == "done"

    account.refresh_from_db()
    assert account.note == f"{NAME} ([erased]) and other@quackenbush.example"
    assert Person.objects.filter(pk=namesake.pk).exists()
    assert ContactPoint.objects.get(account=account).value == f"office.{MAIL}"


def _import_run(content: bytes) -> ImportRun:
    from django.utils import timezone

    stored = default_storage.save("imports/0123.csv", ContentFile(content))
    return ImportRun.objects.create(
        kind="people", source="crm", file_name="people.csv", stored=stored, sha256="0" * 64, encoding="utf-8", delimiter=",",
        state="done", begun_at=timezone.now(), finished_at=timezone.now(),
    )  # fmt: skip
