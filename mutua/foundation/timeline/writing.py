"""Writing the timeline, one line or a hundred thousand."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

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

    def row(self, params: str | None = None) -> tuple[Any, ...]:
        """params: those of the entry as JSON, where they are known already."""
        kind, number = self.subject
        params = as_json(self.params) if params is None else params
        return (self.at, kind, number, self.sentence, params, self.actor_name, self.side, self.touchpoint, self.link, self.event_id)


def as_json(params: Mapping[str, Any]) -> str:
    return json.dumps(stored(params), ensure_ascii=False)


def write_entries(entries: Iterable[Entry]) -> int:
    """Write them all, by COPY when they are many, in the caller's transaction. Returns how many."""
    rows, params, written = [], None, ""
    for entry in entries:
        if entry.params is not params:  # the lines of one import share theirs
            params, written = entry.params, as_json(entry.params)
        rows.append(entry.row(written))
    if not rows:
        return 0
    with connection.cursor() as cursor:
        if len(rows) <= FEW:
            # One statement: the history's context is set before each, and that cannot be done for executemany.
            cursor.execute(INSERT + ", ".join([ROW] * len(rows)), [value for row in rows for value in row])
        else:
            with cursor.copy(COPY) as copy:
                for row in rows:
                    copy.write_row(row)
    return len(rows)
