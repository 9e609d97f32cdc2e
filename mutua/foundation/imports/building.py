"""From a raw row to a row with values: map, read, check. No record is looked at yet."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField
from django.utils.translation import gettext as _

from mutua.foundation.database.text import LONGEST
from mutua.foundation.fields.registry import Field, writable_custom_fields
from mutua.foundation.fields.values import BadValue, clean_value
from mutua.foundation.imports.importer import Importer, Row
from mutua.foundation.imports.mapping import Mapping
from mutua.foundation.imports.tables import RawRow
from mutua.foundation.imports.targets import Target
from mutua.foundation.imports.values import BadText, read_number, read_value

LONGEST_KEY = 200
CURRENCY = "currency"
_SIGNS = (("€", "EUR"), ("£", "GBP"), ("$", "USD"), ("¥", "JPY"))


@dataclass(frozen=True)
class Builder:
    """What turns the raw rows of one run into rows with values."""

    importer: Importer
    mapping: Mapping
    targets: dict[str, Target]
    custom: dict[str, Field]
    columns: dict[str, Any]
    required: tuple[Target, ...]
    longest: dict[str, int]  # letters that the column of a target holds

    @classmethod
    def of(cls, importer: Importer, mapping: Mapping) -> Builder:
        custom = writable_custom_fields(importer.custom_kind) if importer.custom_kind else {}
        columns = {field.name: field for field in importer.model._meta.concrete_fields}
        required = tuple(target for target in importer.targets if target.required)
        lengths = {target.name: getattr(columns.get(target.name), "max_length", None) or LONGEST for target in importer.targets}
        return cls(importer, mapping, {target.name: target for target in importer.targets}, custom, columns, required, lengths)

    def from_raws(self, raws: Sequence[RawRow]) -> list[Row]:
        """Read rows as they arrived, column by column. Nothing but the rows is looked at, so that the next ones may be read while these are written."""
        rows = [Row(raw.number, raw.cells, {}) for raw in raws]
        for name, column in self.mapping.columns.items():
            self._map(rows, name, column.texts(raws))
        for row, raw in zip(rows, raws, strict=True):
            if raw.problem:
                row.refuse("", raw.problem)
            for remark in raw.remarks:
                row.keep("", remark)
        return self._read(rows, list(self.mapping.columns))

    def from_text(self, row: Row) -> Row:
        """Read the texts of a row that was put right by hand."""
        return self._read([row], list(row.text))[0]

    def _map(self, rows: list[Row], name: str, texts: list[str]) -> None:
        """Each row's text, once what stands for nothing or for another text is understood."""
        empty, replace = self.mapping.empty, self.mapping.replace.get(name, {})
        for row, found in zip(rows, texts, strict=True):
            text = found
            if text and empty and text.casefold() in empty:
                row.correct(name, _("This text stands for “not known”: the field is left empty."), found=text)
                text = ""
            if replace and (meant := replace.get(text)) is not None:
                row.correct(name, _("Read as “%(text)s”.") % {"text": meant}, found=text)
                text = meant
            row.text[name] = text

    def _read(self, rows: list[Row], names: list[str]) -> list[Row]:
        for name in names:
            if name.startswith("custom."):
                for row in rows:
                    self._custom(row, name, row.text[name])
            else:
                self._values(rows, self.targets[name])
        for row in rows:
            self._require(row)
            if row.refusal is None:
                self.importer.check(row)
            if row.refusal is None:
                self._key(row)
            if row.refusal is not None:
                row.key = str(row.values.get("key") or "")[:LONGEST_KEY] or _key_of_text(row)
        return rows

    def _key(self, row: Row) -> None:
        row.key = self.importer.key(row.values).strip()
        if not row.key:
            row.refuse(
                "key",
                _(
                    "The row has nothing by which it could be known again. Fill in its number, or map the column that holds one, and take it in again."
                ),
            )
        elif len(row.key) > LONGEST_KEY:
            row.refuse("key", _("The key is longer than %(most)s characters.") % {"most": LONGEST_KEY}, found=row.key[:60])

    def _values(self, rows: list[Row], target: Target) -> None:
        """The values of one column."""
        name, longest = target.name, self.longest[target.name]
        if target.kind != "text" or target.words:
            for row in rows:
                self._value(row, target, row.text[name])
            return
        for row in rows:  # most columns, and nothing to understand
            text = row.text[name]
            if len(text) > longest:
                self._value(row, target, text)
            else:
                row.values[name] = text or None

    def _value(self, row: Row, target: Target, text: str) -> None:
        row.values[target.name] = [] if target.kind == "list" else None
        meaning = _meaning(target, text) if target.words else None
        if meaning is not None:
            row.correct(target.name, meaning, found=text)
        elif text:
            try:
                row.values[target.name] = self._fitting(target, self._moved(read_value(text, target.kind, self.mapping.dates)))
            except BadText as error:
                self._not_taken(row, target, str(error), text)

    def _not_taken(self, row: Row, target: Target, why: str, text: str) -> None:
        if target.required or target.kind == "text":
            row.refuse(target.name, why, found=text)
        else:
            row.correct(target.name, _("%(why)s The field is left empty.") % {"why": why}, found=text)

    def _moved(self, value: Any) -> Any:
        return value + timedelta(days=self.mapping.shift_days) if self.mapping.shift_days and isinstance(value, date) else value

    def _fitting(self, target: Target, value: Any) -> Any:
        """What the column of the table cannot hold is noticed here, where the row can still be named. Raises BadText."""
        column = self.columns.get(target.name)
        longest = self.longest[target.name]
        if isinstance(value, str) and len(value) > longest:
            raise BadText(_("The text is longer than %(most)s characters.") % {"most": longest})
        if isinstance(value, Decimal) and isinstance(column, DecimalField):
            if abs(value) >= Decimal(10) ** (column.max_digits - column.decimal_places):
                raise BadText(_("The number is too large."))
            return value.quantize(Decimal(1).scaleb(-column.decimal_places))
        return value

    def _custom(self, row: Row, name: str, text: str) -> None:
        own, _dot, part = name.removeprefix("custom.").partition(".")
        field = self.custom[own]
        values = row.values.setdefault("custom", {})
        if not text or part:
            return
        try:
            values[field.path] = self._custom_value(field, text, row.text.get(f"{name}.{CURRENCY}", ""))
        except (BadValue, BadText) as error:
            row.correct(name, _("%(why)s The field is left empty.") % {"why": error}, found=text)

    def _custom_value(self, field: Field, text: str, currency: str) -> Any:
        """JSON-ready. Figures, days and answers are read as the programs of this world write them; a currency may have its own column."""
        if field.kind == "money":
            code = currency or next(iter(re.findall(r"\b[A-Z]{3}\b", text)), "") or next((c for sign, c in _SIGNS if sign in text), "")
            return clean_value(field, {"amount": read_number(re.sub(r"\b[A-Z]{3}\b", "", text)), "currency": code})
        if field.kind in ("number", "date", "bool"):
            return clean_value(field, self._moved(read_value(text, field.kind, self.mapping.dates)))
        return clean_value(field, text)

    def _require(self, row: Row) -> None:
        for target in self.required:
            if row.values.get(target.name) in (None, "", []):
                row.refuse(target.name, _("The row has no %(field)s.") % {"field": str(target.label).lower()})


def _meaning(target: Target, text: str) -> Any:
    """What the target's words say of a text that stands where a value should be."""
    return next((said for pattern, said in target.words.items() if re.fullmatch(pattern, text, re.IGNORECASE)), None)


def target_names(importer: Importer) -> list[str]:
    return [target.name for target in all_targets(importer)]


def all_targets(importer: Importer) -> list[Target]:
    """The importer's own, and the custom fields of its kind; of money also the currency, which other programs keep in a column of its own."""
    custom = writable_custom_fields(importer.custom_kind) if importer.custom_kind else {}
    targets = [*importer.targets]
    for name, field in custom.items():
        targets.append(Target(f"custom.{name}", field.label))
        if field.kind == "money":
            title = _("%(field)s, currency") % {"field": field.label}
            targets.append(Target(f"custom.{name}.{CURRENCY}", title))
    return targets


def _key_of_text(row: Row) -> str:
    """What a refused row without a key is known by: its words, so that the same row is not put on the repair list twice."""
    return "row:" + hashlib.sha256(json.dumps(row.text, sort_keys=True).encode()).hexdigest()


def as_text(value: Any) -> str:
    """A value as it goes into a digest: the same for equal values, whatever their precision."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value)
