"""Asking for an address as somebody, and seeing what came of it; everything is taken back afterwards."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection, transaction
from django.test import Client

from tests.cast import tables
from tests.matrix.routes import Route
from tests.matrix.world import World

METHODS = {"page": ("get", "post"), "api": ("get", "post", "patch", "delete")}


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


def ask(client: Client, world: World, case: Case, before: dict[str, str] | None = None) -> Answer:
    """before: the digests of all tables; with them the answer says what the request changed."""
    address = case.route.address(world, case.whose)
    send = getattr(client, case.method)
    with transaction.atomic():
        writes = rows_written()
        if case.route.is_api:
            response = send(
                address,
                **({} if case.method == "get" else {"data": "{}", "content_type": "application/json", "headers": {"If-Match": '"1"'}}),
            )
        else:
            response = send(address, *([] if case.method == "get" else [{"version": "1"}]))
        body = b"".join(response.streaming_content) if response.streaming else response.content
        # The digests cost more than the request: they are only taken where the database counted a write.
        after = tables() if before is not None and rows_written() != writes else before or {}
        transaction.set_rollback(True)
    changed = None if before is None else tuple(sorted(name for name in after if after[name] != before.get(name) and name not in _ALLOWED))
    return Answer(response.status_code, body.decode(errors="replace"), response.get("Location", ""), changed)


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
