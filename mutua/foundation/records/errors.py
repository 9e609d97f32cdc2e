"""Refusals of a write: somebody was quicker, or a rule says no."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _


class Refused(Exception):
    """A rule of the domain says no. The sentence says what happened, what was kept and what to do; nothing was changed."""

    def __init__(self, sentence: Any, field: str | None = None) -> None:
        super().__init__(str(sentence))
        self.field = field


@dataclass(frozen=True)
class Difference:
    """One field of a record that two people changed at once."""

    name: str
    label: str
    theirs: Any
    mine: Any

    @property
    def differs(self) -> bool:
        return str(self.theirs if self.theirs is not None else "") != str(self.mine)


class StaleVersion(Exception):
    """The record changed after the page was opened. Carries what stands there now, so that both can be shown."""

    def __init__(self, theirs: Model, version: int) -> None:
        super().__init__(_("Somebody else changed this record after you opened it. Your entries are kept below; nothing was overwritten."))
        self.theirs = theirs
        self.version = version

    def compare(self, posted: Mapping[str, Any]) -> list[Difference]:
        """The fields that were sent, beside their present values."""
        fields = {field.name: field for field in self.theirs._meta.concrete_fields}
        names = [name for name in posted if name in fields and name != "version"]
        return [Difference(name, str(fields[name].verbose_name), _shown(self.theirs, name), posted[name]) for name in names]


def _shown(record: Model, name: str) -> Any:
    field = record._meta.get_field(name)
    return record.__dict__.get(field.attname) if field.is_relation else getattr(record, name)  # type: ignore[union-attr]
