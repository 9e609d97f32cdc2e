"""The supervisor: keeps the database, the web server and the worker alive, and ends them together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from mutua.cli.instance import Child, Instance, end

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
CALM = 60.0  # a process that lived this long has earned a quick restart
LOOK_EVERY = 0.5


@dataclass
class Kept:
    """A process that has to run. `once` processes may end by themselves; `environment`, where it is not that of the others."""

    name: str
    command: Sequence[str]
    once: bool = False
    environment: Mapping[str, str] | None = None
    process: subprocess.Popen[bytes] | None = None
    child: Child | None = None
    begun: float = 0.0
    pause: float = FIRST_PAUSE
    due: float = 0.0


@dataclass
class Supervisor:
    """`say(sentence)` tells the person at the terminal; `revive_database()` starts the embedded server again if it died."""

    instance: Instance
    address: str
    environment: Mapping[str, str]
    say: Callable[[str], None]
    revive_database: Callable[[], None] | None = None
    kept: list[Kept] = field(default_factory=list)
    _ending: threading.Event = field(default_factory=threading.Event)

    def catch_signals(self) -> None:
        """From now on SIGINT, SIGTERM and SIGHUP end the supervision instead of the process."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: self._ending.set())

    @property
    def is_ending(self) -> bool:
        return self._ending.is_set()

    def keep(self, name: str, command: Sequence[str], *, once: bool = False, environment: Mapping[str, str] | None = None) -> None:
        kept = Kept(name, command, once, environment)
        self.kept.append(kept)
        self._start(kept)

    def watch(self, look: Callable[[], None]) -> None:
        """Look after the processes, and call `look` each time, until a signal asks to end."""
        while not self._ending.wait(LOOK_EVERY):
            if self.instance.parent not in (None, os.getppid()):
                return
            if self.revive_database is not None:
                self.revive_database()
            for kept in list(self.kept):
                self._look_after(kept)
            look()

    @property
    def children(self) -> list[Child]:
        return [kept.child for kept in self.kept if kept.child is not None]

    def end(self) -> None:
        end(self.children)

    def _start(self, kept: Kept) -> None:
        # a session of its own: Ctrl-C reaches only us, and we end the others in order
        kept.process = subprocess.Popen(
            kept.command,
            env=dict(kept.environment or self.environment),
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            cwd=self.instance.folder,
        )
        kept.begun = time.monotonic()
        kept.due = 0.0
        kept.child = Child.of(kept.name, kept.process.pid)
        self._note()

    def _look_after(self, kept: Kept) -> None:
        if kept.process is None or kept.process.poll() is None:
            return
        now = time.monotonic()
        if kept.once:
            if kept.process.returncode != 0:
                self.say(f"{kept.name} ended with exit code {kept.process.returncode}.")
            self.kept.remove(kept)
            self._note()
        elif not kept.due:
            if kept.child is not None:
                end([kept.child], patience=2)  # what is left of its group would hold the port
            kept.pause = FIRST_PAUSE if now - kept.begun > CALM else min(kept.pause * 2, LONGEST_PAUSE)
            kept.due = now + kept.pause
            self.say(f"{kept.name} ended (exit code {kept.process.returncode}); it starts again in {kept.pause:.0f} s.")
        elif now >= kept.due:
            self._start(kept)

    def _note(self) -> None:
        self.instance.write(self.address, self.children)


def mutua(*arguments: str) -> list[str]:
    """The command line of another `mutua` with this very Python."""
    return [sys.executable, "-m", "mutua.cli.main", *arguments]


def environment_for(database_url: str) -> dict[str, str]:
    """The environment of the children: ours, and the database as the role that they may use."""
    return {**os.environ, "DATABASE_URL": database_url, "PYTHONUNBUFFERED": "1", "DJANGO_SETTINGS_MODULE": "mutua.config.settings"}
