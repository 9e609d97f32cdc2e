"""Doors to later work."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from mutua.foundation.access import flow_actor
from mutua.foundation.jobs import RunningJob, progress, task

WATCH, SEGMENTS, CASE = "strategy watch", "segments", "business case"
AT_ONCE, A_JOB = 50, 10


@task(queueing_lock="strategy.segment-{segment_id}")
def recompute(segment_id: int) -> None:
    """Bring the members of a segment in step with its predicate."""
    from mutua.strategy.actions.recompute_segment import recompute_segment

    recompute_segment(flow_actor(SEGMENTS), segment_id)


@task(queueing_lock="strategy.every-segment", cron="5 0 * * *")
def recompute_every_segment() -> None:
    """Every night, because "in the last 90 days" moves by itself; and after changes to the parties."""
    from mutua.strategy.models import Segment

    for segment_id in Segment.objects.order_by("pk").values_list("pk", flat=True):
        recompute.defer(segment_id=segment_id)


@task(queueing_lock="strategy.segments-that-reach-others")
def recompute_segments_that_reach_others() -> None:
    """Those whose rule asks for what stands in another record: a change there moves parties that did not change themselves."""
    from mutua.foundation.fields.known import Known
    from mutua.strategy.models import Segment
    from mutua.strategy.queries.membership import reaches_others

    known = Known()
    for segment in Segment.objects.order_by("pk"):
        if reaches_others(segment.party_kind, segment.predicate, known):
            recompute.defer(segment_id=segment.pk)


@task()
def watch(objective_ids: list[int]) -> None:
    """Count what became known for these objectives."""
    from mutua.strategy.actions.watch_objectives import watch_objectives

    watch_objectives(flow_actor(WATCH), objective_ids)


@task(priority=5)
def watch_now(objective_ids: list[int]) -> None:
    """The same for those that a row has just come in for: somebody may be waiting for what it says."""
    from mutua.strategy.actions.watch_objectives import watch_objectives

    watch_objectives(flow_actor(WATCH), objective_ids)


def watch_accounts(account_ids: Iterable[int]) -> None:
    """At once, for every objective that counts outcomes of any of these accounts."""
    from mutua.strategy.queries.watched import objectives_of_accounts

    concerned = objectives_of_accounts(account_ids)
    watch_now.defer_many({"objective_ids": concerned[i : i + A_JOB]} for i in range(0, len(concerned), A_JOB))


@task(queueing_lock="strategy.watch-all", cron="20 * * * *")
def watch_every_objective() -> None:
    """Every hour: what was not delivered fails when its window closes, without anybody writing anything."""
    from mutua.strategy.queries.watched import objectives_watched

    ids = list(objectives_watched().order_by("pk").values_list("pk", flat=True))
    watch.defer_many({"objective_ids": ids[i : i + AT_ONCE]} for i in range(0, len(ids), AT_ONCE))


@task(effect="many", queueing_lock="strategy.business-case", cron="40 * * * *")
def read_business_case(job: RunningJob) -> None:
    """Every hour, and when a case is told: what became known since is held against it, one line and a quarter of a year in a transaction."""
    from mutua.foundation import days
    from mutua.strategy.actions.read_business_case import read_case_line, spans
    from mutua.strategy.models import BusinessCase

    case = BusinessCase.objects.order_by("-number").first()
    if case is None:
        return
    actor, today = flow_actor(CASE), days.today()
    pieces = [(place, *span) for place in range(len(case.lines)) for span in spans(case, place, until=today)]
    # A glance back each hour is not worth a line on anybody's page
    told = (
        progress("strategy.business-case", _("Reading the business case"), total=len(pieces)) if len(pieces) > 3 * len(case.lines) else None
    )
    for place, since, until in pieces:
        with job.step():
            read_case_line(actor, case, place, since, until)
        if told is not None:
            told.advance()
    if told is not None:
        told.finish(_("Done"))
