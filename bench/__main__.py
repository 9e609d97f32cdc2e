"""How fast are the main pages with 100,000 accounts, 200,000 people and a million interactions, beside a bare handler?

    python -m bench [--requests 60] [--anew]

The data are loaded once into `var/bench`; `--anew` loads them again. Prints a table in Markdown.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from bench.asking import at_once, in_turns
from bench.installation import FOLDER, Web, installed
from mutua.foundation.database.embedded import Server

if TYPE_CHECKING:
    from bench.pages import Page

CLIENTS = 8
WARM = 16
MOST_RATIO, MOST_SECONDS = 3.0, 0.2
HEAD = (
    "| Page | Who | Queries | 1 client: median | p95 | bare | ratio | 8 clients: median | p95 | bare | ratio | Processor | bare | Missed |\n"
    "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|"
)


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m bench", description=(__doc__ or "").splitlines()[0])
    options.add_argument("--requests", type=int, default=60, help="by one client for each page; four times as many by eight")
    options.add_argument("--anew", action="store_true", help="load the data again")
    chosen = options.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers are ended then too
    with installed(anew=chosen.anew) as server:
        run(server, chosen.requests)
    return 0


def run(server: Server, requests: int) -> None:
    """Load, measure and print. Accounts that were created are taken out again."""
    from bench.loading import load
    from bench.pages import pages
    from mutua.customers.models import Account

    print(f"{machine()}, {database(server)}, {time.strftime('%Y-%m-%d %H:%M')}", flush=True)
    load(server)
    newest = Account.everything.latest("pk").pk
    try:
        asked = list(pages(writes=5 * requests))
        statements = FOLDER / "statements.json"
        statements.write_text(json.dumps({page.key: page.statements for page in asked}), encoding="utf-8")
        measure(asked, requests, statements)
    finally:
        Account.everything.filter(pk__gt=newest).delete()


def measure(asked: list[Page], requests: int, statements: Path) -> None:
    """Both servers run all the time; each page is asked of both before the next one."""
    mutua, bare = Web("mutua.config.wsgi:application"), Web("bench.bare:application", BENCH_STATEMENTS=str(statements))
    try:
        mutua.wait("/sign-in/")
        bare.wait(f"/{asked[0].key}/0")
        first = mutua.memory()
        print(f"\n{HEAD}", flush=True)
        for page in asked:
            print(row(page, mutua, bare, requests), flush=True)
        print(
            f"\nMemory of {len(mutua.processes())} processes: {first / 2**20:.0f} MiB at first, {mutua.memory() / 2**20:.0f} MiB at last",
            end="",
        )
        print(
            f" (bare: {bare.memory() / 2**20:.0f} MiB). Load of the machine at last: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors."
        )
    finally:
        mutua.end()
        bare.end()


def row(page: Page, mutua: Web, bare: Web, requests: int) -> str:
    """One page measured, as a row of the table. The aims are those of one client."""
    pairs = ((mutua, page.question), (bare, page.bare_question))
    for web, question in pairs:
        at_once(web.port, question, WARM, clients=CLIENTS)
    one, one_bare = in_turns([mutua.port, bare.port], [page.question, page.bare_question], requests)
    used = [web.processor_seconds() for web, _ in pairs]
    many, many_bare = (at_once(web.port, question, 4 * requests, clients=CLIENTS) for web, question in pairs)
    processor = [(web.processor_seconds() - before) / (4 * requests) for (web, _), before in zip(pairs, used, strict=True)]
    ratio = one.median / one_bare.median
    missed = [
        f"queries ≤ {page.most_queries}" if page.most_queries and page.queries > page.most_queries else "",
        f"ratio ≤ {MOST_RATIO:.0f}" if ratio > MOST_RATIO else "",
        f"p95 ≤ {MOST_SECONDS * 1000:.0f} ms" if one.p95 > MOST_SECONDS else "",
    ]
    aim = f" (≤ {page.most_queries})" if page.most_queries else ""
    cells = [
        page.title, page.who, f"{page.queries}{aim}", *map(milliseconds, (one.median, one.p95, one_bare.median)), f"{ratio:.1f}",
        *map(milliseconds, (many.median, many.p95, many_bare.median)), f"{many.median / many_bare.median:.1f}",
        *map(milliseconds, processor), ", ".join(filter(None, missed)),
    ]  # fmt: skip
    return f"| {' | '.join(cells)} |"


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds >= 0.01 else f"{seconds * 1000:.1f} ms"


def machine() -> str:
    with open("/proc/cpuinfo", encoding="utf-8") as lines:
        model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())
    return f"{os.cpu_count()} processors ({model}), load {os.getloadavg()[0]:.1f} before, Python {platform.python_version()}"


def database(server: Server) -> str:
    with psycopg.connect(server.url("app")) as connection:
        return f"PostgreSQL {connection.info.server_version // 10000}"


if __name__ == "__main__":
    sys.exit(main())
