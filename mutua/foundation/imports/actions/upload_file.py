"""Uploading: a file is looked at and kept; no record is touched yet."""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import BinaryIO

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.imports.importer import Importer, importer_named
from mutua.foundation.imports.limits import MOST_BYTES
from mutua.foundation.imports.models import ImportRun
from mutua.foundation.imports.proposing import propose_mapping
from mutua.foundation.imports.tables import CARDS, Table, UnreadableFile, inspect
from mutua.foundation.imports.unseen import seen_mapping
from mutua.foundation.records.errors import Refused


@transaction.atomic
def upload_file(
    actor: Actor, kind: str, file: BinaryIO, *, file_name: str, source: str, keep: bool = True, sheet: str | None = None
) -> ImportRun:
    """A draft with the mapping that headings and values propose. keep: store a copy, so that a worker can read it later.

    sheet: which one of a workbook. Without it, a draft that is kept begins with the first that has rows; of one that nobody will look at, the
    only one is taken. Raises Refused when the file is too large or no table.
    """
    importer = importer_named(kind)
    require(actor, "imports.run.create")
    require(actor, importer.needs)
    size, sha256 = _measure(file)
    if size > MOST_BYTES:
        raise Refused(
            _("The file is larger than %(most)s MB. Nothing was taken. Split it and import the parts.") % {"most": MOST_BYTES >> 20}
        )
    try:
        table = inspect(file, sheet)
        _check_cards(importer, table)
        if not keep and sheet is None and len(table.sheets) > 1:
            raise UnreadableFile(
                _("The workbook has rows on %(count)s sheets: %(names)s. Name the one that you mean.")
                % {"count": len(table.sheets), "names": ", ".join(table.sheets[:10])}
            )
        mapping = seen_mapping(propose_mapping(importer, file, table), importer, actor)
    except UnreadableFile as error:
        raise Refused(_("%(why)s Nothing was taken.") % {"why": error}, field="file") from None
    file.seek(0)
    return ImportRun.objects.create(
        kind=kind,
        source=_plain_source(source),
        file_name=file_name[-200:],
        # A name of ours: what the sender calls its file says nothing about where it may lie.
        stored=default_storage.save(f"imports/{secrets.token_hex(16)}.csv", File(file)) if keep else "",
        size=size,
        sha256=sha256,
        encoding=table.encoding,
        delimiter=table.delimiter,
        headings=table.headings,
        mapping=mapping.as_json(),
        owner_id=actor.user_id,
        actor_name=actor.name,
        begun_at=days.now(),
    )


def _check_cards(importer: Importer, table: Table) -> None:
    """Raises UnreadableFile where contact cards are to become something else than people."""
    if table.encoding == CARDS and not importer.takes_cards:
        raise UnreadableFile(
            _("Contact cards hold people, and nothing else can be made of them. Say that the rows are people and try again.")
        )


def _measure(file: BinaryIO) -> tuple[int, str]:
    file.seek(0)
    digest, size = hashlib.sha256(), 0
    while chunk := file.read(1 << 20):
        digest.update(chunk)
        size += len(chunk)
    return size, digest.hexdigest()


def _plain_source(source: str) -> str:
    plain = re.sub(r"[^a-z0-9.-]+", "-", source.strip().lower()).strip("-")
    if not plain or len(plain) > 60:
        raise Refused(_("Name the system that the file comes from, in at most 60 letters and digits."), field="source")
    return plain
