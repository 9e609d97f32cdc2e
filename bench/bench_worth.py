"""How long does it take to say what a million customers are worth, from their orders in the database to rows of results there?

    python -m bench.bench_worth [--anew]

A million people and some three million orders, bought and left off as BG/NBD says (seed 5), are loaded once into `var/bench-worth`. Measured is the
whole job as the worker runs it, twice: into an empty table and over last night's results. The floor in the same run: the orders sent out by a bare
COPY and a million rows of results taken in by another, into a table without indexes. Exit code 1 where the aim of 30 s is missed.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from datetime import date, timedelta

import numpy as np
import psycopg

from bench.installation import installed
from mutua.config import conf
from mutua.foundation.database.embedded import Server

FOLDER = conf.CHECKOUT / "var" / "bench-worth"
CUSTOMERS, AIM = 1_000_000, 30.0


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m bench.bench_worth", description=(__doc__ or "").splitlines()[0])
    options.add_argument("--anew", action="store_true", help="load the data again")
    chosen = options.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with installed(anew=chosen.anew, folder=FOLDER, made_by="bench_worth.py") as server:
        print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors before", flush=True)
        _load(server)
        from mutua.backoffice.actions.count_worth import count_worth
        from mutua.backoffice.models import Order, Worth
        from mutua.foundation.access import flow_actor

        Worth.objects.all().delete()
        floor = _floor(server)
        print(
            f"\n{Order.objects.count():,} orders of {CUSTOMERS:,} customers\n\n| | seconds | × bare |\n|---|--:|--:|\n| bare | {floor:.1f} | 1 |"
        )
        slowest = 0.0
        for told in ("into an empty table", "over last night's results"):
            begun = time.perf_counter()
            count_worth(flow_actor("benchmark"))
            took = time.perf_counter() - begun
            slowest = max(slowest, took)
            print(f"| {told} | {took:.1f} | {took / floor:.1f} |", flush=True)
        assert Worth.objects.count() == CUSTOMERS
        print(f"\nAim: {AIM:.0f} s: {'met' if slowest <= AIM else '**missed**'}. Load at last: {os.getloadavg()[0]:.1f}.")
        return 0 if slowest <= AIM else 1


def _load(server: Server) -> None:
    from bench.bench_lifetime import purchases
    from bench.loading import copy_rows
    from mutua.backoffice.models import Order
    from mutua.customers.models import Person

    if Order.objects.exists():
        return
    who, when = purchases(CUSTOMERS)
    today = date.today()  # noqa: DTZ011 - the orders have to end before the day of the run
    random = np.random.default_rng(6)
    amounts = np.round(random.gamma(6.0, 1 / random.gamma(3.7, 1 / 15.0, CUSTOMERS)[who]) + 0.01, 2)
    with psycopg.connect(server.url("superuser")) as connection, connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        copy_rows(cursor, Person, ("id", "given_name", "family_name"), ((key, "Ada", f"Number {key}") for key in range(1, CUSTOMERS + 1)))
        days = [today - timedelta(weeks=float(back)) for back in when]
        rows = (
            (int(key) + 1, f"O{n}", day, day, "GBP", float(amount))
            for n, (key, day, amount) in enumerate(zip(who, days, amounts, strict=True))
        )
        copy_rows(cursor, Order, ("person_id", "number", "placed_on", "dated_on", "currency", "value"), rows)
    with psycopg.connect(server.url("superuser"), autocommit=True) as connection:
        connection.execute("vacuum analyze")


def _floor(server: Server) -> float:
    with psycopg.connect(server.url("superuser")) as connection, connection.cursor() as cursor:
        begun = time.perf_counter()
        with cursor.copy("copy (select person_id, dated_on, value from backoffice_order) to stdout (format binary)") as out:
            for _block in out:
                pass
        cursor.execute(
            "create temporary table bare (person bigint, orders integer, alive float8, purchases float8, value numeric) on commit drop"
        )
        with cursor.copy("copy bare from stdin") as into:
            into.write(b"".join(b"%d\t3\t0.5\t1.25\t99.50\n" % key for key in range(CUSTOMERS)))
        return time.perf_counter() - begun


if __name__ == "__main__":
    sys.exit(main())
