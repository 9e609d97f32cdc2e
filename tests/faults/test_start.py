"""Starting and ending with real processes: what a person sees when things go wrong, and what is left afterwards."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from mutua.cli.instance import Child
from mutua.foundation.database import embedded

pytestmark = [pytest.mark.faults, pytest.mark.slow]
# Seconds of processor time, which two processors share: on a busy machine waiting says nothing, and even work takes
# twice as long. On a quiet one these are about 25 and 8, which is a first page after 20 s and a second start in 5 s.
FIRST_PAGE = 80
SECOND_START = 30
PATIENCE = 300


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class House:
    """One data folder and the `mutua serve` on it."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.port = free_port()
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("MUTUA_", "DATABASE_URL", "DJANGO_"))}
        self.environment = {**clean, "MUTUA_DATA": str(folder), "MUTUA_PORT": str(self.port), "MUTUA_DEMO": "no", **settings}
        self.process: subprocess.Popen[str] | None = None
        self.output = folder.with_suffix(".output")

    def start(self, *options: str) -> float:
        """Start it and wait for the first page; the seconds of processor time that it took until then."""
        begun = time.monotonic()
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "mutua.cli.main", "serve", *options], env=self.environment, stdout=output, stderr=output
            )
        while time.monotonic() - begun < PATIENCE:
            assert self.process.poll() is None, self.output.read_text()
            if "Mutua is ready" in self.output.read_text() and self.answers():
                return self.work()
            time.sleep(0.1)
        raise AssertionError(self.output.read_text())

    def work(self) -> float:
        """Seconds of processor time of the supervisor and everything it started."""
        assert self.process is not None
        supervisor = psutil.Process(self.process.pid)
        return sum(sum(process.cpu_times()[:4]) for process in [supervisor, *supervisor.children(recursive=True)])

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/sign-in/", timeout=5) as answer:
                return bool(answer.status == 200)
        except (OSError, urllib.error.URLError):
            return False

    def refused(self, **settings: str) -> str:
        """Start another one that must not come up; what it says."""
        done = subprocess.run(
            [sys.executable, "-m", "mutua.cli.main", "serve"],
            env={**self.environment, **settings},
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        assert done.returncode == 2, done.stderr
        assert "Traceback" not in done.stderr
        return done.stderr

    def children(self) -> list[Child]:
        return [Child(**child) for child in json.loads((self.folder / "running.json").read_text())["children"]]

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        assert self.process is not None
        self.process.send_signal(how)
        return self.process.wait(90)

    @property
    def server(self) -> embedded.Server:
        return embedded.Server(self.folder)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House(tmp_path_factory.mktemp("house") / "var")
    try:
        assert house.start() < FIRST_PAGE
        yield house
    finally:
        if house.process is not None and house.process.poll() is None:
            house.end()
    assert house.server.running_pid() is None


@pytest.fixture
def running(house: House) -> House:
    """The house, standing: started again when the test before ended it."""
    if house.process is None or house.process.poll() is not None:
        house.start()
    return house


def until(true: object, seconds: float = 90) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():  # type: ignore[operator]
            return True
        time.sleep(0.1)
    return False


def test_the_sign_in_that_it_prints_works(running: House) -> None:
    printed = re.search(r"Administrator\s+(\S+@\S+)\s+(\S+)", running.output.read_text())
    assert printed, running.output.read_text()
    url = f"http://127.0.0.1:{running.port}/sign-in/"
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', opener.open(url).read().decode())
    assert token
    form = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], "login": printed[1], "password": printed[2]}).encode()
    answer = opener.open(urllib.request.Request(url, data=form, headers={"Referer": url}))
    assert answer.status == 200
    assert "/sign-in/" not in answer.url


def test_the_doctor_finds_it_in_order(running: House) -> None:
    command = [sys.executable, "-m", "mutua.cli.main", "doctor", "--json"]
    done = subprocess.run(command, env=running.environment, capture_output=True, text=True, timeout=PATIENCE, check=False)
    states = {finding["what"]: finding["state"] for finding in json.loads(done.stdout)}
    assert done.returncode == 0, done.stdout
    assert {states[what] for what in ("Settings", "Mutua", "Database", "Migrations", "Extensions", "Jobs")} == {"ok"}


def test_a_second_one_on_the_same_folder_is_one_sentence(running: House) -> None:
    said = running.refused(MUTUA_PORT=str(free_port()))
    assert "already runs on the data folder" in said
    assert f"http://localhost:{running.port}" in said
    assert said.count("\n") == 1
    assert running.answers()


