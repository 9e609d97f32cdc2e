"""How many rows a second come in from a file, and does it stay so up to a million?

    python -m bench.bench_imports [--rows 100000 1000000] [--kinds accounts people]

Accounts (flat rows), then people with a mail address, a telephone number and the account they work for. Each run is a process of its own, so
that its peak memory is its own, and takes a file that was made for it; beside it, in the same run, PostgreSQL copies the same file into a bare
table of text columns. Processor: the seconds that Python and PostgreSQL's process for it compute for a thousand rows; on a machine that others
use as well an import waits, but it does not compute more. Floor: what PostgreSQL computes to take the very rows that came in, with source rows and
timelines, into the same tables once more, by one COPY each, with all their indexes, checks and references; no import can be quicker than that.
Prints a table in Markdown; exit code 1 where an aim is missed. What came in is taken out again.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
from psycopg import sql

from bench.installation import FOLDER, installed
from mutua.foundation.database.embedded import Server

SOURCE = "bench-imports"
WRITTEN = "select attname from pg_attribute where attrelid = %s::regclass and attnum > 0 and not attisdropped and attgenerated = ''"
AIMS = {"accounts": 10_000, "people": 4_000}  # rows a second
FLAT = 0.9  # the rate at the most rows as a share of the rate at the fewest
EMPLOYERS = 10_000
HEADINGS = {
    "accounts": "id,name,industry,country,currency,tier,website",
    "people": "id,first name,last name,email,phone,company,department,title",
}
TABLES = (
    "customers_contactpoint", "customers_affiliation", "customers_department", "customers_person", "customers_account",
    "imports_importissue", "imports_sourcerow", "imports_importrun", "timeline_timelineentry",
)  # fmt: skip


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m bench.bench_imports", description=(__doc__ or "").splitlines()[0])
    options.add_argument("--rows", type=int, nargs="+", default=[100_000, 1_000_000])
    options.add_argument("--kinds", nargs="+", choices=AIMS, default=list(AIMS))
    options.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.child:
        take_in(*chosen.child)
        return 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with installed(anew=False) as server:
        newest = _newest(server)
        try:
            print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} before, {time.strftime('%Y-%m-%d %H:%M')}\n")
            print(
                "| Kind | Rows | Seconds | Rows a second | Aim | Processor: Python | PostgreSQL | Floor | Bare COPY | Ratio | Peak memory | Load after |\n"
                + "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
            )
            met = [measure(server, kind, sorted(chosen.rows), newest) for kind in chosen.kinds]
        finally:
            take_out(server, newest)
    return 0 if all(met) else 1


def measure(server: Server, kind: str, sizes: list[int], newest: dict[str, int]) -> bool:
    """One kind at each size, from an empty start each time."""
    rates = []
    for size in sizes:
        take_out(server, newest)
        if kind == "people":
            _child(server, "accounts", _file("accounts", EMPLOYERS))
        path = _file(kind, size)
        bare, before = bare_copy(server, path), _newest(server)
        told = _child(server, kind, path)
        path.unlink()
        if told["created"] != size:
            raise SystemExit(f"{size:,} rows of {kind} were given and {told} came of it.")
        rates.append(size / told["seconds"])
        print(
            f"| {kind} | {size:,} | {told['seconds']:.1f} | {rates[-1]:,.0f} | ≥ {AIMS[kind]:,} "
            f"| {told['python'] / size * 1000:.3f} s | {told['server'] / size * 1000:.3f} s | {floor(server, before) / size * 1000:.3f} s | {bare:.1f} s | {told['seconds'] / bare:.1f} "
            f"| {told['memory'] / 2**20:.0f} MiB | {os.getloadavg()[0]:.1f} |",
            flush=True,
        )
    return min(rates) >= AIMS[kind] and rates[-1] >= FLAT * rates[0]


def take_in(kind: str, path: str) -> None:
    """In a process of its own: import the file as the command does, and print what came of it as JSON."""
    from mutua.cli.opening import set_up

    set_up()
    from mutua.foundation.access import flow_actor
    from mutua.foundation.imports.actions.import_now import import_now

    server = _server_process()
    begun, python, computed = time.perf_counter(), time.process_time(), _computed(server)
    with open(path, "rb") as file:
        run = import_now(flow_actor("benchmark"), kind, file, file_name=Path(path).name, source=SOURCE)
    seconds = time.perf_counter() - begun
    processor = {"python": time.process_time() - python, "server": _computed(server) - computed}
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"created": run.created, "refused": run.refused, "seconds": seconds, "memory": memory, **processor}))


def _server_process() -> psutil.Process:
    """PostgreSQL's own process for the connection over which the rows go in."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        return psutil.Process(cursor.fetchone()[0])


