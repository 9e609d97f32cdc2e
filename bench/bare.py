"""The bare handler: what a page would cost without Mutua. WSGI, one psycopg connection a thread, the same statements, every row as HTML.

BENCH_STATEMENTS names a JSON file: {"list-administrator": [["SELECT …", …], …], …}; /list-administrator/0 runs the first series.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path
from typing import Any

import psycopg

SERIES: dict[str, list[list[str]]] = json.loads(Path(os.environ["BENCH_STATEMENTS"]).read_text(encoding="utf-8"))
_own = threading.local()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    _, case, number = environ["PATH_INFO"].split("/")
    parts = ["<!doctype html><table>"]
    connection = _connection()
    with connection.transaction():
        for statement in SERIES[case][int(number)]:
            cursor = connection.execute(statement)
            if cursor.description:
                parts += [f"<tr>{''.join(f'<td>{escape(str(value))}</td>' for value in row)}</tr>" for row in cursor]
    parts.append("</table>")
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
    return ["".join(parts).encode()]


def _connection() -> psycopg.Connection[Any]:
    if not hasattr(_own, "connection"):
        # Not prepared: the very same text comes again only because this is a benchmark, and a page's statements are planned each time
        _own.connection = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True, prepare_threshold=None)
    return _own.connection
