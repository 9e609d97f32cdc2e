"""Mail that is kept as files, where no mail server is named: it goes with what it spoke of."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from django.conf import settings

_ID = re.compile(r"^Message-ID:\s+(<[^>\s]+>)", re.MULTILINE | re.IGNORECASE)
_TO = re.compile(r"^To:\s+(\S.*?)\s*$", re.MULTILINE | re.IGNORECASE)


def forget_kept(message_ids: Collection[str], *, to: Collection[str] = ()) -> int:
    """How many files were removed: those that hold nothing but mail with these Message-IDs, or to these addresses."""
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    if not folder or not (message_ids or to) or not Path(folder).is_dir():
        return 0
    gone = [file for file in Path(folder).glob("*.log") if _is_nothing_else(file, set(message_ids), set(to))]
    for file in gone:
        file.unlink(missing_ok=True)
    return len(gone)


def _is_nothing_else(file: Path, message_ids: set[str], addresses: set[str]) -> bool:
    written = file.read_text(encoding="utf-8", errors="replace")
    held, told = set(_ID.findall(written)), set(_TO.findall(written))
    return bool(held) and (held <= message_ids or (bool(told) and told <= addresses))
