"""Databases for tests: a server that forgets on power loss, a migrated template, and quick copies of it."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import psycopg
from psycopg import sql

from mutua.foundation.database import embedded

# Nothing here has to survive a power cut
QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "wal_level": "minimal", "max_wal_senders": "0"}
MADE_FROM = (
    "**/migrations/*.py",
    "**/permissions.py",
    "foundation/access/*.py",
    "foundation/records/*.py",
    "portals/walls.py",
    "config/settings.py",
)
TEMPLATES_KEPT = 2


class TestDatabases:
    """One pytest process's share of the test server. `open`, `take` once, `close`; the last one stops the server."""

    __test__ = False

    def __init__(self, checkout: Path, folder: Path, server_url: str | None) -> None:
        self.checkout = checkout
        self.folder = folder
        self.server_url = server_url
        self.name = f"mutua_test_{os.getpid()}"
        self.url = ""

    def open(self) -> None:
        """Start the server or attach to it, and sweep what killed processes left behind."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._users.mkdir(exist_ok=True)
        with self._alone():
            (self._users / str(os.getpid())).touch()
            if not self.server_url:
                self._start()
            with self._connect() as connection:
                self._sweep(connection)

    def take(self, migrate: Callable[[str], None]) -> str:
        """The URL of this process's own database, a copy of the template; `migrate(url)` fills the template when it is new."""
        template = f"mutua_template_{self._fingerprint()}"
        with self._alone(), self._connect() as connection:
            if not _exists(connection, template):
                self._make_template(connection, template, migrate)
            connection.execute(sql.SQL("comment on database {} is 'used {}'").format(sql.Identifier(template), sql.SQL(_now(connection))))
            connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(self.name)))
            connection.execute(
                sql.SQL("create database {} template {} strategy file_copy{}").format(
                    sql.Identifier(self.name), sql.Identifier(template), self._owned
                )
            )
        self.url = self._url(self.name)
        return self.url

    def close(self) -> None:
        """Drop this process's database; the last process stops the server."""
        with self._alone():
            with self._connect() as connection:
                connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(self.name)))
            (self._users / str(os.getpid())).unlink(missing_ok=True)
            if not self.server_url and not self._living():
                embedded.stop(embedded.Server(self.folder))

    @property
    def _owned(self) -> sql.SQL:
        return sql.SQL("") if self.server_url else sql.SQL(" owner mutua_owner")

    @property
    def _users(self) -> Path:
        return self.folder / "users"

    def _url(self, name: str) -> str:
        if self.server_url:
            head, _, query = self.server_url.partition("?")
            return head.rpartition("/")[0] + "/" + name + (f"?{query}" if query else "")
        return embedded.Server(self.folder).url("owner", name)

    def _connect(self) -> psycopg.Connection:
        url = self.server_url or embedded.Server(self.folder).url("superuser", "postgres")
        return psycopg.connect(url, autocommit=True)

    def _start(self) -> None:
        try:
            server, _ = embedded.start(self.folder, settings=QUICK)
        except embedded.DatabaseTrouble:
            # without fsync a power cut leaves rubble, which costs ten seconds to make anew
            shutil.rmtree(self.folder / "postgres", ignore_errors=True)
            server, _ = embedded.start(self.folder, settings=QUICK)
        with psycopg.connect(server.url("superuser", "postgres"), autocommit=True) as connection:
            connection.execute("alter role mutua_owner createdb")
            connection.execute("grant set on parameter session_replication_role to mutua_owner")
            # A test looks as the portal does from within its own transaction; it inherits nothing of what that role may.
            connection.execute("grant mutua_portal to mutua_owner with inherit false, set true")

    def _make_template(self, connection: psycopg.Connection, template: str, migrate: Callable[[str], None]) -> None:
        draft = f"{template}_making"
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(draft)))
        connection.execute(sql.SQL("create database {} template template0{}").format(sql.Identifier(draft), self._owned))
        migrate(self._url(draft))
        connection.execute(sql.SQL("alter database {} rename to {}").format(sql.Identifier(draft), sql.Identifier(template)))

    def _sweep(self, connection: psycopg.Connection) -> None:
        names = [row[0] for row in connection.execute("select datname from pg_database where datname like 'mutua\\_test\\_%'")]
        for name in names:
            if not _alive(int(name.rsplit("_", 1)[1])):
                connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
        templates = connection.execute(
            "select datname from pg_database where datname like 'mutua\\_template\\_%' and datname not like '%\\_making' "
            "order by shobj_description(oid, 'pg_database') desc nulls last"
        ).fetchall()
        for (name,) in templates[TEMPLATES_KEPT:]:
            connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))

    def _fingerprint(self) -> str:
        digest = hashlib.sha256()
        files = {file for pattern in MADE_FROM for file in (self.checkout / "mutua").glob(pattern)}
        for file in sorted({*files, self.checkout / "requirements" / "dev.txt"}):
            digest.update(str(file.relative_to(self.checkout)).encode())
            digest.update(file.read_bytes())
        return digest.hexdigest()[:12]

    def _living(self) -> list[int]:
        pids = [int(file.name) for file in self._users.iterdir()]
        for pid in pids:
            if not _alive(pid):
                (self._users / str(pid)).unlink(missing_ok=True)
        return [pid for pid in pids if _alive(pid)]

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with open(self.folder / "tests.lock", "a", encoding="ascii") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


