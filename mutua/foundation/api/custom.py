"""Custom fields for other programs: written in `custom`, computed ones read in `computed`."""

from typing import Any

from django.db.models import Model
from ninja import Schema
from pydantic import model_validator

from mutua.foundation.fields.computed import computed_value, computed_values
from mutua.foundation.fields.registry import custom_fields
from mutua.foundation.fields.showing import plain

READ = "computed"


class CustomIn(Schema):
    """custom: by name; what is not named stays, null takes a value away."""

    custom: dict[str, Any] = {}


class CustomOut(CustomIn):
    """computed: formulas and roll-ups, which nobody writes; a roll-up counts what the caller sees."""

    computed: dict[str, Any] = {}

    @model_validator(mode="wrap")
    @classmethod
    def _run_root_validator(cls, values: Any, handler: Any, info: Any) -> Any:
        """A row of a page has all that is told as attributes; ninja's way of looking for each takes ten times as long."""
        if isinstance(values, Model) and READ in vars(values):
            return handler(values)
        return super()._run_root_validator(values, handler, info)  # type: ignore[operator]

    @staticmethod
    def resolve_computed(record: Any, context: dict[str, Any]) -> dict[str, Any]:
        """From the query of the page where there was one, else asked for this record."""
        if isinstance(record, dict) or READ in vars(record):
            return dict(record.get("computed", {}) if isinstance(record, dict) else vars(record)[READ])
        known = custom_fields(record._meta.model_name, context["request"].actor)
        return {field.path: plain(value) for field, value in computed_values(record, known)}


def keep_computed(rows: list[Any], fields: list[Any]) -> None:
    """What a page's query was annotated with, where `CustomOut` finds it."""
    for row in rows:
        read = vars(row)
        values = {field.path: plain(computed_value(field, read)) for field in fields}
        read[READ] = {name: value for name, value in values.items() if value is not None}
