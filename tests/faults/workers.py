"""A handful of real worker processes: killed ones are replaced, frozen ones are woken after their time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).parents[2]


class Workers:
    """`count` workers that are awake. freeze: how long a frozen one sleeps at least, in seconds, and until `may_wake` says so.

    settings: further environment variables of theirs.
    """

    def __init__(
        self, database_url: str, folder: Path, *, count: int = 2, freeze: float = 40.0, settings: Mapping[str, str] | None = None
    ) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("MUTUA_", "DATABASE_", "PYTEST_", "DJANGO_"))}
        self._environment = {**kept, "DATABASE_URL": database_url, "MUTUA_DATA": str(folder), **(settings or {})}
        self._log = (folder / "workers.log").open("ab")
        self._count = count
        self._freeze = freeze
        self._awake: list[subprocess.Popen[bytes]] = []
        self._frozen: list[tuple[float, subprocess.Popen[bytes]]] = []
        self.may_wake: Callable[[], bool] = lambda: True
        self.killed = 0
        self.woken: list[subprocess.Popen[bytes]] = []

    def until(self, done: Callable[[], bool], *, within: float) -> None:
        """Look after the workers until `done`, or fail after so many seconds."""
        end = time.monotonic() + within
        while not done():
            assert time.monotonic() < end, f"not done within {within} s"
            self.look_after()
            time.sleep(0.2)

    def look_after(self) -> None:
        for worker in list(self._awake):
            if worker.poll() is not None:
                self._awake.remove(worker)
                self.killed += 1
            elif _is_stopped(worker.pid):
                self._awake.remove(worker)
                self._frozen.append((time.monotonic() + self._freeze, worker))
        for wake_at, worker in list(self._frozen):
            if time.monotonic() >= wake_at and self.may_wake():
                self._frozen.remove((wake_at, worker))
                worker.send_signal(signal.SIGCONT)
                self.woken.append(worker)
                self._awake.append(worker)
        while len(self._awake) < self._count:
            command = [sys.executable, "-m", "tests.faults.worker_process"]
            self._awake.append(subprocess.Popen(command, cwd=ROOT, env=self._environment, stdout=self._log, stderr=self._log))

    @property
    def are_ready(self) -> bool:
        """Whether as many as there are to be have said so; before that a signal ends one as it ends any process."""
        return Path(self._log.name).read_text().count("Ready for jobs.") >= self._count

    @property
    def frozen(self) -> int:
        return len(self._frozen)

    @property
    def pids(self) -> list[int]:
        return [worker.pid for worker in self._awake]

    def tell_all(self, number: signal.Signals) -> list[subprocess.Popen[bytes]]:
        """Send a signal to every worker that is awake; returns them."""
        told = list(self._awake)
        for worker in told:
            worker.send_signal(number)
        return told

    def close(self) -> None:
        workers = [*self._awake, *(worker for _, worker in self._frozen)]
        for worker in workers:
            worker.kill()
        for worker in workers:
            worker.wait()
        self._log.close()


def _is_stopped(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state == "T"


def empty_queue() -> None:
    """The queue's tables are not Django's, so what its tests empty at their end leaves them; call this when the workers have gone."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_periodic_defers, procrastinate_jobs, procrastinate_workers CASCADE")
