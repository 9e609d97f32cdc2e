"""Uploaded files that speak of a person: found by the rows that came of them and by the words in them, and removed."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mutua.foundation.imports.models import ImportRun, SourceRow
from mutua.foundation.privacy.subject import Files, keeps_files
from mutua.foundation.records.errors import Refused

PIECE = 1 << 20
_RUNNING = (ImportRun.State.WAITING, ImportRun.State.RUNNING)


def _files(words: Sequence[str], people: Sequence[int]) -> list[ImportRun]:
    runs = SourceRow.everything.filter(kind="people", record_id__in=people).values_list("run", flat=True)
    brought = set(runs)
    return [run for run in ImportRun.objects.exclude(stored="") if run.pk in brought or _speaks_of(run, words)]


def _speaks_of(run: ImportRun, words: Sequence[str]) -> bool:
    if not words or not default_storage.exists(run.stored):
        return False
    looked_for = {word.casefold().encode(letters, "ignore") for word in words for letters in ("utf-8", "utf-16-le", "utf-16-be", "cp1252")}
    most = max(map(len, looked_for))
    before = b""
    for piece in _pieces(run.stored):
        here = before + piece
        # Letters beyond ASCII keep their case in bytes; the words are looked for as they are written, too.
        if any(one in here.lower() for one in looked_for) or any(word.encode() in here for word in words):
            return True
        before = here[-most:]
    return False


def _pieces(stored: str) -> Iterator[bytes]:
    """The file's bytes; of a workbook those of its parts, unpacked."""
    with default_storage.open(stored, "rb") as file:
        if not zipfile.is_zipfile(file):
            file.seek(0)
            while piece := file.read(PIECE):
                yield piece
            return
        with zipfile.ZipFile(file) as workbook:
            for part in workbook.namelist():
                with workbook.open(part) as opened:
                    while piece := opened.read(PIECE):
                        yield piece


def _find(words: Sequence[str], people: Sequence[int]) -> list[str]:
    return [str(_("Import %(number)s: %(file)s") % {"number": run.pk, "file": run.file_name}) for run in _files(words, people)]


def _remove(words: Sequence[str], people: Sequence[int]) -> int:
    """Raises Refused while one of them is being read."""
    runs = _files(words, people)
    if any(run.state in _RUNNING for run in runs):
        raise Refused(_("An import is reading a file that names this person. The erasure goes on when it has ended."))
    for run in runs:
        # Gone when the rows are, and not before: an erasure that breaks leaves everything.
        transaction.on_commit(lambda stored=run.stored: default_storage.delete(stored))  # type: ignore[misc]
        ImportRun.objects.filter(pk=run.pk).update(stored="")
    return len(runs)


keeps_files(Files(title=gettext_lazy("Uploaded files"), find=_find, remove=_remove))
