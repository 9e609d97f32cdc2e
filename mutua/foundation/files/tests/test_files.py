"""Files of records: kept once, whole, seen by whoever sees the record, never run by a browser."""

from __future__ import annotations

import os
import time
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from mutua.customers.tests.making import make_account, make_person
from mutua.foundation.access import NotAllowed, NotFound, flow_actor
from mutua.foundation.files import store
from mutua.foundation.files.actions.attach_file import attach_file
from mutua.foundation.files.actions.rename_file import rename_file
from mutua.foundation.files.actions.sweep_files import sweep_contents, sweep_lost
from mutua.foundation.files.holding import holder_named
from mutua.foundation.files.models import Attachment, StoredFile
from mutua.foundation.files.queries.attachments import attachment_for, attachments_of
from mutua.foundation.files.tests.making import PDF, PNG, make_attachment
from mutua.foundation.records.actions.restore import restore
from mutua.foundation.records.actions.soft_delete import soft_delete
from mutua.foundation.records.errors import Refused, StaleVersion
from mutua.foundation.timeline.models import TimelineEntry
from tests.cast import nothing_changes, way_back

FLOW = flow_actor("tests")


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.ATTACHMENTS_FOLDER = tmp_path / "attachments"
    return settings.ATTACHMENTS_FOLDER


@pytest.fixture
def account(cast):
    return make_account(owner=cast.ada, name="Alder Markets")


def on_disk(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def upload(client, account, *files):
    return client.post(f"/files/account/{account.pk}/", {"file": list(files)})


def test_what_is_uploaded_is_listed_told_and_comes_back_byte_by_byte(client, cast, account, folder):
    client.force_login(cast.user("ada"))
    assert upload(client, account, SimpleUploadedFile("Offer März.pdf", PDF), SimpleUploadedFile("dock.png", PNG)).status_code == 302
    pdf = Attachment.objects.get(name="Offer März.pdf")
    answer = client.get(f"/files/{pdf.pk}/")
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"] == "attachment; filename=\"Offer M_rz.pdf\"; filename*=UTF-8''Offer%20M%C3%A4rz.pdf"
    page = client.get(f"/accounts/{account.pk}/files/").content.decode()
    assert "Offer März.pdf" in page
    assert "dock.png" in page
    line = TimelineEntry.objects.get(sentence="files.attachment.added", params__file="dock.png")
    assert (line.subject_kind, line.subject_id, line.actor_name) == ("account", account.pk, "Ada Lindqvist")
    assert client.get(line.link).status_code == 200


def test_the_same_content_lies_there_once_and_goes_with_its_last_file(cast, account, folder):
    first, second = make_attachment(cast.ada, account), make_attachment(cast.ada, account, name="Copy.pdf")
    again = make_attachment(cast.ada, account)
    assert (again.pk, first.content_id) == (first.pk, second.content_id)
    assert len(on_disk(folder)) == 1
    for gone, left in ((first, 1), (second, 0)):
        Attachment.everything.filter(pk=gone.pk).delete()
        sweep_contents(FLOW)
        assert (len(on_disk(folder)), StoredFile.objects.count()) == (left, left)


def test_a_content_is_named_by_its_digest_and_whole_or_not_there(cast, account, folder):
    attachment = make_attachment(cast.ada, account, name="../../../evil.pdf")
    assert on_disk(folder) == [folder / attachment.content.sha256[:2] / attachment.content.sha256]
    assert attachment.name == "evil.pdf"

    def broken():
        yield PDF
        raise OSError("the line went dead")

    with pytest.raises(OSError, match="dead"), nothing_changes():
        attach_file(cast.ada, "account", account.pk, broken(), name="Half.pdf")
    assert len(on_disk(folder)) == 1


@pytest.mark.parametrize("name", ["../x", "a" * 63, "A" * 64, "a" * 64 + "/../../x"])
def test_nothing_but_a_digest_is_a_place(name):
    with pytest.raises(ValueError, match="SHA-256"):
        store.place_of(name)


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "a.pdf", "is empty"),
        (b"MZ\x90", "a.pdf", "is a program"),
        (b"#!/bin/sh\nrm -rf /", "a.txt", "is a program"),
        (PDF, "a.exe", "run when they are opened"),
        (PDF, "a.pdf.js", "run when they are opened"),
        (PDF, "../..", "no name that can be kept"),
    ],
)
def test_what_may_not_be_kept_is_refused_and_leaves_nothing(client, cast, account, folder, content, name, sentence):
    with pytest.raises(Refused, match=sentence), nothing_changes():
        attach_file(cast.ada, "account", account.pk, [content], name=name)
    assert on_disk(folder) == []


