"""Secrets of this installation: made once, kept in the data folder, readable by its owner only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def kept_secret(data_folder: Path, name: str, *, length: int = 32) -> str:
    """The secret called `name`; the first call makes it (`length` random bytes, url-safe text) in a file with mode 0600.

    Two processes may ask at the same time: the file appears whole or not at all, and both get the same value.
    Raises OSError when the folder cannot be written.
    """
    file = data_folder / "secrets" / name
    try:
        return file.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        pass
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = file.with_name(f".{name}.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as stream:
        stream.write(secrets.token_urlsafe(length) + "\n")
    try:
        os.link(draft, file)  # fails when another process was first: then its value is the one that counts
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return file.read_text(encoding="ascii").strip()
