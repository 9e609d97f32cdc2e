"""Does a timeline stay as quick with ten million entries as with a hundred thousand?

    python -m bench.bench_timeline [--entries 10000000] [--few 100000]

Two tables' worth of lines, one after the other, are loaded by COPY into an embedded server of its own (`var/bench-timeline`, taken away at
the end): the same busy account, with a hundredth of all lines, and many quiet ones. Asked are pages as the account's page asks for them:
the newest, one in the middle of the busiest account, the same of a rare kind, of one person and of one month. Prints medians at both sizes,
their ratio, and whether each query goes by an index alone. Exit code 1 where a ratio is above the aim or a query reads a whole table.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import psycopg

from mutua.cli.opening import set_up
from mutua.cli.supervisor import environment_for, mutua
from mutua.config import conf
from mutua.foundation.database import embedded

FOLDER = conf.CHECKOUT / "var" / "bench-timeline"
MOST_RATIO = 3.0  # the logarithm of a hundred times as many is 1.4 times that of the few; the rest is what no longer lies in memory
TIMES = 40
BUSY = 1  # the number of the busy account; a hundredth of all lines are its
PEOPLE = 200  # of the busy account, and among these the first is busy, too
NEWEST = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
YEARS = timedelta(days=3 * 365)
BODY = "Went through the open orders; two pallets were short and come with the next truck."
# How often each happens, in a thousand: deals are rare.
SENTENCES = (
    ("daybook.interaction.call", 500),
    ("daybook.interaction.mail", 250),
    ("backoffice.shipment.arrived_late", 100),
    ("customers.account.changed", 90),
    ("daybook.task.promised", 40),
    ("sales.opportunity.won", 20),
)


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m bench.bench_timeline", description=(__doc__ or "").splitlines()[0])
    options.add_argument("--entries", type=_many, default=10_000_000, help="at most so many (default: ten million)")
    options.add_argument("--few", type=_many, default=100_000, help="beside so many (default: a hundred thousand)")
    chosen = options.parse_args()
    if chosen.few >= chosen.entries:
        options.error("--few has to be less than --entries: the larger is compared with the smaller.")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    shutil.rmtree(FOLDER, ignore_errors=True)
    server, _started = embedded.start(FOLDER)
    try:
        os.environ.update(MUTUA_DATA=str(FOLDER), MUTUA_DEMO="no", MUTUA_LOG_LEVEL="WARNING")
        subprocess.run(mutua("migrate", "--prepare"), env=environment_for(server.url("owner")), check=True)
        os.environ["DATABASE_URL"] = server.url("app")
        set_up()
        print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors before", flush=True)
        sizes = [_at(server, chosen.few), _at(server, chosen.entries)]
        return 0 if _told(chosen.few, chosen.entries, *sizes) else 1
    finally:
        embedded.stop(server)
        shutil.rmtree(FOLDER, ignore_errors=True)


def _many(text: str) -> int:
    number = int(text.replace("_", "").replace(",", ""))
    if number < 10_000:
        raise argparse.ArgumentTypeError("with fewer than 10,000 there is nothing to see")
    return number


def _at(server: embedded.Server, count: int) -> dict[str, tuple[float, str]]:
    """{what was asked: (seconds, how it was found)} with so many lines."""
    begun = time.monotonic()
    with psycopg.connect(server.url("superuser"), autocommit=True) as connection:
        connection.execute("truncate timeline_timelineentry")
        _copy(connection, count)
        connection.execute("vacuum analyze timeline_timelineentry")
        row = connection.execute("select pg_total_relation_size('timeline_timelineentry')").fetchone()
    print(f"{count:,} lines after {time.monotonic() - begun:.0f} s, {(row or (0,))[0] / 2**30:.2f} GiB with indexes", flush=True)
    return {name: _asked(narrowing, deep) for name, narrowing, deep in _questions()}


def _copy(connection: psycopg.Connection[Any], count: int) -> None:
    from mutua.foundation.timeline.writing import COPY

    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for row in _rows(count):
            copy.write_row(row)


def _rows(count: int) -> Iterator[tuple[Any, ...]]:
    """As they came. A third of what the busy account does is told of a person as well."""
    random, kinds, weights = Random(5), *zip(*SENTENCES, strict=True)
    step, quiet = YEARS / count, max(2, count // 100)
    params = json.dumps({"with_whom": "Thandiwe Mwansa", "deal": "GTX Pro", "number": "7", "days": 3, "detail": BODY})
    for number in range(count):
        account = BUSY if number % 100 == 0 else 2 + random.randrange(quiet)
        (sentence,) = random.choices(kinds, weights)
        at = NEWEST - YEARS + step * number
        row = (sentence, params, "Ada Lindqvist", "us", "physical-delivery", "", number)
        yield (at, "account", account, *row)
        if account == BUSY and number % 300 == 0:
            yield (at, "person", 1 + int(PEOPLE * random.random() ** 2), *row)


def _questions() -> list[tuple[str, Any, bool]]:
    """(name, narrowing, whether from the middle)"""
    from mutua.foundation.timeline import Narrowing

    month = {"since": date(2025, 3, 1), "until": date(2025, 3, 31)}
    return [
        ("newest page", Narrowing(), False),
        ("page in the middle", Narrowing(), True),
        ("rare kind, newest", Narrowing(kind="deal"), False),
        ("rare kind, in the middle", Narrowing(kind="deal"), True),
        ("kind of several nouns, in the middle", Narrowing(kind="change"), True),
        ("one person, in the middle", Narrowing(person=1), True),
        ("one month of a kind", Narrowing(kind="delivery", **month), False),
    ]


def _asked(narrowing: Any, deep: bool) -> tuple[float, str]:
    """Median seconds of `entries_for`, and how the database found the lines."""
    from django.db import connection, reset_queries
    from django.test.utils import CaptureQueriesContext

    from mutua.foundation.access import flow_actor
    from mutua.foundation.timeline import entries_for

    actor, middle = flow_actor("benchmark"), NEWEST - YEARS / 2
    before = f"{int(middle.timestamp() * 1_000_000)}-{2**40}" if deep else None
    seconds = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        page = entries_for(actor, "account", BUSY, before=before, narrowing=narrowing)
        seconds.append(time.perf_counter() - begun)
    assert page.entries, f"{narrowing} finds nothing: there is nothing to measure"
    with CaptureQueriesContext(connection) as captured:
        entries_for(actor, "account", BUSY, before=before, narrowing=narrowing)
    with connection.cursor() as cursor:
        cursor.execute("explain (format json) " + captured.captured_queries[-1]["sql"])
        (plan,) = cursor.fetchone()
    reset_queries()
    return statistics.median(seconds), ", ".join(sorted(_scans((plan if isinstance(plan, list) else json.loads(plan))[0]["Plan"])))


def _scans(node: dict[str, Any]) -> set[str]:
    """The indexes of a plan, and “whole table” for what is read through."""
    found = {node["Index Name"]} if "Index Name" in node else {"whole table"} if node["Node Type"] == "Seq Scan" else set()
    return found.union(*(_scans(below) for below in node.get("Plans", [])))


def _told(few: int, many: int, small: dict[str, tuple[float, str]], large: dict[str, tuple[float, str]]) -> bool:
    print(f"\n| Asked | {few:,} lines | {many:,} lines | ratio (≤ {MOST_RATIO:.0f}) | found by |\n|---|--:|--:|--:|---|")
    met = True
    for name, (seconds, _by) in small.items():
        slower, by = large[name]
        ratio = slower / seconds
        missed = ratio > MOST_RATIO or "whole table" in by
        met = met and not missed
        print(f"| {name} | {seconds * 1000:.1f} ms | {slower * 1000:.1f} ms | {ratio:.1f}{' **missed**' * missed} | {by} |")
    print(f"\nLoad of the machine at last: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors.")
    return met


if __name__ == "__main__":
    sys.exit(main())
