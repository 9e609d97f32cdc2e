"""Writes the reference pages of the documentation from the code: python tests/architecture/reference.py"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
MADE = "Written by `make reference` from the code; do not edit it here."


def pages() -> dict[str, str]:
    """{path of the page: what it has to say}. Django is ready."""
    return {
        "docs/running/settings.md": settings_page(),
        "docs/running/events.md": events_page(),
        "docs/running/import-fields.md": import_fields_page(),
    }


def settings_page() -> str:
    from mutua.config import conf

    rows: list[Iterable[Any]] = [("`DATABASE_URL`", "", "PostgreSQL to use instead of the embedded one")]
    rows += [(f"`{name}`", _code(default), meaning) for name, (default, meaning) in conf.KNOWN.items()]
    return _joined(
        "# Settings",
        MADE,
        "Every setting is an environment variable. An unknown name that begins with `MUTUA_` stops the start and names the nearest one, so that a typing "
        "error is never silently a default. `mutua config show` prints this table with the values in force; secrets are not shown.",
        _table(("name", "default", "what it is for"), rows),
    )


def events_page() -> str:
    from mutua.foundation.events.catalogue import as_markdown, catalogue
    from mutua.foundation.events.event import known_events

    kinds = known_events()
    ours = [
        replace(page, listeners=tuple(filter(_is_ours, page.listeners))) for page in catalogue() if _is_ours(kinds[page.name].__module__)
    ]
    return as_markdown(ours, intro=MADE + " In code: `mutua/foundation/events/README.md`.")


def import_fields_page() -> str:
    from mutua.foundation.imports.importer import importers

    parts = [
        "# Fields that an import can fill",
        MADE,
        "Headings are recognised by these names, whatever their case. Custom fields are `custom.` and their key.",
    ]
    for kind, one in importers().items():
        if not _is_ours(type(one).__module__):
            continue
        rows = [
            (f"`{target.name}`", str(target.label), target.kind, "yes" if target.required else "", ", ".join(target.synonyms))
            for target in one.targets
        ]
        parts += [f"## {kind}", _table(("field", "what it is", "kind", "needed", "also recognised as"), rows)]
    return _joined(*parts)


def _is_ours(module: str) -> bool:
    """Tests may have registered things of their own in this process."""
    return module.startswith("mutua.") and ".tests" not in module


def _table(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [tuple(headings), *map(tuple, rows)]
    drawn = ["| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines]
    return "\n".join([drawn[0], "|" + "---|" * len(lines[0]), *drawn[1:]])


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


def _joined(*parts: str) -> str:
    return "\n\n".join(parts) + "\n"


def main() -> None:
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mutua.config.testing")
    import django

    django.setup()
    for path, text in pages().items():
        (ROOT / path).write_text(text)
        print(path)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
