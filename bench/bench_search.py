"""How long does the palette take to find something among a million people?

    python -m bench.bench_search [--times 40] [--anew] [--statements]

A million people, 200,000 accounts, and deals, tasks, orders, shipments, assets, touchpoints and roadmap items of theirs are loaded once into
`var/bench-search`. An administrator and a representative who sees 0.1 % ask for the same kinds of things: the administrator for anybody's, the
representative for her own and, beside it, for what belongs to others and must be sought in vain. Each is asked with other words each time.
Prints medians and the slowest twentieth beside the aim, what one search computes in Python and in PostgreSQL (a busy machine makes it wait, but
not compute more), the ratio to the bare statements in the same run, and how the dearest statement finds its rows. `--statements` prints each dearest statement with its plan. Exit code 1 where the aim is missed or a large table is read whole.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any

import psutil
import psycopg

from bench.asking import Times
from bench.installation import installed
from mutua.config import conf

if TYPE_CHECKING:
    from django.test import Client

FOLDER = conf.CHECKOUT / "var" / "bench-search"
AIM = 0.1
LARGE = 10_000  # a table of more rows is not to be read whole
WARM = 3
NOT_COUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@dataclass(frozen=True)
class Asked:
    """One kind of question. texts: as many as are asked; found: whether something has to be found."""

    what: str
    texts: list[str]
    found: bool = True


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m bench.bench_search", description=(__doc__ or "").splitlines()[0])
    options.add_argument("--times", type=int, default=40, help="how often each kind is asked (default: 40)")
    options.add_argument("--anew", action="store_true", help="load the data again")
    options.add_argument("--statements", action="store_true", help="print the dearest statement of each kind with its plan")
    chosen = options.parse_args()
    if chosen.times < 2:
        options.error("--times has to be two at least.")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with installed(anew=chosen.anew, folder=FOLDER, made_by="searching_rows.py") as server:
        from bench.searching_rows import load

        print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors before", flush=True)
        load(server)
        with psycopg.connect(server.url("app"), autocommit=True, prepare_threshold=None) as bare:
            met = [_told(who, rows, bare, chosen.statements) for who, rows in _people(chosen.times)]
    print(f"\nLoad of the machine at last: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors.")
    return 0 if all(met) else 1


def _people(times: int) -> Iterator[tuple[str, tuple[Client, list[Asked]]]]:
    from django.test import Client

    from bench.loading import FIRST_USER, REPRESENTATIVES
    from bench.searching_rows import ACCOUNTS
    from mutua.foundation.identity.models import User

    anybody = list(range(1, ACCOUNTS + 1))
    hers = list(range(1, ACCOUNTS + 1, REPRESENTATIVES))
    for who, user, accounts, others in (
        ("administrator", User.objects.get(email="admin@meridian.example"), anybody, []),
        ("representative", User.objects.get(pk=FIRST_USER), hers, [key for key in anybody if key % REPRESENTATIVES != 1]),
    ):
        client = Client(SERVER_NAME="localhost")
        client.force_login(user)
        asked = _questions(accounts, times)
        if others:
            asked += [Asked(f"{one.what}, of others", one.texts, found=False) for one in _questions(others, times) if one.found]
        yield who, (client, asked)


def _questions(accounts: list[int], times: int) -> list[Asked]:
    """About these accounts and their people."""
    from bench.million import slipped
    from bench.searching_rows import ACCOUNTS, telephone
    from mutua.customers.models import Account, ContactPoint, Person

    random = Random(3)
    keys = random.sample(accounts, min(times, len(accounts)))
    keys += random.choices(accounts, k=times - len(keys))
    # The people with these numbers work for the account before: see `account_of`
    numbers = [key - 1 + ACCOUNTS * random.randrange(1, 5) for key in keys]
    things = [(key - 2) % ACCOUNTS + 1 for key in keys]
    people = Person.objects.in_bulk(numbers)
    named = [people[number] for number in numbers]
    companies = [account for key in keys for account in [Account.objects.get(pk=key)]]
    mail_of = dict(ContactPoint.objects.filter(kind="mail", person__in=numbers).values_list("person", "value"))
    mails = [mail_of[number] for number in numbers]
    odd = [number if number % 2 else number - ACCOUNTS + 1 for number in numbers]
    accented = list(Person.objects.filter(pk__in=[n // 10 * 10 for n in numbers]))

    def each(rows: list[Any], say: Callable[[Any], str]) -> list[str]:
        return [say(row) for row in rows]

    return [
        Asked("name of a person", each(named, lambda p: p.name)),
        Asked("name of an account", each(companies, lambda a: a.name)),
        Asked("beginning of a family name", each(named, lambda p: p.family_name[:4])),
        Asked("beginning of an account’s name", each(companies, lambda a: a.name[:9])),
        Asked("two words, turned round", each(named, lambda p: f"{p.family_name} {p.given_name}")),
        Asked("two beginnings", each(named, lambda p: f"{p.given_name[:3]} {p.family_name[:4]}")),
        Asked("two words of an account", each(companies, lambda a: " ".join(a.name.split()[:3:2]))),
        Asked("slip of one letter, person", each(named, lambda p: f"{p.given_name} {slipped(p.family_name, random)}")),
        Asked("slip of one letter, family name alone", each(named, lambda p: slipped(p.family_name, random)), found=False),
        Asked(
            "slip of one letter, account", each(companies, lambda a: " ".join([slipped(a.name.split()[0], random), *a.name.split()[1:]]))
        ),
        Asked("accents left out", each(accented, lambda p: _plain(p.name)), found=False),
        Asked("mail, whole", mails),
        Asked("mail, beginning", each(mails, lambda mail: mail.partition("@")[0])),
        Asked("mail, up to the @", each(mails, lambda mail: mail.partition("@")[0] + "@")),
        Asked("telephone, whole", each(odd, telephone))
        if _all_hers(odd, accounts)
        else Asked("telephone, whole", each(odd, telephone), found=False),
        Asked("telephone, six digits of it", each(odd, lambda n: telephone(n)[-6:]), found=False),
        Asked("domain", each(companies, lambda a: a.website.removeprefix("https://www."))),
        Asked("number in another system", each(keys, lambda key: f"C{key * 37:08}")),
        Asked("number in another system, beginning", each(keys, lambda key: f"C{key * 37:08}"[:7])),
        Asked(
            "order, shipment or serial number", each(things, lambda key: random.choice((f"SO-{key:07}", f"ASN-{key:07}", f"SN{key:08}")))
        ),
        Asked("order or shipment number, beginning", each(things, lambda key: random.choice((f"so-{key:07}", f"asn-{key:07}"))[:-2])),
        Asked("title of a deal or task", each(companies, lambda a: f"Call {a.name.split()[0]}"), found=False),
        Asked("nonsense", [f"{letters}qzxv" for letters in _letters(random, times)], found=False),
        Asked("two words of nonsense", [f"{letters}q {letters}zx" for letters in _letters(random, times)], found=False),
        Asked("two letters", [letters[:2] for letters in _letters(random, times)], found=False),
        Asked("one letter", [letters[:1] for letters in _letters(random, times)], found=False),
    ]


def _all_hers(numbers: list[int], accounts: list[int]) -> bool:
    from bench.searching_rows import PEOPLE, account_of

    known = set(accounts)
    return all(account_of(number, PEOPLE) in known for number in numbers)


def _letters(random: Random, times: int) -> list[str]:
    return [
        "".join(random.choices("bdfgklmnprst", k=1) + random.choices("aeiou", k=1) + random.choices("klmnrst", k=2)) for _ in range(times)
    ]


def _plain(text: str) -> str:
    return text.translate(str.maketrans("áéöü", "aeou"))


def _told(who: str, rows: tuple[Client, list[Asked]], bare: psycopg.Connection[Any], statements: bool) -> bool:
    client, asked = rows
    print(
        f"\n| {who.capitalize()} asks for | statements | median | p95 (≤ {AIM * 1000:.0f} ms) | processor | bare | ratio | dearest statement finds by |",
        flush=True,
    )
    print("|---|--:|--:|--:|--:|--:|--:|---|", flush=True)
    met = True
    for one in asked:
        row, good = _measured(client, one, bare, statements)
        met = met and good
        print(row, flush=True)
    return met


def _measured(client: Client, one: Asked, bare: psycopg.Connection[Any], statements: bool) -> tuple[str, bool]:
    """One kind of question as a row of the table, and whether it was quick enough."""
    for text in one.texts[:WARM]:
        _ask(client, one, text)
    seconds, floor, dearest, most, computed = [], [], (0.0, ""), 0, 0.0
    for text in one.texts:
        begun = _computed()
        took, asked = _ask(client, one, text, captured=False)
        computed += _computed() - begun
        seconds.append(took)
        _took, asked = _ask(client, one, text)
        most = max(most, len(asked))
        with bare.transaction():
            each = [(_seconds(bare, statement), statement) for statement in asked]
        floor.append(sum(each_took for each_took, _statement in each))
        dearest = max([dearest, *each])
    ways = _ways(bare, dearest[1])
    whole = [way for way in ways if way.startswith("whole ")]
    times, least = Times(seconds), Times(floor)
    good = times.p95 <= AIM and not whole
    if statements and not good:
        with _as_searched(bare):
            plan = "\n".join(row[0] for row in bare.execute("explain (analyze, buffers) " + dearest[1]).fetchall())  # type: ignore[arg-type]
        print(f"\n{dearest[0] * 1000:.0f} ms: {dearest[1]}\n{plan}\n", flush=True)
    cells = [
        one.what, str(most), f"{times.median * 1000:.0f} ms", f"{times.p95 * 1000:.0f} ms{' **missed**' * (times.p95 > AIM)}",
        f"{computed / len(one.texts) * 1000:.0f} ms",
        f"{least.median * 1000:.0f} ms", f"{times.median / max(least.median, 1e-6):.1f}", ", ".join(ways),
    ]  # fmt: skip
    return f"| {' | '.join(cells)} |", good


def _ask(client: Client, one: Asked, text: str, *, captured: bool = True) -> tuple[float, list[str]]:
    """Seconds of the whole answer and, where they are captured, its statements."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    if not captured:
        begun = time.perf_counter()
        answer = client.get("/search/palette", {"q": text})
        took = time.perf_counter() - begun
        body = answer.content.decode()
        assert answer.status_code == 200, text
        assert not one.found or re.search(r'href="/(?:accounts|people|orders|deliveries|assets)/', body), (
            f"{one.what}: {text!r} finds nothing"
        )
        return took, []
    with CaptureQueriesContext(connection) as asked:
        client.get("/search/palette", {"q": text})
    return 0.0, [query["sql"] for query in asked.captured_queries if not query["sql"].startswith(NOT_COUNTED)]


