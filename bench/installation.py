"""An installation of its own for the benchmark: data folder, embedded server, and web servers as `mutua serve` starts them."""

from __future__ import annotations

import hashlib
import os
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from mutua.cli.opening import set_up
from mutua.cli.serve import web_command
from mutua.cli.supervisor import environment_for, mutua
from mutua.config import conf
from mutua.foundation.database import embedded

FOLDER = conf.CHECKOUT / "var" / "bench"
PATIENCE = 60.0


@contextmanager
def installed(*, anew: bool, folder: Path = FOLDER, made_by: str = "loading.py") -> Iterator[embedded.Server]:
    """The running server, migrated; Django set up on it as the role that the web uses. A server that this call started is stopped.

    made_by: the file here that makes the rows; where it changed, the folder is made anew.
    """
    mark, state = folder / "made-from", _fingerprint(made_by)
    if anew or (folder.exists() and (not mark.exists() or mark.read_text() != state)):
        embedded.stop(embedded.Server(folder))
        shutil.rmtree(folder, ignore_errors=True)
    server, started = embedded.start(folder)
    try:
        os.environ.update(MUTUA_DATA=str(folder), MUTUA_DEMO="no", MUTUA_LOG_LEVEL="WARNING")
        subprocess.run(mutua("migrate", "--prepare"), env=environment_for(server.url("owner")), check=True)
        mark.write_text(state)
        os.environ["DATABASE_URL"] = server.url("app")
        set_up()
        yield server
    finally:
        if started:
            embedded.stop(server)


def _fingerprint(made_by: str) -> str:
    """What the rows are made by. Changed tables are migrated; `--anew` where that cannot be done."""
    return hashlib.sha256(Path(__file__).with_name(made_by).read_bytes()).hexdigest()


class Web:
    """One web server: granian with the workers and threads that `mutua serve` gives it, here for any WSGI application."""

    def __init__(self, application: str, **environ: str) -> None:
        self.port = _free_port()
        os.environ["MUTUA_PORT"] = str(self.port)
        command = [application if part == "mutua.config.wsgi:application" else part for part in web_command(conf.read())]
        self.process = subprocess.Popen(command, cwd=conf.CHECKOUT, env={**environment_for(os.environ["DATABASE_URL"]), **environ})

    def wait(self, path: str) -> None:
        """Until the first page came. Raises OSError when it does not."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=PATIENCE):
                    return
            except OSError:
                if time.monotonic() > until or self.process.poll() is not None:
                    raise
                time.sleep(0.2)

    def processes(self) -> list[psutil.Process]:
        """The parent and its workers."""
        parent = psutil.Process(self.process.pid)
        return [parent, *parent.children(recursive=True)]

    def memory(self) -> int:
        """Bytes of all its processes now; what they share is counted once."""
        return sum(process.memory_full_info().pss for process in self.processes())

    def processor_seconds(self) -> float:
        """What its processes have computed so far; waiting, also for the database, is not in it."""
        times = [process.cpu_times() for process in self.processes()]
        return sum(time.user + time.system for time in times)

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=PATIENCE)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
