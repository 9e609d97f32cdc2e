"""Meridian Supply, the demonstration company: loaded through the importers that everybody has. See README.md."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int, str], None]


def load(progress: Progress = lambda done, total, message: None) -> dict[str, int]:
    """Load the whole company; safe to repeat and to resume. progress(done, total, message). Returns counts for a person to read."""
    from mutua.demo.alone import alone
    from mutua.demo.loading import load_all

    with alone():
        return load_all(progress)


def clear() -> dict[str, int]:
    """Remove everything that `load` brought and what hangs on it. Returns how many rows went, by table."""
    from mutua.demo.alone import alone
    from mutua.demo.clearing import clear_all
    from mutua.demo.company import forget_passwords

    with alone():
        gone = clear_all()
        forget_passwords()
    return gone


def is_loaded() -> bool:
    """Whether the demonstration was loaded to its end."""
    from mutua.demo.models import DemoRecord

    return DemoRecord.objects.filter(kind=DemoRecord.COMPLETE).exists()
