"""Holding the outcomes that became known against what using Mutua was to bring."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from django.db import transaction

from mutua.foundation.access import Actor, require
from mutua.foundation.metrics import MetricQuery, Outcome
from mutua.methods.sequential import MeanSequence
from mutua.strategy.evidence import Judged, in_order, read_days, start
from mutua.strategy.models import BusinessCase, CaseDay, CaseReading
from mutua.strategy.queries.business_case import judged_lines

LATE = timedelta(days=90)  # what arrives later than that after it was known is not counted any more
AT_ONCE = timedelta(days=92)


def spans(case: BusinessCase, position: int, *, until: date) -> list[tuple[date, date]]:
    """The days that a line has not read yet, in pieces; the first goes back as far as something may have arrived late."""
    kept = CaseReading.objects.filter(case=case, position=position).first()
    begin = case.used_since if kept is None or kept.read_to is None else max(case.used_since, kept.read_to - LATE)
    return list(_pieces(begin, until))


def _pieces(begin: date, until: date) -> Iterator[tuple[date, date]]:
    while begin <= until:
        end = min(begin + AT_ONCE - timedelta(days=1), until)
        yield begin, end
        begin = end + timedelta(days=1)


@transaction.atomic
def read_case_line(actor: Actor, case: BusinessCase, position: int, since: date, until: date) -> int:
    """Count what became known from `since` to `until` and was not counted yet; returns how many. Running it twice changes nothing.

    By the machinery of the reviews: an outcome that came late belongs to the day on which it came.
    """
    require(actor, "strategy.strategy.edit")
    judged = judged_lines(case)[position]
    reading, _made = CaseReading.objects.select_for_update().get_or_create(case=case, position=position)

    counted = {day.known_on: set(day.keys) for day in reading.days.filter(known_on__gte=since)}
    known = judged.metric.outcomes(MetricQuery(since, until))
    fresh = [outcome for outcome in known if outcome.key not in counted.get(outcome.known_on, ())]
    _enter(reading, judged, fresh, until)
    _remember(reading, counted, fresh)
    return len(fresh)


def _enter(reading: CaseReading, judged: Judged, fresh: list[Outcome], until: date) -> None:
    sequence = MeanSequence.from_state(reading.state) if reading.state else start(judged)
    read = list(read_days(sequence, judged, in_order(fresh, looked_to=reading.read_to, until=until)))
    if read:
        last = read[-1]
        reading.estimate, reading.lower, reading.upper, reading.verdict = last.estimate, last.lower, last.upper, last.verdict
    reading.state, reading.counted = sequence.state(), reading.counted + len(fresh)
    reading.read_to = until if reading.read_to is None else max(reading.read_to, until)
    reading.save()


def _remember(reading: CaseReading, counted: dict[date, set[int]], fresh: list[Outcome]) -> None:
    assert reading.read_to is not None
    came: dict[date, set[int]] = defaultdict(set)
    for outcome in fresh:
        came[outcome.known_on].add(outcome.key)
    CaseDay.objects.bulk_create(
        [CaseDay(reading=reading, known_on=day, keys=sorted(keys | counted.get(day, set()))) for day, keys in came.items()],
        update_conflicts=True,
        unique_fields=["reading", "known_on"],
        update_fields=["keys"],
    )
    reading.days.filter(known_on__lt=reading.read_to - LATE).delete()
