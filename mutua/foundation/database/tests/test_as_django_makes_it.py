"""A new database made by `mutua migrate` is what Django's own `migrate` makes, which takes ten times as long."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import psycopg
import pytest

from mutua.foundation.database.tests.described import describe, described


@pytest.fixture(scope="module")
def made(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    """The URLs of two new databases: ours and Django's."""
    names = [f"mutua_test_{way}_{os.getpid()}" for way in ("ours", "djangos")]
    with psycopg.connect(database_url, autocommit=True) as server:
        for name in names:
            server.execute(f"create database {name} template template0")
        urls = [database_url.replace(f"/{server.info.dbname}", f"/{name}") for name in names]
        settings = {"MUTUA_DATA": str(tmp_path_factory.mktemp("data")), "DJANGO_SETTINGS_MODULE": "mutua.config.settings"}
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("MUTUA_")}
        commands = ["-m", "mutua.cli.main", "migrate"], ["-m", "django", "migrate", "--verbosity", "0"]
        running = [
            subprocess.Popen([sys.executable, "-W", "ignore", *command], env={**inherited, **settings, "DATABASE_URL": url})
            for command, url in zip(commands, urls, strict=True)
        ]
        assert [process.wait() for process in running] == [0, 0]
        yield urls
        for name in names:
            server.execute(f"drop database {name} with (force)")


def test_everything_in_it_is_the_same(made: list[str]) -> None:
    ours, djangos = map(describe, made)
    assert len(djangos) > 5000
    assert ours - djangos == set()
    assert djangos - ours == set()


@pytest.mark.parametrize(
    "difference",
    [
        "alter table customers_account alter column name drop not null",
        "alter table customers_account alter column source_key type varchar(999)",
        "alter table customers_account alter column version set default 7",
        "alter table customers_account add column planted int",
        "create index planted on customers_account (version)",
        "alter table customers_account add constraint planted check (version < 1000000) not valid",
        "alter table customers_account disable trigger user",
        "create function planted() returns int language sql as 'select 1'",
        "create table planted ()",
        "create type planted as enum ('one')",
        "comment on table customers_account is 'planted'",
        "grant select on customers_account to public",
        "drop extension citext cascade",
        "update django_content_type set model = 'planted' where model = 'account'",
        "delete from django_migrations where id = (select max(id) from django_migrations)",
        "select nextval('django_migrations_id_seq')",
    ],
)
def test_it_sees_a_difference(made: list[str], difference: str) -> None:
    with psycopg.connect(made[0]) as connection:
        before = described(connection)
        connection.execute(difference)
        assert described(connection) != before
        connection.rollback()