def test_a_file_that_is_too_large_is_read_no_further_than_the_limit(client, cast, account, folder, monkeypatch):
    for module in ("uploading", "actions.attach_file"):
        monkeypatch.setattr(f"mutua.foundation.files.{module}.MOST_BYTES", 100_000)
    read = 0

    class Endless(BytesIO):
        def read(self, size=-1):
            nonlocal read
            got = super().read(size)
            read += len(got)
            return got

    client.force_login(cast.user("ada"))
    body = b'--x\r\nContent-Disposition: form-data; name="file"; filename="big.pdf"\r\n\r\n' + PDF + b"a" * 30_000_000 + b"\r\n--x--\r\n"
    with nothing_changes():
        answer = client.generic(
            "POST", f"/files/account/{account.pk}/",
            **{"CONTENT_TYPE": "multipart/form-data; boundary=x", "CONTENT_LENGTH": str(len(body)), "wsgi.input": Endless(body)},
        )  # fmt: skip
    assert answer.status_code == 422
    assert "The file is larger than" in answer.content.decode()
    assert read < 1_000_000
    assert on_disk(folder) == []
    with pytest.raises(Refused, match="larger than"), nothing_changes():
        attach_file(cast.ada, "account", account.pk, [b"a" * 60_000] * 2, name="big.txt")
    assert on_disk(folder) == []


ATTACKS = [
    (b"<html><script>alert(document.domain)</script></html>", "report.html"),
    (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "logo.svg"),
    (b"<script>alert(1)</script>", "photo.png"),
    (b"GIF89a=1;<script>alert(1)</script>", "poly.gif"),
]


@pytest.mark.parametrize(("content", "name"), ATTACKS)
@pytest.mark.parametrize("way", ["", "show/"])
def test_nothing_that_carries_a_script_is_run(client, cast, account, content, name, way):
    attachment = make_attachment(cast.ada, account, content, name=name)
    client.force_login(cast.user("ada"))
    answer = client.get(f"/files/{attachment.pk}/{way}")
    policy = answer["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "allow-scripts" not in policy
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] in ("application/octet-stream", "image/gif")
    shown = answer["Content-Disposition"].startswith("inline")
    assert shown == (way == "show/" and answer["Content-Type"] == "image/gif"), "a GIF that is also a script is only a picture here"


@pytest.mark.parametrize(("content", "name", "shown"), [(PDF, "a.pdf", True), (PNG, "a.png", True), (b"hello", "a.txt", False)])
def test_pictures_and_pdf_are_shown_in_place_in_a_sandbox(client, cast, account, content, name, shown):
    attachment = make_attachment(cast.ada, account, content, name=name)
    client.force_login(cast.user("ada"))
    answer = client.get(f"/files/{attachment.pk}/show/")
    assert answer["Content-Disposition"].startswith("inline") == shown
    assert "sandbox" in answer["Content-Security-Policy"]


def test_a_stranger_gets_the_answer_of_a_number_that_does_not_exist(client, cast, account):
    attachment = make_attachment(cast.ada, account)
    client.force_login(cast.user("eve"))
    for number in (attachment.pk, 987_654_321):
        for way in ("", "show/", "rename/"):
            assert client.get(f"/files/{number}/{way}").status_code == 404
        assert client.post(f"/files/{number}/delete/", {"version": 1}).status_code == 404
    assert client.get(f"/files/account/{account.pk}/").status_code == client.get("/files/account/987654321/").status_code == 404
    with pytest.raises(NotFound), nothing_changes():
        rename_file(cast.eve, attachment.pk, version=1, name="x.pdf")
    with pytest.raises(NotFound), nothing_changes():
        attach_file(cast.eve, "account", account.pk, [PDF], name="a.pdf")
    with pytest.raises(NotFound):
        attach_file(cast.ada, "user", cast.ada.user_id, [PDF], name="a.pdf")
    assert attachments_of(cast.eve, "account", account.pk) == []
    with pytest.raises(NotAllowed), nothing_changes():
        attach_file(cast.executive, "account", account.pk, [PDF], name="a.pdf")


def test_the_number_of_anothers_file_gives_nothing_through_ones_own_record(client, cast, account):
    """A file is found by its own number only; there is no address in which one's own record could vouch for it."""
    theirs = make_attachment(cast.eve, make_account(owner=cast.eve), name="theirs.pdf")
    mine = make_attachment(cast.ada, account, name="mine.pdf")
    assert theirs.content_id == mine.content_id, "the same content, and still not the same file"
    client.force_login(cast.user("ada"))
    assert client.get(f"/files/{theirs.pk}/").status_code == 404
    assert "theirs.pdf" not in client.get(f"/files/account/{account.pk}/").content.decode()


def test_files_of_what_lies_in_the_bin_are_not_given_out_and_come_back_with_it(cast, account):
    attachment = make_attachment(cast.ada, account)
    soft_delete(cast.ada, account, None)
    for actor in (cast.ada, cast.root):
        with pytest.raises(NotFound):
            attachment_for(actor, attachment.pk)
    restore(cast.ada, account)
    assert attachment_for(cast.ada, attachment.pk).pk == attachment.pk


