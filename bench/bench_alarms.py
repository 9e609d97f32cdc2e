"""How long after a row does whoever answers for it know? From the commit of the row to the line on Today and to the mail.

    python -m bench.bench_alarms [--trials 20] [--quiet]

Starts Mutua as `mutua serve` does (supervised web server and worker) on a data folder of its own. For each trial one delivery comes in through the
importer and tips an alarm: of a touchpoint, whose owner it is, and of an objective, whose strategy's owner it is. Today is asked over HTTP until
the line stands on it, the mail until it is written. Then each of these strategies is abandoned, and its owner's list of tasks is asked. Meanwhile files of 20,000 deliveries are taken in one after the other and the plan of
`bench_plan` is searched, by the same worker; --quiet leaves these out. The aim: 5 seconds, at worst; exit code 1 when it is missed.
"""

from __future__ import annotations

import argparse
import io
import os
import signal
import statistics
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from bench.installation import FOLDER, installed
from mutua.cli.supervisor import mutua

AIM = 5.0
GIVE_UP = 60.0
LOOK = 0.02
GOOD_YEAR = 250
FILE_ROWS = 20_000
HEAD = "key,account,number,promised_on,delivered_on,quantity_ordered,quantity_delivered,value,currency"
ALL = "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND COALESCE(scheduled_at, now()) <= now()"
_number = count(1)


def lines_of(account: str, first: date, late: list[int]) -> list[str]:
    """One delivery a day from `first`; late: by how many days each came after its promise."""
    days = [(first + timedelta(days=place), by) for place, by in enumerate(late)]
    return [
        f"{key},{account},ASN-{key},{day},{day + timedelta(days=by)},10,10,100,USD" for day, by in days for key in [f"b{next(_number)}"]
    ]


def take_in(lines: list[str]) -> None:
    """Through the importer, here and now: when this returns, the rows are committed."""
    from mutua.foundation.access import flow_actor
    from mutua.foundation.imports.actions.import_now import import_now

    import_now(flow_actor("benchmark"), "shipments", _file(lines), file_name="deliveries.csv", source="bench")


def _file(lines: list[str]) -> io.BytesIO:
    return io.BytesIO("\n".join([HEAD, *lines]).encode())


def lay(trials: int) -> dict[str, Any]:
    """Owners, watched accounts with a good year, and as many strategies with an objective each; one delivery short of an alarm."""
    from mutua.catalog.models import Offering
    from mutua.customers.models import Account
    from mutua.foundation import days
    from mutua.foundation.access.built_in_roles import sync_built_in_roles
    from mutua.foundation.identity.models import Role, User
    from mutua.relationships.models import AccountTouchpoint, PerformanceMeasure, Touchpoint
    from mutua.strategy.models import GenericStrategy, Objective, Segment, SegmentMember, StrategyVersion

    sync_built_in_roles()
    keeper, boss = (User.objects.create(email=f"{name}@bench.example", name=name.title()) for name in ("keeper", "boss"))
    for user, role in ((keeper, "manager"), (boss, "executive")):
        user.roles.set([Role.objects.get(key=role)])
    today = days.today()
    touchpoint = Touchpoint.objects.get(key="physical-delivery")
    watched = [Account.objects.create(name=f"Watched {n:03}", currency="USD", roles=["customer"], owner=keeper) for n in range(trials)]
    judged = [Account.objects.create(name=f"Judged {n:03}", currency="USD", roles=["customer"]) for n in range(trials)]
    for account in (*watched, *judged):
        at = AccountTouchpoint.objects.create(account=account, touchpoint=touchpoint, owner=account.owner)
        PerformanceMeasure.objects.create(
            account_touchpoint=at, key="on-time-in-full", name="On time in full", counted_from="shipments", is_proxy=False,
            early_days=0, late_days=0, target=Decimal("0.99"), tolerance=Decimal("0.98"),
        )  # fmt: skip
    offering = Offering.objects.create(name="Benchmark", currency="USD")
    since = today - timedelta(days=300)
    for account in judged:
        only = {"all": [{"field": "name", "op": "is", "value": account.name}]}
        segment = Segment.objects.create(name=f"Segment of {account.name}", predicate=only)
        SegmentMember.objects.create(segment=segment, account=account, since=None)
        strategy = GenericStrategy.objects.create(name=f"Strategy for {account.name}", segment=segment, offering=offering, owner=boss)
        version = StrategyVersion.objects.create(strategy=strategy, number=1)
        Objective.objects.create(
            version_of=version, name="On time in full", metric="delivery.on_time_in_full", target=0.97, tolerance=0.01, break_even=0.9
        )
        StrategyVersion.objects.filter(pk=version.pk).update(
            state="active", approved_at=days.now() - timedelta(days=300), active_from=since
        )
    short = misses_before_a_verdict()
    take_in(
        [line for account in watched for line in lines_of(account.name, since, [0] * GOOD_YEAR)]
        + [line for account in judged for line in lines_of(account.name, since, [3] * short)]
    )
    return {"watched": watched, "judged": judged, "keeper": keeper, "boss": boss, "today": today}


