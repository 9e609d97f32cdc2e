"""Everything that is known about a person: rows of every table, what stood in them before, where the name stands elsewhere, files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.utils.text import capfirst

from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.privacy.declaring import Lead
from mutua.foundation.privacy.mentions import excerpts
from mutua.foundation.privacy.subject import files_kept, person_kind
from mutua.foundation.privacy.tracing import Trace, traces_of


@dataclass(frozen=True)
class Section:
    """The rows of one table. rows: {column: value}, a link as {"id", "name"}; earlier: the same of what stood there before, with when."""

    model: str
    title: str
    labels: dict[str, str]
    rows: list[dict[str, Any]]
    earlier: list[dict[str, Any]]


@dataclass(frozen=True)
class Everything:
    """mentions: where the person's name, address or number stands in rows of others, with what stands around it."""

    name: str
    person_id: int
    made_at: Any
    made_by: str
    sections: list[Section]
    mentions: list[dict[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


def everything_about(actor: Actor, person_id: int) -> Everything:
    """Raises NotFound, NotAllowed."""
    kind = person_kind()
    person = kind.find(actor, person_id)
    require(actor, "privacy.person.export", person)
    people = kind.together(person.pk)
    words, _shared = kind.words(people)
    itself = Trace(Lead(kind.model, lambda numbers: None, "delete"), people, people)  # type: ignore[arg-type, return-value]
    sections = [section for trace in (itself, *traces_of(people)) if (section := _section(trace)) is not None]
    return Everything(
        name=str(person),
        person_id=person.pk,
        made_at=days.now(),
        made_by=actor.name,
        sections=_joined(sections),
        mentions=excerpts(words),
        files=[name for files in files_kept() for name in files.find(words, people)],
    )


def _section(trace: Trace) -> Section | None:
    model = trace.lead.model
    rows = list(trace.rows.order_by("pk").values()) if trace.pks else []
    earlier = list(trace.history.order_by("pgh_id").values()) if trace.history is not None else []
    if not rows and not earlier:
        return None
    names = _names_of_links(model, [*rows, *earlier])
    columns = {one.attname: one for one in model._meta.concrete_fields if not getattr(one, "generated", False)}
    return Section(
        model=model._meta.label,
        title=capfirst(str(model._meta.verbose_name_plural)),
        labels={one.name: capfirst(str(one.verbose_name)) for one in columns.values()},
        rows=[_told(row, columns, names) for row in rows],
        earlier=[{"at": row["pgh_created_at"], "what": row["pgh_label"], **_told(row, columns, names)} for row in earlier],
    )


def _told(row: dict[str, Any], columns: dict[str, Any], names: dict[tuple[str, Any], str]) -> dict[str, Any]:
    return {
        column.name: {"id": row[attname], "name": names.get((attname, row[attname]), "")} if column.is_relation and row[attname] is not None else row[attname]
        for attname, column in columns.items()
        if attname in row
    }  # fmt: skip


def _names_of_links(model: type[Model], rows: Iterable[dict[str, Any]]) -> dict[tuple[str, Any], str]:
    """What linked records are called: one query a column."""
    names: dict[tuple[str, Any], str] = {}
    for link in model._meta.concrete_fields:
        if link.is_relation and link.related_model is not None:
            numbers = {row.get(link.attname) for row in rows} - {None}
            for record in link.related_model._base_manager.filter(pk__in=numbers) if numbers else ():  # type: ignore[union-attr]
                names[link.attname, record.pk] = str(record)
    return names


def _joined(sections: list[Section]) -> list[Section]:
    """Two ways to the same table are one section."""
    joined: dict[str, Section] = {}
    for section in sections:
        if (before := joined.get(section.model)) is None:
            joined[section.model] = section
        else:
            before.rows.extend(row for row in section.rows if row not in before.rows)
            before.earlier.extend(row for row in section.earlier if row not in before.earlier)
    return list(joined.values())
