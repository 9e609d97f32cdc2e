"""Custom fields for other programs: written in `custom`, computed ones read in `computed`."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model
from ninja import Schema
from pydantic import model_validator

from mutua.foundation.access import Actor
from mutua.foundation.fields.computed import computed_of, computed_value, computed_values
from mutua.foundation.fields.kinds import kind_of
from mutua.foundation.fields.registry import Field, custom_fields
from mutua.foundation.fields.showing import plain

READ = "computed"


class CustomIn(Schema):
    """custom: by name; what is not named stays, null takes a value away."""

    custom: dict[str, Any] = {}


class CustomOut(CustomIn):
    """custom: of the fields that are asked for; what stands in a retired one is kept and not told.

    computed: formulas and roll-ups, which nobody writes; a roll-up counts what the caller sees.
    """

    computed: dict[str, Any] = {}

    @model_validator(mode="wrap")
    @classmethod
    def _run_root_validator(cls, values: Any, handler: Any, info: Any) -> Any:
        """A row of a page has all that is told as attributes; ninja's way of looking for each takes ten times as long."""
        if isinstance(values, Model) and READ in vars(values):
            return handler(values)
        return super()._run_root_validator(values, handler, info)  # type: ignore[operator]

    @staticmethod
    def resolve_custom(record: Any, context: dict[str, Any]) -> dict[str, Any]:
        if isinstance(record, dict):
            return dict(record.get("custom", {}))
        if READ in vars(record) or not record.custom:
            return dict(record.custom)
        return _asked_for(record.custom, custom_fields(kind_of(type(record)), context["request"].actor))

    @staticmethod
    def resolve_computed(record: Any, context: dict[str, Any]) -> dict[str, Any]:
        """From the query of the page where there was one, else asked for this record."""
        if isinstance(record, dict) or READ in vars(record):
            return dict(record.get("computed", {}) if isinstance(record, dict) else vars(record)[READ])
        known = custom_fields(kind_of(type(record)), context["request"].actor)
        return {field.path: plain(value) for field, value in computed_values(record, known)}


def keep_custom(rows: list[Any], known: Mapping[str, Field]) -> None:
    """What `CustomOut` asks of the custom fields of a page's rows, so that no row asks again and none is to be saved. known: by name; its query was annotated with them."""
    for row in rows:
        read = vars(row)
        values = {field.path: plain(computed_value(field, read)) for field in known.values() if field.computed}
        read[READ] = {name: value for name, value in values.items() if value is not None}
        read["custom"] = _asked_for(read.get("custom") or {}, known)


def told_of_custom(records: list[Any], actor: Actor) -> None:
    """The same for records of one kind that were read without a page: two queries, whatever their number."""
    fields = custom_fields(kind_of(type(records[0])), actor) if records else {}
    computed = computed_of(records, fields)
    for record in records:
        found = {field.path: plain(value) for field, value in computed.get(record.pk, ())}
        vars(record)[READ] = {name: value for name, value in found.items() if value is not None}
        vars(record)["custom"] = _asked_for(record.custom, fields)


def _asked_for(custom: Mapping[str, Any], known: Mapping[str, Field]) -> dict[str, Any]:
    return {name: value for name, value in custom.items() if name in known}
