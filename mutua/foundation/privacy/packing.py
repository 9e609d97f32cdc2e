"""Everything about a person as one file to hand over: JSON for machines, a page for people."""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import asdict
from typing import IO, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string

from mutua.foundation.privacy.queries.everything import Everything, Section


def file_name(told: Everything) -> str:
    """The name of the file does not name the person: it lies about in folders."""
    return f"person-{told.person_id}-{told.made_at:%Y-%m-%d}.zip"


def pack(told: Everything, into: IO[bytes]) -> None:
    """A ZIP with `person.json` and `person.html`."""
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("person.json", json.dumps(asdict(told), cls=DjangoJSONEncoder, ensure_ascii=False, indent=1))
        archive.writestr("person.html", page(told))


def page(told: Everything) -> str:
    sections = [{"title": one.title, "rows": _listed(one, one.rows), "earlier": _listed(one, one.earlier)} for one in told.sections]
    return render_to_string("privacy/everything.html", {"told": told, "sections": sections})


def _listed(section: Section, rows: list[dict[str, Any]]) -> list[list[tuple[str, str]]]:
    """[(label, words)] of each row, without what is empty."""
    return [
        [(section.labels.get(name, name), _words(value)) for name, value in row.items() if value not in (None, "", [], {})] for row in rows
    ]


def _words(value: Any) -> str:
    if isinstance(value, dict) and set(value) == {"id", "name"}:
        return value["name"] or f"#{value['id']}"
    if isinstance(value, (dict, list)):
        return re.sub(r'[{}\[\]"]', "", json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False))
    return str(value)
