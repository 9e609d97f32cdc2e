"""What happens to the fields of records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from mutua.foundation.events import Event


@dataclass(frozen=True)
class FieldsHidden(Event):
    """Somebody said which fields people with a role do not see. fields: all that are hidden now, as "account.spend"."""

    name: ClassVar[str] = "fields.hidden.changed"
    role_id: int
    role_name: str
    fields: tuple[str, ...]