def _computed(process: psutil.Process) -> float:
    """Processor seconds since it began."""
    times = process.cpu_times()
    return float(times.user + times.system)


def bare_copy(server: Server, path: Path) -> float:
    """Seconds in which PostgreSQL takes the same file into a table of text columns without any index."""
    with psycopg.connect(server.url("superuser"), autocommit=True) as connection:
        with path.open(encoding="utf-8") as file:
            columns = file.readline().strip().split(",")
        names = sql.SQL(", ").join(sql.SQL("{} text").format(sql.Identifier(name)) for name in columns)
        connection.execute("drop table if exists bench_bare")
        connection.execute(sql.SQL("create table bench_bare ({})").format(names))
        begun = time.perf_counter()
        with (
            connection.cursor() as cursor,
            cursor.copy("copy bench_bare from stdin with (format csv, header)") as copy,
            path.open("rb") as raw,
        ):
            while block := raw.read(1 << 16):
                copy.write(block)
        seconds = time.perf_counter() - begun
        connection.execute("drop table bench_bare")
        return seconds


def floor(server: Server, before: dict[str, int]) -> float:
    """Seconds that PostgreSQL computes to take the rows that came in since `before` into their tables once more."""
    parts = []
    with psycopg.connect(server.url("superuser"), autocommit=True) as connection, tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        for table in reversed(TABLES):
            columns = [name for (name,) in connection.execute(WRITTEN, [table])]
            names = sql.SQL(", ").join(map(sql.Identifier, columns))
            came = sql.SQL("select {} from {} where id > {}").format(names, sql.Identifier(table), sql.Literal(before[table]))
            path = Path(folder, table)
            with path.open("wb") as file, connection.cursor() as cursor, cursor.copy(sql.SQL("copy ({}) to stdout").format(came)) as copy:
                file.writelines(copy)
            parts.append((path, sql.SQL("copy {} ({}) from stdin").format(sql.Identifier(table), names)))
        take_out(server, before)
        process = psutil.Process(connection.info.backend_pid)
        computed = _computed(process)
        with connection.transaction():
            for path, statement in parts:
                with path.open("rb") as file, connection.cursor() as cursor, cursor.copy(statement) as copy:
                    while block := file.read(1 << 18):
                        copy.write(block)
        return _computed(process) - computed


def take_out(server: Server, newest: dict[str, int]) -> None:
    with psycopg.connect(server.url("superuser"), autocommit=True) as connection:
        connection.execute("set session_replication_role = replica")
        for table, number in newest.items():
            connection.execute(sql.SQL("delete from {} where id > %s").format(sql.Identifier(table)), [number])
            connection.execute(sql.SQL("vacuum analyze {}").format(sql.Identifier(table)))


def _newest(server: Server) -> dict[str, int]:
    with psycopg.connect(server.url("superuser")) as connection:
        return {
            table: (connection.execute(sql.SQL("select coalesce(max(id), 0) from {}").format(sql.Identifier(table))).fetchone() or (0,))[0]
            for table in TABLES
        }


def _child(server: Server, kind: str, path: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.bench_imports", "--child", kind, str(path)]
    environment = {**os.environ, "DATABASE_URL": server.url("app")}
    return dict(json.loads(subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE).stdout.splitlines()[-1]))


def _file(kind: str, size: int) -> Path:
    path = FOLDER / f"{kind}-{size}.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADINGS[kind] + "\n")
        file.writelines(_accounts(size) if kind == "accounts" else _people(size))
    return path


def _accounts(size: int) -> Iterator[str]:
    industries, countries = ("retail", "food", "paper", "energy"), ("Kenya", "Zambia", "Peru", "Japan", "Norway")
    for n in range(size):
        yield f"a{n},Company {n} Ltd,{industries[n % 4]},{countries[n % 5]},USD,{n % 3 + 1},www.company{n}.example\n"


def _people(size: int) -> Iterator[str]:
    for n in range(size):
        employer = n % EMPLOYERS
        yield f"p{n},Given{n % 997},Family{n % 9973},p{n}@company{employer}.example,+254 20 {n:07d},a{employer},Buying,Buyer\n"


if __name__ == "__main__":
    sys.exit(main())
