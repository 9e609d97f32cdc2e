"""Doors to later work."""

from __future__ import annotations

from mutua.foundation import days
from mutua.foundation.access import flow_actor
from mutua.foundation.jobs import task

WATCH = "tolerance watch"
RECONCILIATION = "reconciliation"
SIGNING = "signing"


@task(priority=4)
def watch_measures(measure_ids: list[int]) -> None:
    """Take in what became known of these measures."""
    from mutua.relationships.actions.watch_measure import watch_measure

    for measure_id in measure_ids:
        watch_measure(flow_actor(WATCH), measure_id, today=days.today())


@task(priority=5)
def watch_measures_now(measure_ids: list[int]) -> None:
    """The same for a few rows: they do not wait until the accounts of a large import are through."""
    watch_measures(measure_ids)


@task()
def reconcile_measure(measure_id: int) -> None:
    """Make the reconciliation list of one measure anew from both sides' records."""
    from mutua.relationships.actions.reconcile import reconcile

    reconcile(flow_actor(RECONCILIATION), measure_id)


@task(queueing_lock="relationships.watch-all", cron="5 * * * *")
def watch_every_measure() -> None:
    """Every hour: what was not delivered fails when its window closes, without anybody writing anything."""
    from mutua.relationships.models import PerformanceMeasure

    counted = PerformanceMeasure.objects.exclude(counted_from=PerformanceMeasure.CountedFrom.REPORTED)
    counted = counted.filter(account_touchpoint__account__deleted_at=None)
    for measure_id in counted.order_by("pk").values_list("pk", flat=True):
        watch_measures.defer(measure_ids=[measure_id])


@task(queueing_lock="relationships.reconcile-all", cron="25 3 * * *")
def reconcile_every_measure() -> None:
    """Every night: the twelve months that are compared move on by a day, without anybody writing anything."""
    from mutua.relationships.queries.reconciling import compared_by_day

    numbers = compared_by_day().values_list("pk", flat=True)
    reconcile_measure.defer_many({"measure_id": number} for number in numbers)


@task(effect="many", retry=2, queueing_lock="relationships.evaluate-{plan_id}")
def evaluate(job: object, plan_id: int) -> None:
    """Compare every item of the plan that has ended and has no evaluation yet, with progress; each is kept by itself."""
    from mutua.relationships.actions.evaluate_plan import run_evaluation

    run_evaluation(job, plan_id)  # type: ignore[arg-type]


@task()
def tell_of_signature(signature_id: int) -> None:
    """Asked for by the database in the transaction in which a customer answered."""
    from mutua.relationships.actions.tell_of_signature import tell_of_signature

    tell_of_signature(flow_actor(SIGNING), signature_id)


@task(effect="many", retry=2, queueing_lock="relationships.optimise-{plan_id}")
def optimise(job: object, plan_id: int) -> None:
    """Let the optimiser find the plan, with progress; the result is stored in one step at the end."""
    from mutua.relationships.actions.optimise_plan import run_optimiser

    run_optimiser(job, plan_id)  # type: ignore[arg-type]
