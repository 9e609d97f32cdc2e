"""How the columns of a file become the fields of a record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from django.utils.translation import gettext as _

from mutua.foundation.imports.tables import RawRow
from mutua.foundation.imports.values import DateOrder

_PLACE = re.compile(r"\{([^{}]+)\}")
_PARTS = frozenset({"columns", "replace", "empty", "dates", "shift_days", "duplicates"})
Duplicates = Literal["create", "update", "refuse"]  # what becomes of a row that looks like a record that is here already
DUPLICATES: tuple[Duplicates, ...] = get_args(Duplicates)


class BadMapping(ValueError):
    """The mapping cannot be used; the message says why."""


@dataclass(frozen=True)
class Column:
    """Where a field's text comes from: one column, several in a template, or the same text for all rows."""

    heading: str = ""
    template: str = ""
    constant: str = ""

    @property
    def headings(self) -> list[str]:
        return [self.heading] if self.heading else _PLACE.findall(self.template)

    def texts(self, raws: Sequence[RawRow]) -> list[str]:
        """The text of each row."""
        if heading := self.heading:
            return [raw.cells.get(heading, "").strip() for raw in raws]
        return [self.text(raw.cells) for raw in raws]

    def text(self, cells: AnyMapping[str, str]) -> str:
        """Without the space around it."""
        if self.heading:
            return cells.get(self.heading, "").strip()
        if self.template:
            filled = [cells.get(name, "").strip() for name in _PLACE.findall(self.template)]
            # "Zambia programme" is a name, " programme" is none.
            return _PLACE.sub(lambda place: cells.get(place[1], "").strip(), self.template).strip() if any(filled) else ""
        return self.constant

    def as_json(self) -> Any:
        return self.heading or ({"template": self.template} if self.template else {"constant": self.constant})


@dataclass(frozen=True)
class Mapping:
    """columns: {target: Column}. replace: {target: {text found: text meant}}. empty: texts that mean nothing, whatever the column.

    shift_days: every date is moved by so many days (for demonstrations). duplicates: what becomes of a row without a known key that looks like a
    record that is here already.
    """

    columns: dict[str, Column]
    replace: dict[str, dict[str, str]] = field(default_factory=dict)
    empty: frozenset[str] = frozenset()
    dates: DateOrder = "auto"
    shift_days: int = 0
    duplicates: Duplicates = "create"

    @classmethod
    def of_headings(cls, found: AnyMapping[str, str]) -> Mapping:
        return cls({target: Column(heading=heading) for target, heading in found.items()})

    @classmethod
    def proposed(cls, kept: dict[str, Any]) -> Mapping:
        """What a draft keeps; it may map nothing yet."""
        return cls.from_json(kept) if kept.get("columns") else cls({})

    @classmethod
    def from_json(cls, given: Any) -> Mapping:
        """Raises BadMapping for whatever is not a mapping, and names the part that is wrong."""
        if not isinstance(given, dict) or not isinstance(given.get("columns"), dict) or not given["columns"]:
            raise BadMapping(_("A mapping is an object with “columns”: {field: heading}."))
        unknown = sorted(set(given) - _PARTS)
        if unknown:
            raise BadMapping(_("A mapping has no part called %(names)s.") % {"names": ", ".join(unknown)})
        dates = given.get("dates", "auto")
        if dates not in ("auto", "dmy", "mdy"):
            raise BadMapping(_("“dates” is one of auto, dmy, mdy."))
        shift, replace, empty = given.get("shift_days", 0), given.get("replace", {}), given.get("empty", [])
        duplicates = given.get("duplicates", "create")
        if duplicates not in DUPLICATES:
            raise BadMapping(_("“duplicates” is one of create, update, refuse."))
        if isinstance(shift, bool) or not isinstance(shift, int):
            raise BadMapping(_("“shift_days” is a whole number."))
        if not isinstance(replace, dict) or not all(isinstance(texts, dict) for texts in replace.values()):
            raise BadMapping(_("“replace” is an object: {field: {text found: text meant}}."))
        if not isinstance(empty, list):
            raise BadMapping(_("“empty” is a list of texts."))
        return cls(
            columns={str(target): _column(str(target), value) for target, value in given["columns"].items()},
            replace={target: {str(a): str(b) for a, b in texts.items()} for target, texts in replace.items()},
            empty=frozenset(str(text).casefold() for text in empty),
            dates=dates,
            shift_days=shift,
            duplicates=duplicates,
        )

    def as_json(self) -> dict[str, Any]:
        full = {
            "columns": {target: column.as_json() for target, column in self.columns.items()},
            "replace": self.replace,
            "empty": sorted(self.empty),
            "dates": self.dates,
            "shift_days": self.shift_days,
            "duplicates": self.duplicates if self.duplicates != "create" else "",
        }
        return {part: value for part, value in full.items() if value or part == "columns"}

    def check(self, headings: Iterable[str], targets: Iterable[str], required: Iterable[str]) -> None:
        """Raises BadMapping where it names what neither the file nor the importer has, or leaves out what is required."""
        there, known = set(headings), set(targets)
        strangers = sorted(set(self.columns) - known)
        if strangers:
            raise BadMapping(
                _("There is no field called %(names)s. Fields: %(known)s.")
                % {"names": ", ".join(strangers), "known": ", ".join(sorted(known))}
            )
        absent = sorted({heading for column in self.columns.values() for heading in column.headings} - there)
        if absent:
            raise BadMapping(
                _("The file has no column called %(names)s. It has: %(there)s.")
                % {"names": ", ".join(absent), "there": ", ".join(sorted(there))}
            )
        missing = [name for name in required if name not in self.columns]
        if missing:
            raise BadMapping(_("No column is mapped to %(names)s, which every row needs.") % {"names": ", ".join(missing)})


def _column(target: str, given: Any) -> Column:
    if isinstance(given, str) and given:
        return Column(heading=given)
    if isinstance(given, dict) and len(given) == 1:
        (how, text), *_rest = given.items()
        if how in ("template", "constant") and isinstance(text, str):
            return Column(**{how: text})
    raise BadMapping(_("The column of %(field)s is a heading, {“template”: …} or {“constant”: …}.") % {"field": target})