@contextmanager
def emptied_quickly() -> Iterator[None]:
    """While this lasts, the database after a transactional test is what it is now, in a tenth of the time.

    Django truncates all two hundred tables and makes content types, permissions and catalogues anew. Here only tables
    that have rows are emptied, without triggers, and get those back that they have now. A role that may not switch
    triggers off leaves it to Django.
    """
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select has_parameter_privilege('session_replication_role', 'set')")
        (may_switch_triggers_off,) = cursor.fetchone()
        put_back = _keep_rows(cursor) if may_switch_triggers_off else {}
    if not may_switch_triggers_off:
        yield
        return

    def sql_flush(operations: Any, style: Any, tables: Sequence[str], **how: bool) -> list[sql.Composable]:
        with operations.connection.cursor() as cursor:
            with_rows = filled(cursor, tables)
        return [
            sql.SQL("set local session_replication_role = replica"),
            *(sql.SQL("delete from {}").format(sql.Identifier(table)) for table in with_rows),
            *(put_back[table] for table in tables if table in put_back),
        ]

    with (
        patch.object(type(connection.ops), "sql_flush", sql_flush),
        patch("django.core.management.commands.flush.emit_post_migrate_signal"),
    ):
        yield


def _keep_rows(cursor: Any) -> dict[str, sql.Composable]:
    """Copy all rows aside. Returns the statement that puts them back, by table."""
    cursor.execute(
        "select c.relname, array_agg(a.attname::text) from pg_class c join pg_attribute a on a.attrelid = c.oid "
        "where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' group by 1"
    )
    columns = dict(cursor.fetchall())
    with_rows = filled(cursor, list(columns))
    cursor.execute("create schema kept")
    put_back: dict[str, sql.Composable] = {}
    for table in with_rows:
        here, aside = sql.Identifier(table), sql.Identifier("kept", table)
        names = sql.SQL(", ").join(map(sql.Identifier, columns[table]))
        cursor.execute(sql.SQL("create table {} as table {}").format(aside, here))
        put_back[table] = sql.SQL("insert into {} ({}) select {} from {}").format(here, names, names, aside)
    return put_back


def filled(cursor: Any, tables: Sequence[str]) -> list[str]:
    """Those of these tables that have rows."""
    has_rows = sql.SQL("select {} where exists (select from {})")
    cursor.execute(sql.SQL(" union all ").join(has_rows.format(sql.Literal(table), sql.Identifier(table)) for table in tables))
    return [table for (table,) in cursor.fetchall()]


def _exists(connection: psycopg.Connection, name: str) -> bool:
    return connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone() is not None


def _now(connection: psycopg.Connection) -> str:
    row = connection.execute("select to_char(clock_timestamp(), 'YYYYMMDDHH24MISSUS')").fetchone()
    assert row is not None
    return str(row[0])


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
