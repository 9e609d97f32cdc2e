"""`mutua doctor`: what is in order, what is not, and what to do."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import click

State = Literal["ok", "note", "wrong"]
MARKS: dict[State, str] = {"ok": "✓", "note": "·", "wrong": "✗"}
LEAST_SPACE = 1_000_000_000  # bytes


@dataclass(frozen=True)
class Finding:
    """One line of the report. `do`: what to do about it, empty when nothing has to be done."""

    what: str
    state: State
    says: str
    do: str = ""


@click.command("doctor", epilog="Example: mutua doctor --json")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def command(as_json: bool) -> None:
    """Check this installation. Exit code 1 when something is wrong."""
    findings = list(examine())
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings], indent=2))
    else:
        for finding in findings:
            click.echo(f"{MARKS[finding.state]} {finding.what:<12} {finding.says}" + (f"\n  → {finding.do}" if finding.do else ""))
    if any(finding.state == "wrong" for finding in findings):
        raise click.exceptions.Exit(1)


def examine() -> Iterator[Finding]:
    """Every finding, in the order in which one depends on the other; what cannot be looked at is left out."""
    from mutua.config import conf

    version = ".".join(map(str, sys.version_info[:3]))
    yield (
        Finding("Python", "ok", version)
        if sys.version_info >= (3, 11)
        else Finding("Python", "wrong", version, "Install Python 3.11 or newer.")
    )
    try:
        environment = conf.read(secrets=False)
    except conf.Misconfigured as error:
        yield Finding("Settings", "wrong", str(error), "Correct the environment variable; `mutua config show` lists them.")
        return
    yield Finding("Settings", "ok", "every MUTUA_ variable is known")
    yield from _data_folder(environment.data_folder)
    yield _browser_files()
    yield _documents()
    yield from _database(environment)


def _data_folder(folder: Path) -> Iterator[Finding]:
    if not folder.exists():
        yield Finding("Data folder", "note", f"{folder} is made at the first start")
        return
    if not folder.is_dir():
        yield Finding("Data folder", "wrong", f"{folder} is a file", "Set MUTUA_DATA to a folder.")
        return
    if not os.access(folder, os.W_OK):
        yield Finding("Data folder", "wrong", f"{folder} cannot be written", "Give this user the folder, or set MUTUA_DATA.")
        return
    free = shutil.disk_usage(folder).free
    if free < LEAST_SPACE:
        yield Finding("Data folder", "wrong", f"only {free // 1_000_000} MB are free on {folder}", "Make room before the database stops.")
    else:
        yield Finding("Data folder", "ok", f"{folder}, {free // 1_000_000_000} GB free")


def _browser_files() -> Finding:
    from mutua.config import conf

    built = conf.CHECKOUT / "mutua" / "foundation" / "ui" / "built"
    if built.is_dir() and any(built.iterdir()):
        return Finding("Browser", "ok", "browser files are built")
    return Finding(
        "Browser", "wrong", "browser files are not built", "Run `make run`, or `npm ci` and `python -m mutua.foundation.ui.build`."
    )


def _documents() -> Finding:
    from importlib import import_module

    try:
        import_module("weasyprint")
    except OSError:
        return Finding(
            "PDFs", "note", "cannot be made: Pango is missing", "Debian: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
        )
    return Finding("PDFs", "ok", "can be made")


def _database(environment) -> Iterator[Finding]:  # type: ignore[no-untyped-def]
    from mutua.cli.instance import Instance
    from mutua.cli.opening import reach, set_up
    from mutua.foundation.database import embedded

    if environment.embedded:
        try:
            yield Finding("Programs", "ok", str(embedded.programs()))
        except embedded.DatabaseTrouble as trouble:
            yield Finding("Programs", "wrong", str(trouble))
            return
        running = environment.data_folder.is_dir() and Instance(environment.data_folder).is_running()
        yield Finding("Mutua", "ok", "runs") if running else Finding("Mutua", "note", "does not run", "`mutua serve` starts it.")
        if embedded.Server(environment.data_folder).running_pid() is None:
            yield Finding("Database", "note", "does not run, so it was not examined")
            return
        os.environ["DATABASE_URL"] = embedded.Server(environment.data_folder).url("app")
    try:
        yield Finding("Database", "ok", f"PostgreSQL {reach(os.environ['DATABASE_URL'])}")
    except embedded.DatabaseTrouble as trouble:
        yield Finding("Database", "wrong", str(trouble))
        return
    set_up()
    for look in (_migrations, _extensions, _jobs, _mail, _portal):
        yield _guarded(look)


def _guarded(look: Callable[[], Finding]) -> Finding:
    from django.db import Error

    try:
        return look()
    except Error as error:
        return Finding("Database", "wrong", str(error).strip().splitlines()[0], "Run `mutua migrate`.")


def _migrations() -> Finding:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if missing:
        return Finding("Migrations", "wrong", f"{missing} are missing", "Run `mutua migrate`.")
    return Finding("Migrations", "ok", "in step with this version")


def _extensions() -> Finding:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select extname from pg_extension")
        missing = {"pg_trgm", "unaccent", "btree_gin", "citext"} - {name for (name,) in cursor.fetchall()}
    if missing:
        return Finding("Extensions", "wrong", f"missing: {', '.join(sorted(missing))}", "Run `mutua migrate` as the owner of the database.")
    return Finding("Extensions", "ok", "all there")


def _jobs() -> Finding:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) filter (where status = 'todo' and scheduled_at is null), count(*) filter (where status = 'failed') from procrastinate_jobs"
        )
        waiting, failed = cursor.fetchone()
        cursor.execute("select count(*) from procrastinate_workers where last_heartbeat > now() - interval '30 seconds'")
        (workers,) = cursor.fetchone()
    says = f"{workers} workers alive, {waiting} jobs waiting, {failed} given up"
    if waiting and not workers:
        return Finding("Jobs", "wrong", says, "Start a worker: `mutua worker`, or `mutua serve` for everything.")
    return Finding("Jobs", "note" if failed else "ok", says, "The page /jobs/ shows why they gave up." if failed else "")


def _mail() -> Finding:
    from django.conf import settings
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select count(*) filter (where state = 'waiting'), count(*) filter (where state = 'failed') from mail_outgoingmail")
        waiting, failed = cursor.fetchone()
    where = "goes to the server of MUTUA_SMTP_URL" if settings.MAIL_GOES_OUT else "is kept in the data folder, no server is set"
    says = f"{where}; {waiting} waiting, {failed} failed"
    return Finding("Mail", "note" if failed else "ok", says, "The page /mail/ shows why, and sends again." if failed else "")


def _portal() -> Finding:
    from django.conf import settings

    from mutua.portals.walls import gaps_in_walls

    gaps = gaps_in_walls()
    if gaps:
        return Finding("Portal", "wrong", f"the wall before customers' pages does not stand: {'; '.join(gaps)}", "Run `mutua migrate`.")
    if not settings.PORTAL_URL:
        return Finding("Portal", "note", "no pages for customers are served: MUTUA_PORTAL_PORT is 0")
    return Finding("Portal", "ok", f"customers' pages at {settings.PORTAL_URL}, and the wall before them stands")
