"""Asking for an address as somebody, and seeing what came of it; everything is taken back afterwards."""

from __future__ import annotations

import json
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.db import connection, transaction
from django.test import Client
from pypdf import PdfReader

from tests.cast import tables
from tests.matrix.routes import Route
from tests.matrix.sending import PREPARED, sent, sent_to_api
from tests.matrix.world import World

METHODS = {"page": ("get", "post"), "api": ("get", "post", "put", "patch", "delete")}


@dataclass(frozen=True)
class Case:
    route: Route
    whose: str
    method: str

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.route.pattern} ({self.whose})"


@dataclass(frozen=True)
class Answer:
    """changed: the tables whose rows were other after the request; None where nobody looked."""

    status: int
    body: str
    place: str
    changed: tuple[str, ...] | None


# What a refused request may write all the same: the session, and that a key was used.
_ALLOWED = {"django_session", "mutua_cache"}


def body_of(world: World, case: Case) -> dict[str, Any]:
    """What the request carries, as the test client takes it: what a page's form or another program would send."""
    if not case.route.is_api:
        return {"data": sent(world, case.route, case.whose)}
    sending = sent_to_api(world, case.route, case.method, case.whose)
    if "file" in sending:
        return {"data": sending}
    text = json.dumps(sending)
    return {"data": text, "content_type": "application/json", "headers": {"If-Match": '"1"'}}


def ask(client: Client, world: World, case: Case, before: dict[str, str] | None = None, body: dict[str, Any] | None = None) -> Answer:
    """before: the digests of all tables; with them the answer says what the request changed. body: what else than `body_of` is sent."""
    address = case.route.address(world, case.whose)
    body = {} if case.method == "get" else body or body_of(world, case)
    send = getattr(client, case.method)
    with transaction.atomic():
        PREPARED.get(case.route.pattern, lambda: None)()
        writes = rows_written()
        response = send(address, **body)
        said = b"".join(response.streaming_content) if response.streaming else response.content
        # The digests cost more than the request: they are only taken where the database counted a write.
        after = tables() if before is not None and rows_written() != writes else before or {}
        transaction.set_rollback(True)
    changed = None if before is None else tuple(sorted(name for name in after if after[name] != before.get(name) and name not in _ALLOWED))
    return Answer(response.status_code, _words(said), response.get("Location", ""), changed)


def _words(said: bytes) -> str:
    """Of a PDF what is written in it: its bytes are others each time."""
    if not said.startswith(b"%PDF"):
        return said.decode(errors="replace")
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(said)).pages)


def rows_written() -> int:
    """Rows written in this transaction so far, also those that were taken back to a savepoint."""
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) from pg_stat_xact_user_tables")
        return int(cursor.fetchone()[0])


def cases(routes: list[Route], world: World, *, whose: tuple[str, ...]) -> list[Case]:
    """Each route with each verb; one that names nobody's record is asked once."""
    return [
        Case(route, one, method)
        for route in routes
        if not route.is_outside
        for method in METHODS["api" if route.is_api else "page"]
        for one in (whose if route.is_personal(world) else whose[:1])
    ]
