"""The pages of an import: what would become of each row, and which sheet of a workbook is meant."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mutua.customers.models import Account
from mutua.customers.tests.making import make_account
from mutua.foundation.imports.models import ImportRun
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(client: Client, cast: Cast, settings: Any, tmp_path: Any) -> Client:
    settings.MEDIA_ROOT = str(tmp_path)
    client.force_login(cast.users["ada"])
    return client


def upload(client: Client, content: bytes, name: str = "accounts.csv") -> ImportRun:
    answer = client.post("/imports/new/", {"kind": "accounts", "source": "crm", "file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, answer.content.decode()
    return ImportRun.objects.latest("pk")


def test_the_preview_shows_old_and_new_values_and_whom_a_row_looks_like(ada: Client, cast: Cast) -> None:
    make_account(name="Alder Markets", owner=cast.ada, source="crm", source_key="1", industry="Retail")
    birch = make_account(name="Birch GmbH", owner=cast.ada)
    run = upload(ada, b"id,name,industry\n1,Alder Markets,Wholesale\n2,Birch,Timber\n3,,Timber\n")
    with nothing_changes():
        page = ada.get(run.get_absolute_url()).content.decode()
    assert "<s>Retail</s> → Wholesale" in page
    assert f'<a href="{birch.get_absolute_url()}">Birch GmbH</a> (same name)' in page
    assert "The row has no legal name." in page
    assert Account.objects.count() == 2


def test_a_preview_of_many_rows_asks_no_more_than_one_of_few(ada: Client) -> None:
    counts = []
    for rows in (20, 200):
        run = upload(ada, ("id,name,website\n" + "".join(f"{n},Firm {n},firm{n}.example\n" for n in range(rows))).encode())
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert ada.get(run.get_absolute_url()).status_code == 200
        counts.append(len(asked))
    assert counts[1] <= counts[0] <= 75, counts


def test_a_sheet_is_chosen_beside_the_columns(ada: Client) -> None:
    book, file = openpyxl.Workbook(), io.BytesIO()
    for name, heading in (("North", "Company name"), ("South", "Firma")):
        book.create_sheet(name).append([heading])
        book[name].append(["Alder"])
    book.save(file)
    run = upload(ada, file.getvalue(), "two.xlsx")
    assert run.headings == ["Company name"]
    page = f"/imports/{run.pk}/mapping/"
    assert 'value="South"' in ada.get(page).content.decode()
    assert ada.post(page, {"sheet": "South"}).status_code == 302
    run.refresh_from_db()
    assert (run.headings, run.mapping["columns"]) == (["Firma"], {"name": "Firma"})
    with nothing_changes():
        assert ada.post(page, {"sheet": "West"}).status_code in (409, 422)
    ada.post(page, {"from-name": "Firma", "duplicates": "refuse"})
    run.refresh_from_db()
    assert run.mapping["duplicates"] == "refuse"
    assert "Alder" in ada.get(run.get_absolute_url()).content.decode()