def misses_before_a_verdict() -> int:
    """So many misses in a row say nothing yet, and one more says amend."""
    from mutua.methods.sequential import MeanSequence, verdict

    sequence = MeanSequence(alpha=0.05, bounds=(0.0, 1.0), burn_in=100)
    for misses in range(1, 200):
        sequence.update([0.0])
        if verdict(sequence.interval, plan=0.97, tolerance=0.01, break_even=0.9).decision in ("amend", "abandon"):
            return misses - 1
    raise ValueError("200 misses in a row say nothing.")


class Page:
    """A page of somebody, asked over HTTP."""

    def __init__(self, port: int, user: Any, path: str) -> None:
        from mutua.foundation.ui.shots import session_cookie

        cookie = session_cookie(user)
        self._request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Cookie": f"{cookie['name']}={cookie['value']}"})

    def shows(self, words: str) -> bool:
        with urllib.request.urlopen(self._request, timeout=GIVE_UP) as answer:
            return words in answer.read().decode()


def mailed(words: str) -> bool:
    from mutua.foundation.mail.models import OutgoingMail

    return OutgoingMail.objects.filter(subject__contains=words, state="sent").exists()


def seconds_until(happened: Callable[[], bool], begun: float) -> float:
    """Since `begun`; infinite when it does not happen."""
    while not happened():
        if time.perf_counter() - begun > GIVE_UP:
            return float("inf")
        time.sleep(LOOK)
    return time.perf_counter() - begun


def both(row: list[str], today: Page, words: str) -> tuple[float, float]:
    """The seconds from the row's commit to Today and to the mail, looked for beside each other."""
    from django.db import connection

    take_in(row)
    begun, found = time.perf_counter(), {}

    def look(name: str, happened: Callable[[], bool]) -> None:
        try:
            found[name] = seconds_until(happened, begun)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=look, args=("today", lambda: today.shows(words))),
        threading.Thread(target=look, args=("mail", lambda: mailed(words))),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found["today"], found["mail"]


def abandoned(account: Any, boss: Any, tasks: Page) -> float:
    """The seconds from the commit that abandons a strategy to its owner's task on the page of tasks."""
    from mutua.foundation.access.people import actor_of
    from mutua.strategy.actions.decide_review import decide_review
    from mutua.strategy.models import StrategyVersion

    version = StrategyVersion.objects.get(strategy__name=f"Strategy for {account.name}")
    decide_review(actor_of(boss), version.pk, decision="abandon", reason="Measured.", version=None)
    begun = time.perf_counter()
    return seconds_until(lambda: tasks.shows(f"“Strategy for {account.name}” was abandoned"), begun)


def learn(account: Any, today: date) -> int:
    """How many late deliveries after the good year ring the watch of a touchpoint: brought in one by one on the first account."""
    from mutua.relationships.models import ToleranceAlarm

    for misses in range(1, 40):
        take_in(lines_of(account.name, today - timedelta(days=40 - misses), [3]))
        idle()
        if ToleranceAlarm.objects.filter(measure__account_touchpoint__account=account).exists():
            return misses
    raise ValueError("40 late deliveries ring no watch.")


def idle() -> None:
    """Until no job waits or runs."""
    from django.db import connection

    end = time.monotonic() + 600
    while time.monotonic() < end:
        with connection.cursor() as cursor:
            cursor.execute(ALL)
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.1)
    raise TimeoutError("The queue does not run empty.")


@contextmanager
def other_work(today: date, quiet: bool) -> Iterator[dict[str, int]]:
    """Files of 20,000 deliveries of 200 other accounts one after the other, and the search for a plan, again and again."""
    done = {"files": 0, "searches": 0}
    if quiet:
        yield done
        return
    from bench.bench_plan import lay as lay_plan
    from mutua.customers.models import Account

    others = [Account(name=f"Other {number:03}", currency="USD", roles=["customer"]) for number in range(200)]
    Account.objects.bulk_create(others)
    plan, ending = lay_plan(150), threading.Event()
    threads = [
        threading.Thread(target=_files, args=([one.name for one in others], today, ending, done)),
        threading.Thread(target=_searches, args=(plan, ending, done)),
    ]
    for thread in threads:
        thread.start()
    time.sleep(5)
    try:
        yield done
    finally:
        ending.set()
        for thread in threads:
            thread.join()


