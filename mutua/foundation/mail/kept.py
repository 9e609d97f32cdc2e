"""Mail that is kept as files, where no mail server is named: it goes with what it spoke of."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from django.conf import settings

_ID = re.compile(r"^Message-ID:\s+(<[^>\s]+>)", re.MULTILINE | re.IGNORECASE)


def forget_kept(message_ids: Collection[str]) -> int:
    """How many files were removed: those that hold nothing but mail with these Message-IDs."""
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    if not folder or not message_ids or not Path(folder).is_dir():
        return 0
    gone = [file for file in Path(folder).glob("*.log") if (held := _held(file)) and held <= set(message_ids)]
    for file in gone:
        file.unlink(missing_ok=True)
    return len(gone)


def _held(file: Path) -> set[str]:
    return set(_ID.findall(file.read_text(encoding="utf-8", errors="replace")))
