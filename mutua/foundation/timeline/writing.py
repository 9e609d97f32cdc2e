"""Writing the timeline, one line or a hundred thousand."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from mutua.foundation.database.copy_text import column, copied, same
from mutua.foundation.events.sentence import Sentence, Side, Subject
from mutua.foundation.timeline.params import stored

INSERT = """
INSERT INTO timeline_timelineentry
       (at, subject_kind, subject_id, sentence, params, actor_name, side, touchpoint, link, event_id)
VALUES """
ROW = "(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
COPY = """
COPY timeline_timelineentry
     (at, subject_kind, subject_id, sentence, params, actor_name, side, touchpoint, link, event_id) FROM STDIN"""

# Up to here one statement is quicker than to open a copy.
FEW = 20


@dataclass(frozen=True)
class Entry:
    """One line about one subject. sentence: a key declared with `say`. at: aware."""

    at: datetime
    subject: Subject
    sentence: str
    params: Mapping[str, Any] = field(default_factory=dict)
    actor_name: str = ""
    side: Side = "us"
    touchpoint: str = ""
    link: str = ""
    event_id: int | None = None

    @classmethod
    def of(cls, sentence: Sentence, subject: Subject, *, at: datetime, actor_name: str, event_id: int | None) -> Entry:
        """The line that an event writes: at the event's time, unless the sentence knows a better one."""
        return cls(
            at=sentence.at or at,
            subject=subject,
            sentence=sentence.key,
            params=sentence.params,
            actor_name=actor_name,
            side=sentence.side,
            touchpoint=sentence.touchpoint,
            link=sentence.link,
            event_id=event_id,
        )

    def row(self) -> tuple[Any, ...]:
        kind, number = self.subject
        return (
            self.at,
            kind,
            number,
            self.sentence,
            as_json(self.params),
            self.actor_name,
            self.side,
            self.touchpoint,
            self.link,
            self.event_id,
        )


def as_json(params: Mapping[str, Any]) -> str:
    return json.dumps(stored(params), ensure_ascii=False)


def write_entries(entries: Iterable[Entry]) -> int:
    """Write them all, by COPY when they are many, in the caller's transaction. Returns how many."""
    rows = [entry.row() for entry in entries]
    if not rows:
        return 0
    if len(rows) > FEW:
        _copy([column(values) for values in zip(*rows, strict=True)], len(rows))
        return len(rows)
    with connection.cursor() as cursor:
        # One statement: the history's context is set before each, and that cannot be done for executemany.
        cursor.execute(INSERT + ", ".join([ROW] * len(rows)), [value for row in rows for value in row])
    return len(rows)


def write_for_each(entry: Entry, numbers: Sequence[int]) -> int:
    """The same line about many subjects of the entry's kind, by their numbers. Returns how many."""
    if not numbers:
        return 0
    at, kind, _number, *rest = entry.row()
    _copy([same(at), same(kind), column(numbers), *map(same, rest)], len(numbers))
    return len(numbers)


def _copy(columns: Sequence[Iterable[str]], count: int) -> None:
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        copy.write(copied(columns, count))
