"""How long from database to database: the plan of 150 accounts × 8 touchpoints × 6 activities over four quarters with four teams, through the job that a page starts.

    python -m bench.bench_plan [--accounts 150]

Rows are those of `bench_portfolio` (seed 1), written as roadmap items of accounts; the search is asked for as by the page and carried out by a worker
as `mutua serve` starts them. Prints what the database held when, how good it is proven to be, and how many times longer that took than the bare
solver on the same matrix; then it is asked for once more and stopped. The aim: a gap of 0.1 % at most in the database within 60 seconds of
the question, and an end within 5 seconds of the stop; exit code 1 when one is missed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from decimal import Decimal
from typing import Any

from bench.installation import FOLDER, installed
from mutua.cli.supervisor import environment_for, mutua

SECONDS = 60.0
GAP = 1e-3
STOP_AFTER = 8.0


def lay(accounts: int) -> Any:
    """The accounts, touchpoints, activities and items, and the plan that chooses among them."""
    from mutua.customers.models import Account
    from mutua.methods.tests.portfolio_cases import wide_question
    from mutua.relationships.models import Activity, PlanCycle, RoadmapItem, Touchpoint

    candidates, question = wide_question(accounts, seed=1)
    named = {f"{number:03}": Account(name=f"Account {number:03}", currency="USD", roles=["customer"]) for number in range(accounts)}
    Account.objects.bulk_create(named.values())
    activities = {}
    for touchpoint in range(8):
        at = Touchpoint.objects.create(key=f"bench-{touchpoint}", name=f"Touchpoint {touchpoint}", position=touchpoint)
        for place in range(6):
            key = f"bench-{touchpoint}-{place}"
            activities[touchpoint, place] = Activity.objects.create(
                key=key, name=key, touchpoint=at, type="independent", position=place, currency="USD"
            )
    items = {}
    for one in candidates:
        account, touchpoint, place = one.key.split("/")
        items[one.key] = RoadmapItem(
            account=named[account], activity=activities[int(touchpoint), int(place)], currency="USD", state="gated", lasts=one.lasts,
            investment_us=[Decimal(str(cost)) for cost in one.costs], return_us=[Decimal(str(back)) for back in one.returns],
            hours={team: list(row) for team, row in one.hours.items()}, not_before=(one.ready_from or 0) + 1,
            needs={} if one.ready_from is not None else {"will": 4},
        )  # fmt: skip
    RoadmapItem.objects.bulk_create(items.values(), batch_size=1_000)
    link = RoadmapItem.requires.through
    link.objects.bulk_create(
        link(from_roadmapitem_id=items[one.key].pk, to_roadmapitem_id=items[key].pk) for one in candidates for key in one.requires
    )
    budget = [Decimal(str(amount)) for amount in question["budgets"]]
    capacity = {team: [float(hours) for hours in row] for team, row in question["capacity"].items()}
    return PlanCycle.objects.create(
        year=2031, name="bench", currency="USD", budget=budget, capacity=capacity, discount_rate=Decimal("0.02"), state="profiles-updated"
    )


def floor(accounts: int) -> float:
    """Seconds that the bare solver takes on the same matrix, without a database, a job or anything beside the plan."""
    from mutua.methods.portfolio import choose
    from mutua.methods.tests.portfolio_cases import wide_question

    candidates, question = wide_question(accounts, seed=1)
    begun = time.perf_counter()
    choice = choose(candidates, **question, gap=GAP, time_limit=SECONDS, explain=False)
    took = time.perf_counter() - begun
    print(
        f"  floor {took:6.1f} s  {choice.status:<12} value {choice.value:>14,.2f}  gap {choice.gap:.6f}  (the bare solver on the same matrix)",
        flush=True,
    )
    return took


def measure(plan: Any, bare: float) -> bool:
    """Asks as the page does, a worker of its own carries it out; prints what the database held and when; whether the aim is met."""
    from mutua.relationships.models import PlanCycle

    progress, begun = _ask(plan), time.perf_counter()
    first, told = float("inf"), ""
    while not progress.is_over:
        time.sleep(0.1)
        progress.refresh_from_db()
        moment = time.perf_counter() - begun
        found = PlanCycle.objects.filter(pk=plan.pk).values_list("choice__status", "choice__value", "choice__gap", "choice__complete").get()
        if str(found[:3]) != told and found[0] is not None:
            told = str(found[:3])
            print(f"  {moment:6.1f} s  {found[0]:<12} value {found[1]:>14}  gap {found[2]}  “{progress.message}”", flush=True)
        if found[0] in ("optimal", "within gap"):
            first = min(first, moment)
    done = time.perf_counter() - begun
    choice = PlanCycle.objects.get(pk=plan.pk).choice
    print(
        f"{len(choice['items']):,} items, {len(choice['start']):,} chosen; value {choice['value']}, greedy {choice['greedy']['value']}, bound {choice['bound']}; "
        f"proven plan in the database after {first:.1f} s ({first / bare:.2f} × the bare solver), all beside it after {done:.1f} s ({progress.get_state_display()})"
    )
    return progress.state == "done" and first <= SECONDS and choice["gap"] is not None and choice["gap"] <= GAP


def stop(plan: Any) -> bool:
    """Asks again, stops after a few seconds; prints how long the search took to end and what it kept. Whether it ended within five seconds."""
    from mutua.foundation.access import flow_actor
    from mutua.foundation.jobs.actions.cancel_progress import cancel_progress
    from mutua.relationships.models import PlanCycle

    PlanCycle.objects.filter(pk=plan.pk).update(choice=None, state="profiles-updated")
    progress = _ask(plan)
    time.sleep(STOP_AFTER)
    cancel_progress(flow_actor("benchmark"), progress.key)
    begun = time.perf_counter()
    while not progress.is_over:
        time.sleep(0.05)
        progress.refresh_from_db()
    took = time.perf_counter() - begun
    choice = PlanCycle.objects.get(pk=plan.pk).choice
    kept = f"kept {choice['value']}, {choice['status']}" if choice else "nothing kept yet"
    print(f"stopped {STOP_AFTER:.0f} s after it was asked for: ended {took:.1f} s later, {kept} ({progress.get_state_display()})")
    return took <= 5.0


def _ask(plan: Any) -> Any:
    from mutua.foundation.access import flow_actor
    from mutua.foundation.jobs.models import JobProgress
    from mutua.relationships.actions.optimise_plan import ask_for_optimum, progress_key

    ask_for_optimum(flow_actor("benchmark"), plan.pk, version=None)
    return JobProgress.objects.get(key=progress_key(plan.pk))


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--accounts", type=int, default=150)
    asked = parser.parse_args(arguments)
    with installed(anew=True, folder=FOLDER.with_name("bench-plan"), made_by="bench_plan.py"):
        plan = lay(asked.accounts)
        bare = floor(asked.accounts)
        worker = subprocess.Popen(mutua("worker"), env=environment_for(os.environ["DATABASE_URL"]))
        try:
            met = [measure(plan, bare), stop(plan)]
        finally:
            worker.terminate()
            worker.wait(timeout=60)
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