def test_a_taken_port_is_one_sentence_and_starts_nothing(running: House, tmp_path: Path) -> None:
    said = running.refused(MUTUA_DATA=str(tmp_path / "other"))
    assert f"Port {running.port} on 127.0.0.1 cannot be used" in said
    assert "MUTUA_PORT" in said
    assert not (tmp_path / "other" / "postgres").exists()


def test_a_folder_that_cannot_be_written_is_one_sentence(house: House, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    said = house.refused(MUTUA_DATA=str(tmp_path / "file"))
    assert "cannot be written" in said
    assert "MUTUA_DATA" in said
    assert said.count("\n") == 1


def test_a_wrong_address_of_a_database_is_one_sentence(house: House, tmp_path: Path) -> None:
    said = house.refused(
        DATABASE_URL="postgresql://me:secret@127.0.0.1:1/none", MUTUA_DATA=str(tmp_path / "x"), MUTUA_PORT=str(free_port())
    )
    assert "cannot be reached" in said
    assert "secret" not in said


@pytest.mark.parametrize("name", ["The web server", "The worker"])
def test_a_killed_process_comes_back(running: House, name: str) -> None:
    killed = next(child for child in running.children() if child.name == name)
    os.kill(killed.pid, signal.SIGKILL)
    assert until(lambda: any(child.name == name and child.pid != killed.pid for child in running.children()))
    assert until(running.answers)
    assert not killed.group()


def test_a_killed_database_comes_back(running: House) -> None:
    pid = running.server.running_pid()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    assert until(lambda: running.server.running_pid() not in (None, pid))
    assert until(running.answers)


def test_after_a_kill_of_the_supervisor_the_next_start_mends_it(running: House) -> None:
    assert until(lambda: all(child.group() for child in running.children()))
    left = running.children()
    database = running.server.running_pid()
    assert running.end(signal.SIGKILL) == -signal.SIGKILL
    assert all(child.group() for child in left), "the test needs processes that were left behind"

    work = running.start()

    assert not any(child.group() for child in left)
    assert running.server.running_pid() == database, "it attaches to the database that still ran"
    assert work < SECOND_START


def test_a_stranger_with_a_noted_number_is_left_alone(running: House) -> None:
    with subprocess.Popen(["sleep", "300"], start_new_session=True) as stranger:
        try:
            running.end()
            note = {
                "pid": 1,
                "address": "",
                "children": [{"name": "The worker", "pid": stranger.pid, "started": psutil.Process(stranger.pid).create_time() - 60}],
            }
            (running.folder / "running.json").write_text(json.dumps(note))
            running.start()
            assert stranger.poll() is None
        finally:
            stranger.kill()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_whole_and_starts_again_quickly(running: House, how: signal.Signals) -> None:
    left = running.children()
    assert running.end(how) == 0
    assert not any(child.group() for child in left)
    assert running.server.running_pid() is None
    assert running.start() < SECOND_START
    assert "Preparing" not in running.output.read_text(), "what was prepared once is not prepared again"


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house whose database is a server that somebody else runs."""
    folder = tmp_path_factory.mktemp("elsewhere")
    server, _ = embedded.start(folder / "server")
    house = House(folder / "var", DATABASE_URL=server.url("owner"))
    try:
        house.start()
        yield house
    finally:
        if house.process is not None and house.process.poll() is None:
            house.end()
        embedded.stop(server)


def test_it_uses_the_server_of_the_address(elsewhere: House) -> None:
    assert elsewhere.answers()
    assert not (elsewhere.folder / "postgres").exists()


def test_while_the_database_is_away_it_says_when_to_come_back(elsewhere: House) -> None:
    # a session has to be looked up, so this page cannot do without the database
    page = urllib.request.Request(f"http://127.0.0.1:{elsewhere.port}/", headers={"Cookie": "mutua_session=unknown"})
    server = embedded.Server(elsewhere.folder.parent / "server")
    embedded.stop(server)
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(page, timeout=60)
    assert refused.value.code == 503
    assert int(refused.value.headers["Retry-After"]) > 0

    embedded.start(server.folder)
    with urllib.request.urlopen(page, timeout=60) as answer:
        assert answer.status == 200
    assert elsewhere.process is not None
    assert elsewhere.process.poll() is None


def test_a_server_of_somebody_else_is_left_running(elsewhere: House) -> None:
    assert elsewhere.end() == 0
    assert embedded.Server(elsewhere.folder.parent / "server").running_pid() is not None