def _computed() -> float:
    """Seconds of processor so far: this process and the server's process of its connection."""
    from django.db import connection

    times = psutil.Process(connection.connection.info.backend_pid).cpu_times()
    return time.process_time() + times.user + times.system


def _seconds(bare: psycopg.Connection[Any], statement: str) -> float:
    begun = time.perf_counter()
    cursor = bare.execute(statement)  # type: ignore[arg-type]
    if cursor.description:
        cursor.fetchall()
    return time.perf_counter() - begun


@contextmanager
def _as_searched(bare: psycopg.Connection[Any]) -> Iterator[None]:
    """A transaction in which the planner decides as it does while the palette searches."""
    from mutua.foundation.database.by_index import BY_INDEX

    with bare.transaction():
        bare.execute(BY_INDEX)
        yield


def _ways(bare: psycopg.Connection[Any], statement: str) -> list[str]:
    """The indexes of its plan, and “whole …” for a large table that is read through."""
    if not statement.startswith(("SELECT", "select", "(SELECT")):
        return []
    with _as_searched(bare):
        row = bare.execute("explain (format json) " + statement).fetchone()  # type: ignore[arg-type]
    plan = row[0] if row else []
    return sorted(_scans((plan if isinstance(plan, list) else json.loads(plan))[0]["Plan"]))


def _scans(node: dict[str, Any]) -> set[str]:
    if "Index Name" in node:
        found = {node["Index Name"]}
    else:
        found = (
            {f"whole {node['Relation Name']}"} if node["Node Type"] == "Seq Scan" and node["Plan Rows"] >= 0 and _is_large(node) else set()
        )
    return found.union(*(_scans(below) for below in node.get("Plans", [])))


def _is_large(node: dict[str, Any]) -> bool:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select reltuples from pg_class where relname = %s", [node["Relation Name"]])
        row = cursor.fetchone()
    return bool(row and row[0] > LARGE)


if __name__ == "__main__":
    sys.exit(main())
