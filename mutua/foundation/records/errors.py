"""Refusals of a write: somebody was quicker, or a rule says no."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Model
from django.http import QueryDict
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
    theirs: str
    mine: str

    @property
    def differs(self) -> bool:
        return bool(self.theirs != self.mine)


class StaleVersion(Exception):
    """The record changed after the page was opened. Carries what stands there now, so that both can be shown."""

    def __init__(self, theirs: Model, version: int) -> None:
        super().__init__(_("Somebody else changed this record after you opened it. Your entries are kept below; nothing was overwritten."))
        self.theirs = theirs
        self.version = version

    def compare(self, posted: Mapping[str, Any]) -> list[Difference]:
        """The fields that were sent, beside their present values, both in the words of the form."""
        fields: dict[str, Any] = {field.name: field for field in self.theirs._meta.concrete_fields}
        names = [name for name in posted if name in fields and name != "version"]
        return [Difference(name, str(fields[name].verbose_name), *_both(self.theirs, fields[name], _sent(posted, name))) for name in names]


def _sent(posted: Mapping[str, Any], name: str) -> list[str]:
    values = posted.getlist(name) if isinstance(posted, QueryDict) else [posted[name]]
    return [line.strip() for value in values for line in str(value).splitlines() if line.strip()]


def _both(record: Model, field: Any, sent: list[str]) -> tuple[str, str]:
    """What stands there and what was sent, as a reader would say it."""
    if field.is_relation:
        stands = getattr(record, field.attname)
        theirs = "" if stands is None else str(getattr(record, field.name))
        # What a number stands for is told only where the record tells it already: a made-up number must not find out names.
        return theirs, theirs if sent == ([] if stands is None else [str(stands)]) else _("another choice") if sent else ""
    value = getattr(record, field.name)
    values = value if isinstance(value, list) else [] if value is None else str(value).splitlines()
    words = {str(key): str(label) for key, label in getattr(field, "base_field", field).flatchoices}
    theirs, mine = (", ".join(words.get(str(one), str(one)) for one in several if str(one).strip()) for several in (values, sent))
    return theirs, theirs if _same_number(value, sent) else mine


def _same_number(value: Any, sent: list[str]) -> bool:
    try:
        return isinstance(value, Decimal) and len(sent) == 1 and Decimal(sent[0]) == value
    except InvalidOperation:
        return False
