"""The catalogue as TOML: written so that reading it again gives the same, and the line of what is wrong in a file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from mutua.relationships.rules.book import Book, Wrong, plain

_HEAD = re.compile(r"\s*\[\[\s*touchpoint\s*(?P<activity>\.\s*activity\s*)?\]\]")
_TABLE = re.compile(r"\s*\[")
_SHORT = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def toml_of(book: Book, edition: int = 1) -> str:
    """A file that `tomllib` reads and that says the same book. edition: of which version it is a copy; reading passes over it."""
    document = plain(book)
    head = {**document["catalogue"], "edition": edition}
    lines = [_WHAT, "[catalogue]", *_pairs(head)]
    for touchpoint in document["touchpoint"]:
        lines += ["", "[[touchpoint]]", *_pairs({name: value for name, value in touchpoint.items() if name != "activity"})]
        for activity in touchpoint["activity"]:
            lines += ["", "[[touchpoint.activity]]", *_pairs({**activity, "cost": _bare(activity["cost"])})]
    return "\n".join(lines) + "\n"


_WHAT = """\
# A catalogue of touchpoints. type: the relationship type that an activity defines. slot: activities in one slot are alternatives.
# needs: the least readiness, 0 to 4, of both sides. requires: what comes first. cost, hours, lead_days: planning defaults of our side.
# moves: the measures of the touchpoint that an activity moves; empty: all of them.
# effects: by how much, in the measure's own unit, where both are ready: 0.01 is one point of a share, -2 two days less.
# effects_from: where these sizes come from; empty: an assumption.
"""


class _Bare(str):
    """A number with a fraction, which stands in the file without quotation marks."""


def _bare(number: int | str) -> int | str:
    return number if isinstance(number, int) else _Bare(number)


def _pairs(table: Mapping[str, Any]) -> list[str]:
    return [f"{name} = {_said(value)}" for name, value in table.items()]


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | _Bare):
        return str(value)
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, list):
        return "[" + ", ".join(_said(one) for one in value) + "]"
    inside = ", ".join(f"{name} = {_said(_bare(level))}" for name, level in value.items())
    return f"{{ {inside} }}" if inside else "{}"


def quoted(text: str) -> str:
    """A TOML basic string."""
    return '"' + "".join(_SHORT.get(one) or (f"\\u{ord(one):04X}" if ord(one) < 32 or ord(one) == 127 else one) for one in text) + '"'


def line_of(text: str, wrong: Wrong) -> int | None:
    """The line, from 1, on which a file says what is wrong; else that of the table around it; None where it cannot be told."""
    first = _table_line(text, wrong)
    if first is None:
        return None
    lines = text.splitlines()
    name = re.compile(rf"\s*[\"']?{re.escape(wrong.field)}[\"']?\s*[=.]") if wrong.field else None
    for number in range(first, len(lines)):
        if number > first - 1 and _TABLE.match(lines[number]):
            break
        if name is not None and name.match(lines[number]):
            return number + 1
    return first


def _table_line(text: str, wrong: Wrong) -> int | None:
    """The line of the table's head: `[catalogue]`, or the touchpoint's or activity's of that place."""
    touchpoint = activity = -1
    for number, line in enumerate(text.splitlines(), start=1):
        if wrong.touchpoint is None and re.match(r"\s*\[\s*catalogue\s*\]", line):
            return number
        found = _HEAD.match(line)
        if found is None:
            continue
        if found["activity"]:
            activity += 1
        else:
            touchpoint, activity = touchpoint + 1, -1
        if touchpoint == wrong.touchpoint and activity == (-1 if wrong.activity is None else wrong.activity):
            return number
    return None