def _files(names: list[str], today: date, ending: threading.Event, done: dict[str, int]) -> None:
    from django.db import connection

    from mutua.foundation.access import flow_actor
    from mutua.foundation.imports.actions.begin_import import begin_import
    from mutua.foundation.imports.actions.upload_file import upload_file
    from mutua.foundation.imports.models import ImportRun

    actor, a_name = flow_actor("benchmark"), FILE_ROWS // len(names)
    while not ending.is_set():
        first = today - timedelta(days=900 - 10 * done["files"])
        rows = [line for name in names for line in lines_of(name, first, [0] * a_name)]
        run = upload_file(actor, "shipments", _file(rows), file_name="many.csv", source="bench")
        begin_import(actor, run.pk)
        while not ending.is_set() and ImportRun.objects.get(pk=run.pk).state not in ("done", "failed"):
            time.sleep(0.2)
        done["files"] += 1
    connection.close()


def _searches(plan: Any, ending: threading.Event, done: dict[str, int]) -> None:
    from django.db import connection

    from bench.bench_plan import _ask
    from mutua.foundation.access import flow_actor
    from mutua.foundation.jobs.actions.cancel_progress import cancel_progress
    from mutua.foundation.records.errors import Refused
    from mutua.relationships.models import PlanCycle

    while not ending.is_set():
        PlanCycle.objects.filter(pk=plan.pk).update(choice=None, state="profiles-updated")
        progress = _ask(plan)
        while not progress.is_over:
            time.sleep(0.3)
            if ending.is_set():
                with suppress(Refused):  # it has just ended by itself
                    cancel_progress(flow_actor("benchmark"), progress.key)
            progress.refresh_from_db()
        done["searches"] += 1
    connection.close()


def told(name: str, where: str, seconds: list[float]) -> bool:
    """Prints median and worst; whether all came within the aim."""
    missed = "" if max(seconds) <= AIM else "missed"
    print(f"| {name} | {where} | {len(seconds)} | {statistics.median(seconds):.2f} s | {max(seconds):.2f} s | {missed} |", flush=True)
    return not missed


def run(trials: int, quiet: bool) -> bool:
    laid = lay(trials + 1)
    port = int(os.environ["MUTUA_PORT"])
    today = laid["today"]
    idle()
    misses = learn(laid["watched"][0], today)
    take_in([line for one in laid["watched"][1:] for line in lines_of(one.name, today - timedelta(days=40), [3] * (misses - 1))])
    idle()
    keeper, boss = Page(port, laid["keeper"], "/?all=tolerance"), Page(port, laid["boss"], "/?all=verdict")
    tasks = Page(port, laid["boss"], "/tasks/")
    for page in (keeper, boss, tasks):
        page.shows("")
    with other_work(today, quiet) as done:
        touchpoints, objectives = [], []
        for watched, judged in zip(laid["watched"][1:], laid["judged"][1:], strict=True):
            touchpoints.append(both(lines_of(watched.name, today - timedelta(days=5), [3]), keeper, f"{watched.name} · "))
            objectives.append(both(lines_of(judged.name, today - timedelta(days=5), [3]), boss, f"Strategy for {judged.name}: "))
        owners = [abandoned(judged, laid["boss"], tasks) for judged in laid["judged"][1:]]
        besides = (
            "nothing else in the queue"
            if quiet
            else f"meanwhile {done['files']} files of {FILE_ROWS:,} rows were taken in and {done['searches']} plans found, another of each under way"
        )
    print(f"A touchpoint rings at late delivery {misses} after a good year of {GOOD_YEAR}; {besides}.")
    print("| Alarm | on | rows | median | worst | |\n|---|---|--:|--:|--:|---|")
    return all(
        [
            told("touchpoint", "Today", [pair[0] for pair in touchpoints]),
            told("touchpoint", "mail", [pair[1] for pair in touchpoints]),
            told("objective", "Today", [pair[0] for pair in objectives]),
            told("objective", "mail", [pair[1] for pair in objectives]),
            told("strategy abandoned", "its owner's tasks", owners),
        ]
    )


@contextmanager
def supervised(folder: str) -> Iterator[None]:
    """`mutua serve` on the folder, until its first page comes."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    process = subprocess.Popen(mutua("serve", "--no-demo"), env={**kept, "MUTUA_DATA": folder})
    try:
        for _look in range(600):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{os.environ['MUTUA_PORT']}/sign-in/", timeout=5):
                    break
            except (OSError, urllib.error.URLError):
                if process.poll() is not None:
                    raise
                time.sleep(0.2)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--trials", type=int, default=20)
    parser.add_argument("--quiet", action="store_true")
    asked = parser.parse_args(arguments)
    from bench.installation import _free_port

    os.environ.update(MUTUA_PORT=str(_free_port()), MUTUA_PORTAL_PORT=str(_free_port()))
    folder = FOLDER.with_name("bench-alarms")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers are ended then too
    with installed(anew=True, folder=folder, made_by="bench_alarms.py"), supervised(str(folder)):
        return 0 if run(asked.trials, asked.quiet) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
