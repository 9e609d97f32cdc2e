"""A web form as the outside sees it: through the functions of the wall, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection


@dataclass(frozen=True)
class OutsideForm:
    """What a stranger may know of an open form. wording: the sentence to say yes to; empty where none is asked for."""

    key: str
    title: str
    asks: tuple[str, ...]
    wording: str
    thanks: str
    double_opt_in: bool


def outside_form(key: str) -> OutsideForm | None:
    """None where there is no such form, or it takes nothing in."""
    row = _asked("select title, asks, wording, thanks, double_opt_in from portal.web_form(%s)", key)
    return OutsideForm(key, row[0], tuple(row[1]), row[2] or "", row[3], row[4]) if row else None


def send_form(key: str, sent: Mapping[str, str], *, consented: bool, address: str | None) -> bool:
    """The one door by which the outside writes. False where too many came from the address; that is counted."""
    row = _asked("select portal.send_form(%s, %s::jsonb, %s, %s::inet)", key, json.dumps(dict(sent)), consented, address)
    return bool(row and row[0])


def count_refusal(key: str, why: str) -> None:
    """Nothing is kept of what was sent, only that something was."""
    _asked("select portal.refuse_form(%s, %s)", key, why)


def waits_for_confirmation(digest: str) -> bool:
    row = _asked("select portal.form_waits(%s)", digest)
    return bool(row and row[0])


def confirm_form(digest: str) -> str | None:
    """The form's thank-you text; None where nothing waits under this digest."""
    row = _asked("select portal.confirm_form(%s)", digest)
    return str(row[0]) if row and row[0] is not None else None


def _asked(statement: str, *values: Any) -> tuple[Any, ...] | None:  # statements are written above, values are bound
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))
        return cursor.fetchone()  # type: ignore[no-any-return]
