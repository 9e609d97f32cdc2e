"""Opening the house for a command: settings checked, database reachable, Django ready; closed again afterwards."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from mutua.cli.instance import Instance
from mutua.config import conf
from mutua.foundation.database import embedded


@contextmanager
def opened(role: str = "app") -> Iterator[conf.Environment]:
    """Django on the database of this installation, as the role `app`, or `owner` for what changes tables.

    The embedded server is started when it does not run, and stopped again unless Mutua was started meanwhile.
    Raises Misconfigured or DatabaseTrouble with the sentence to show.
    """
    environment = conf.read()
    server = None
    if environment.embedded:
        server, started = embedded.start(environment.data_folder)
        os.environ["DATABASE_URL"] = server.url(role)
    else:
        started = False
        reach(environment.database_url)
    try:
        set_up()
        # A migration that misses a table is a mistake of ours, and its trace is wanted.
        with allowed() if role == "owner" else in_step():
            yield environment
    finally:
        from django.db import connections

        connections.close_all()
        if server is not None and started and not Instance(environment.data_folder).is_running():
            embedded.stop(server)


@contextmanager
def in_step() -> Iterator[None]:
    """A table or column that is missing means a database of another version: raises DatabaseTrouble and says so."""
    from django.db import ProgrammingError
    from psycopg.errors import UndefinedColumn, UndefinedTable

    try:
        yield
    except ProgrammingError as error:
        if not isinstance(error.__cause__, UndefinedColumn | UndefinedTable):
            raise
        raise embedded.DatabaseTrouble(
            "The database is not in step with this version of Mutua. Start `mutua serve`, or run `mutua migrate`, and try again."
        ) from error


@contextmanager
def allowed() -> Iterator[None]:
    """A role that may not make tables: raises DatabaseTrouble and says what to give it."""
    from django.db import Error
    from psycopg.errors import InsufficientPrivilege

    try:
        yield
    except (Error, InsufficientPrivilege) as error:
        cause: BaseException | None = error
        while cause is not None and not isinstance(cause, InsufficientPrivilege):
            cause = cause.__cause__ or cause.__context__
        if cause is None:
            raise
        raise embedded.DatabaseTrouble(
            f"The role of DATABASE_URL may not change the database ({str(cause).splitlines()[0]}). "
            "Make it the owner: ALTER DATABASE name OWNER TO role; then start again."
        ) from error


def set_up() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mutua.config.settings")
    django.setup()


def reach(url: str) -> int:
    """Connect once to a server that is not ours. Returns its major version; raises DatabaseTrouble with the reason."""
    import psycopg

    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            major = connection.info.server_version // 10000
    except psycopg.Error as error:
        reason = str(error).strip().splitlines()[0].removeprefix("connection failed: ").strip().rstrip(".:") + "."
        raise embedded.DatabaseTrouble(
            f"The database of DATABASE_URL cannot be reached: {reason} Check the address and password, or unset DATABASE_URL to use the embedded server."
        ) from error
    if major < 15:
        raise embedded.DatabaseTrouble(f"The server of DATABASE_URL is PostgreSQL {major}; Mutua needs 15 or newer.")
    return major
