"""What an objective is judged by, and which outcomes count for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from mutua.foundation.metrics import MetricQuery, Outcome, metric_named
from mutua.strategy.evidence import Judged
from mutua.strategy.models import CountedOutcome, Objective, SegmentMember
from mutua.strategy.rules.objectives import alpha_for


def judged_by(objective: Objective) -> Judged:
    version = objective.version_of
    siblings = Objective.objects.filter(version_of=version).count()
    return Judged(
        plan=objective.target,
        tolerance=objective.tolerance,
        break_even=objective.break_even,
        alpha=alpha_for(float(version.alpha), siblings),
        metric=metric_named(objective.metric),
    )


def outcomes_not_counted(objective: Objective, *, until: date) -> Iterator[Outcome]:
    """Outcomes known on or before `until` since the version became active, in the order in which they became known, each once.

    Of accounts that belonged to the strategy's segment on the day on which the outcome became known.
    """
    version = objective.version_of
    if version.active_from is None:
        return
    counted = set(CountedOutcome.objects.filter(objective=objective).values_list("outcome_key", flat=True))
    belonged = _stays(version.strategy.segment_id)
    query = MetricQuery(since=version.active_from, until=until, account_ids=frozenset(belonged))
    for outcome in metric_named(objective.metric).outcomes(query):
        if outcome.key not in counted and _was_there(belonged[outcome.account_id], outcome.known_on):
            yield outcome


Stays = list[tuple[date | None, date | None]]


def _stays(segment_id: int) -> dict[int, Stays]:
    stays: dict[int, Stays] = {}
    rows = SegmentMember.objects.filter(segment_id=segment_id, person=None).values_list("account_id", "since", "until")
    for account_id, since, until in rows:
        stays.setdefault(account_id, []).append((since, until))
    return stays


def _was_there(stays: Stays, day: date) -> bool:
    return any((since is None or since <= day) and (until is None or day < until) for since, until in stays)
