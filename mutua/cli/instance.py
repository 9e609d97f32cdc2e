"""One running Mutua on one data folder: who holds it, and which processes it started.

A process is named by its id and its start time, so that after a crash a reused id is never taken for ours.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import signal
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

import psutil


class AlreadyRunning(Exception):
    """Another supervisor holds the data folder; what it wrote down. `ending`: it will be gone in a moment."""

    def __init__(self, pid: int | None, address: str, ending: bool) -> None:
        super().__init__(pid, address, ending)
        self.pid = pid
        self.address = address
        self.ending = ending


@dataclass(frozen=True)
class Child:
    """A process that we started as the leader of its own group. `started` is its start time in seconds since 1970."""

    name: str
    pid: int
    started: float

    @classmethod
    def of(cls, name: str, pid: int) -> Child:
        return cls(name, pid, psutil.Process(pid).create_time())

    def group(self) -> list[psutil.Process]:
        """The living processes of its group. Without the leader only those count that could be ours."""
        try:
            if abs(psutil.Process(self.pid).create_time() - self.started) > 1:
                return []  # the id belongs to a stranger now, and so would the group
        except psutil.NoSuchProcess:
            pass
        members = []
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error, ProcessLookupError):
                if (
                    os.getpgid(process.pid) == self.pid
                    and process.create_time() >= self.started - 1
                    and process.status() != psutil.STATUS_ZOMBIE
                ):
                    members.append(process)
        return members


class Instance:
    """The claim on a data folder: a lock that dies with its holder, and a note beside it.

    `parent`: the process with which this instance ends, if it was asked to.
    """

    def __init__(self, folder: Path, parent: int | None = None) -> None:
        self.folder = folder
        self.parent = parent
        self._lock: IO[str] | None = None

    @property
    def note(self) -> Path:
        return self.folder / "running.json"

    def claim(self, address: str) -> list[Child]:
        """Take the data folder. Returns the processes which a killed predecessor left behind. Raises AlreadyRunning."""
        lock = open(self.folder / "running.lock", "a", encoding="ascii")  # noqa: SIM115  # held until the process ends
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            said = self._read()
            raise AlreadyRunning(said.get("pid"), said.get("address", ""), _is_ending(said)) from None
        self._lock = lock
        left = [Child(**child) for child in self._read().get("children", [])]
        self.write(address, [])
        return [child for child in left if child.group()]

    def write(self, address: str, children: list[Child], *, ending: bool = False) -> None:
        draft = self.note.with_suffix(".draft")
        draft.write_text(
            json.dumps(
                {
                    "pid": os.getpid(),
                    "address": address,
                    "parent": self.parent,
                    "ending": ending,
                    "children": [asdict(child) for child in children],
                }
            )
        )
        draft.replace(self.note)

    def release(self) -> None:
        self.note.unlink(missing_ok=True)
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def is_running(self) -> bool:
        try:
            with open(self.folder / "running.lock", "a", encoding="ascii") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return False
        except BlockingIOError:
            return True

    def _read(self) -> dict:  # type: ignore[type-arg]
        try:
            said = json.loads(self.note.read_text())
        except (FileNotFoundError, ValueError):
            return {}
        return said if isinstance(said, dict) else {}


def _is_ending(said: dict) -> bool:  # type: ignore[type-arg]
    """Whether it said so, or the process with which it ends has gone and it has not noticed yet."""
    if said.get("ending"):
        return True
    if not (said.get("parent") and said.get("pid")):
        return False
    try:
        return bool(psutil.Process(said["pid"]).ppid() != said["parent"])
    except psutil.NoSuchProcess:
        return True


def end(children: list[Child], *, patience: float = 10.0) -> None:
    """Ask the groups of these processes to end, wait up to `patience` seconds, then end them."""
    for child in children:
        _send(child, signal.SIGTERM)
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline and any(child.group() for child in children):
        _reap(children)
        time.sleep(0.1)
    for child in children:
        _send(child, signal.SIGKILL)
    _reap(children)


def _send(child: Child, what: signal.Signals) -> None:
    for process in child.group():
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(what)


def _reap(children: list[Child]) -> None:
    for child in children:
        with contextlib.suppress(ChildProcessError, OSError):
            os.waitpid(child.pid, os.WNOHANG)
