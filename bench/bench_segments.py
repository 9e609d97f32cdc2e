"""How long does it take to say who belongs to a segment, among a million accounts?

    python -m bench.bench_segments

The accounts of the benchmark are copied nine times over and taken out again at the end. Prints seconds for the first fill, for a look
that finds nothing new, for one after which one account in a hundred joined or left, and from the edit of one account to its membership,
through a real worker, while eleven segments stand. Exit code 1 where an aim is missed.
"""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta

import psycopg
from django.db import models
from psycopg import sql

from bench.installation import installed
from mutua.foundation.database.embedded import Server

COPIES = 9
FIRST_SECONDS, COMPARE_SECONDS, EDIT_SECONDS = 60.0, 10.0, 1.0
OTHERS, EDITS = 10, 20
PREDICATE = {
    "all": [
        {"field": "roles", "op": "contains", "value": "customer"},
        {"any": [{"field": "spend", "op": "gte", "value": 50_000}, {"field": "country", "op": "in", "value": ["Kenya", "Zambia"]}]},
        {"not": {"field": "created", "op": "within_last", "value": "30d"}},
    ]
}


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with installed(anew=False) as server:
        from bench.loading import load
        from mutua.customers.models import Account

        load(server)
        newest = Account.everything.latest("pk").pk
        try:
            multiply(server, Account, newest)
            return 0 if all(measure(server, Account, newest)) else 1
        finally:
            take_out(server, Account, newest)


def multiply(server: Server, model: type[models.Model], newest: int) -> None:
    """COPIES times every account more, added on days of the last three years."""
    table = sql.Identifier(model._meta.db_table)
    fields = [field.column for field in model._meta.concrete_fields if not isinstance(field, models.GeneratedField)]
    names = sql.SQL(", ").join(sql.Identifier(name) for name in fields if name not in ("id", "created_at"))
    with psycopg.connect(server.url("superuser"), autocommit=True) as connection:
        # The copies fit by construction, and what is taken out again needs no history
        connection.execute("set session_replication_role = replica")
        connection.execute(
            sql.SQL(
                "insert into {table} (id, created_at, {names}) select {newest} + id * {copies} + n,"
                " now() - (id * 7 + n) % 1095 * interval '1 day', {names} from {table}, generate_series(1, {copies}) n"
            ).format(table=table, names=names, newest=newest, copies=COPIES)
        )
        connection.execute(sql.SQL("vacuum analyze {}").format(table))


def measure(server: Server, model: type[models.Model], newest: int) -> list[bool]:
    """One segment: filled, looked at again, and looked at after the country of one account in a hundred changed."""
    from mutua.foundation.access import flow_actor
    from mutua.strategy.actions.recompute_segment import recompute_segment
    from mutua.strategy.models import Segment

    segment = Segment.objects.create(name="Benchmark", predicate=PREDICATE)
    actor = flow_actor("benchmark")

    def look() -> str:
        moved = recompute_segment(actor, segment.pk)
        return f"{moved.joined:,} joined, {moved.left:,} left"

    print(f"{model._default_manager.count():,} accounts", flush=True)
    try:
        met = [timed("first fill", FIRST_SECONDS, look), timed("nothing new", COMPARE_SECONDS, look)]
        with psycopg.connect(server.url("superuser"), autocommit=True) as connection:
            connection.execute("set session_replication_role = replica")
            turned = "case when country in ('Kenya', 'Zambia') then 'Japan' else 'Kenya' end"
            table = model._meta.db_table
            connection.execute(f"update {table} set country = {turned} where id > %s and id %% 100 = 7", [newest])  # noqa: S608
        met.append(timed("one in a hundred changed", COMPARE_SECONDS, look))
        for n in range(OTHERS):
            rule = {"all": [{"field": "country", "op": "is", "value": "Peru"}, {"field": "spend", "op": "gte", "value": n * 10_000}]}
            recompute_segment(actor, Segment.objects.create(name=f"Benchmark {n}", predicate=rule).pk)
        return [*met, one_edit(server, newest, segment.pk)]
    finally:
        Segment.everything.filter(name__startswith="Benchmark").delete()


def one_edit(server: Server, newest: int, segment_id: int) -> bool:
    """From the commit of an edit to the membership that follows from it."""
    from mutua.cli.supervisor import environment_for, mutua
    from mutua.customers.actions.edit_account import edit_account
    from mutua.customers.models import Account
    from mutua.foundation import days
    from mutua.foundation.access import flow_actor
    from mutua.strategy.models import SegmentMember

    spending = Account.objects.filter(pk__gt=newest, roles__contains=["customer"], spend_per_year__lt=50_000)
    outside = spending.exclude(country__in=["Kenya", "Zambia"]).filter(created_at__lt=days.now() - timedelta(days=60))
    chosen = list(outside.order_by("pk").values_list("pk", flat=True)[:EDITS])
    worker = subprocess.Popen(mutua("worker"), env=environment_for(os.environ["DATABASE_URL"]))
    try:
        time.sleep(8)  # until it listens
        took = [_seconds_of(edit_account, SegmentMember, flow_actor("benchmark"), number, segment_id) for number in chosen]
    finally:
        worker.terminate()
        worker.wait(timeout=60)
    middle, worst = statistics.median(took), max(took)
    print(f"one account edited: {middle:.2f} s in the median of {len(took)}, {worst:.2f} s at worst (aim {EDIT_SECONDS:.0f} s)", flush=True)
    return worst <= EDIT_SECONDS


def _seconds_of(edit: Callable[..., object], members: type[models.Model], actor: object, account_id: int, segment_id: int) -> float:
    edit(actor, account_id, version=None, country="Zambia")
    begun = time.perf_counter()
    while not members._default_manager.filter(segment=segment_id, account=account_id, until=None).exists():
        time.sleep(0.01)
        if time.perf_counter() - begun > 60:
            raise TimeoutError(f"Account {account_id} did not join within a minute.")
    return time.perf_counter() - begun


def timed(what: str, most: float, act: Callable[[], str]) -> bool:
    """Prints what was done with its seconds, and tells whether it was quick enough."""
    begun = time.perf_counter()
    said = act()
    seconds = time.perf_counter() - begun
    print(f"{what}: {seconds:.1f} s (aim {most:.0f} s), {said}", flush=True)
    return seconds <= most


def take_out(server: Server, model: type[models.Model], newest: int) -> None:
    with psycopg.connect(server.url("superuser"), autocommit=True) as connection:
        connection.execute("set session_replication_role = replica")
        connection.execute(sql.SQL("delete from {} where id > %s").format(sql.Identifier(model._meta.db_table)), [newest])
        connection.execute("vacuum analyze")


if __name__ == "__main__":
    sys.exit(main())
