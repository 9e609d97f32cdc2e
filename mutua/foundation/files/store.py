"""Contents on disk: named by what is in them, whole or not there at all."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import connection

from mutua.foundation.files.rules.sniffing import HEAD

CHUNK = 1 << 20
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Incoming:
    """A file that was written beside the others and has no name yet. head: how it begins."""

    path: Path
    sha256: str
    size: int
    head: bytes


def place_of(sha256: str) -> Path:
    """Where a content lies. Raises ValueError for anything that is no digest."""
    if not _DIGEST.fullmatch(sha256):
        raise ValueError("A content is named by its SHA-256 in small hexadecimal letters.")
    return folder() / sha256[:2] / sha256


def folder() -> Path:
    return Path(settings.ATTACHMENTS_FOLDER)


def take_in(chunks: Iterable[bytes], most: int) -> Incoming | None:
    """Write the chunks beside the others; None, and nothing kept, when they are more than `most` bytes."""
    beside = folder() / "incoming"
    beside.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=beside)
    digest, size, head = hashlib.sha256(), 0, b""
    try:
        with os.fdopen(handle, "wb") as out:
            for chunk in chunks:
                size += len(chunk)
                if size > most:
                    os.unlink(name)
                    return None
                head = head or chunk[:HEAD]
                digest.update(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Incoming(Path(name), digest.hexdigest(), size, head)


def put_in_place(incoming: Incoming) -> None:
    """Give it its name, at once. Call it holding the content's lock. The same content again changes nothing."""
    place = place_of(incoming.sha256)
    place.parent.mkdir(exist_ok=True, mode=0o700)
    os.replace(incoming.path, place)
    directory = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(directory)  # the name survives a loss of power as the content does
    finally:
        os.close(directory)


def lock_content(sha256: str) -> None:
    """Until the transaction ends nobody else keeps or removes this content."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 25))", [sha256])


def open_content(sha256: str) -> BinaryIO:
    """Raises FileNotFoundError where the folder was not restored with the database."""
    return place_of(sha256).open("rb")


def remove_content(sha256: str) -> None:
    place_of(sha256).unlink(missing_ok=True)


def kept_before(moment: float) -> Iterator[tuple[str, list[str]]]:
    """(first two letters, digests) of the contents on disk that were written before a moment (seconds since 1970), and leftovers removed."""
    for place in sorted(folder().glob("*")) if folder().is_dir() else []:
        if place.name == "incoming":
            for leftover in place.iterdir():
                if leftover.stat().st_mtime < moment:
                    leftover.unlink(missing_ok=True)
        elif place.is_dir():
            yield place.name, [one.name for one in place.iterdir() if _DIGEST.fullmatch(one.name) and one.stat().st_mtime < moment]