def test_a_file_is_deleted_with_a_way_back(client, cast, account, folder):
    attachment = make_attachment(cast.ada, account)
    client.force_login(cast.user("ada"))
    client.post(f"/files/{attachment.pk}/delete/", {"version": 1, "next": "//evil.example/"})
    page = client.get(f"/files/account/{account.pk}/").content.decode()
    sweep_contents(FLOW)
    assert len(on_disk(folder)) == 1, "what lies in the bin is kept"
    assert client.get(f"/files/{attachment.pk}/").status_code == 404
    client.post(way_back(page))
    assert client.get(f"/files/{attachment.pk}/").status_code == 200
    assert not TimelineEntry.objects.filter(sentence="files.attachment.removed").exists()


def test_a_file_is_renamed_but_stays_what_it_is(client, cast, account):
    attachment = make_attachment(cast.ada, account)
    assert rename_file(cast.ada, attachment.pk, version=1, name="Offer 2").name == "Offer 2.pdf"
    for error, values in (
        (StaleVersion, {"version": 1, "name": "x.pdf"}),
        (Refused, {"version": 2, "name": "x.exe"}),
        (Refused, {"version": 2, "name": "///"}),
    ):
        with pytest.raises(error), nothing_changes():
            rename_file(cast.ada, attachment.pk, **values)


def test_the_night_removes_files_of_records_that_are_gone_and_what_a_crash_left(cast, account, folder):
    kept = make_attachment(cast.ada, account)
    lost = make_attachment(cast.ada, person := make_person(owner=cast.ada), PNG, name="a.png")
    soft_delete(cast.ada, lost, None)
    person.delete()
    stray = folder / "ab" / ("ab" + "0" * 62)
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"written, never committed")
    fresh = stray.with_name("ab" + "1" * 62)
    fresh.write_bytes(b"being written now")
    os.utime(stray, (time.time() - 200_000,) * 2)
    for _twice in range(2):
        sweep_lost(FLOW, holder_named("person"))
        sweep_lost(FLOW, holder_named("account"))
        sweep_contents(FLOW)
        assert on_disk(folder) == sorted([store.place_of(kept.content.sha256), fresh])
    assert list(Attachment.everything.all()) == [kept]
    assert not lost.events.model.objects.filter(id=lost.pk).exists(), "its history is gone as well"


@pytest.mark.django_db(transaction=True)
def test_what_was_rolled_back_is_swept_and_a_later_upload_finds_its_content(cast, account, folder):
    class Sudden(Exception):
        pass

    @transaction.atomic
    def act():
        make_attachment(cast.ada, account)
        raise Sudden

    with pytest.raises(Sudden):
        act()
    assert not StoredFile.objects.exists()
    os.utime(on_disk(folder)[0], (time.time() - 200_000,) * 2)
    make_attachment(cast.ada, account)
    sweep_contents(FLOW)
    assert len(on_disk(folder)) == 1


def test_a_content_that_is_missing_is_said_and_breaks_nothing(client, cast, account):
    attachment = make_attachment(cast.ada, account)
    store.remove_content(attachment.content.sha256)
    client.force_login(cast.user("ada"))
    answer = client.get(f"/files/{attachment.pk}/")
    assert answer.status_code in (409, 422, 400)
    assert "Restore the folder attachments/" in answer.content.decode()


def test_the_page_of_an_account_with_many_files_asks_as_few_queries_as_with_one(client, cast, account, django_assert_max_num_queries):
    for number in range(12):
        make_attachment(cast.ada, account, PDF + bytes([number]), name=f"{number}.pdf")
    client.force_login(cast.user("ada"))
    with django_assert_max_num_queries(15):
        client.get(f"/files/account/{account.pk}/")
    with django_assert_max_num_queries(30):
        client.get(f"/accounts/{account.pk}/files/")


def test_a_record_takes_only_so_many(cast, account, monkeypatch):
    monkeypatch.setattr("mutua.foundation.files.actions.attach_file.MOST_A_RECORD", 1)
    make_attachment(cast.ada, account)
    with pytest.raises(Refused, match="at most 1 files"), nothing_changes():
        make_attachment(cast.ada, account, PNG, name="b.png")


def test_another_program_adds_lists_renames_and_deletes(client, cast, account):
    client.force_login(cast.user("ada"))
    address = f"/api/v1/files/account/{account.pk}"
    made = client.post(address, {"file": SimpleUploadedFile("Offer.pdf", PDF)})
    assert made.status_code == 201, made.content
    number = made.json()["id"]
    assert made.json()["content_type"] == "application/pdf"
    assert [one["id"] for one in client.get(address).json()] == [number]
    assert b"".join(client.get(f"/api/v1/files/{number}/content").streaming_content) == PDF
    renamed = client.patch(f"/api/v1/files/{number}", {"name": "Final.pdf"}, content_type="application/json", headers={"If-Match": '"1"'})
    assert renamed.json()["name"] == "Final.pdf"
    assert client.delete(f"/api/v1/files/{number}").status_code == 428
    assert client.delete(f"/api/v1/files/{number}", headers={"If-Match": '"2"'}).status_code == 204
    assert client.post(address, {}).status_code == 422
    client.force_login(cast.user("eve"))
    assert client.get(address).status_code == client.get(f"/api/v1/files/{number}/content").status_code == 404
