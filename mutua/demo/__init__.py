"""Meridian Supply, the demonstration company: loaded through the importers that everybody has. See README.md."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

Progress = Callable[[int, int, str], None]


def load(progress: Progress = lambda done, total, message: None) -> dict[str, int]:
    """Load the whole company; safe to repeat and to resume. progress(done, total, message). Returns counts for a person to read."""
    from mutua.demo.alone import alone
    from mutua.demo.loading import load_all

    with alone():
        return load_all(progress)


def load_consumers(progress: Progress = lambda done, total, message: None, file: Path | None = None) -> dict[str, int]:
    """Load people as customers beside the company, which is to be loaded first. file: the published baskets, as CSV."""
    from mutua.demo.alone import alone
    from mutua.demo.consumers import load_consumers as load_all_consumers

    with alone():
        return load_all_consumers(progress, file)


def clear() -> dict[str, int]:
    """Remove everything that `load` brought and what hangs on it. Returns how many rows went, by table."""
    from mutua.demo.alone import alone
    from mutua.demo.clearing import clear_all
    from mutua.demo.company import forget_passwords

    with alone():
        gone = clear_all()
        forget_passwords()
    return gone


def is_loaded(*, consumers: bool = False) -> bool:
    """Whether the demonstration, or with `consumers` that part of it, was loaded to its end."""
    from mutua.demo.models import DemoRecord

    return DemoRecord.objects.filter(kind=DemoRecord.CONSUMERS if consumers else DemoRecord.COMPLETE).exists()
