"""What objectives are judged by, and which outcomes count for them: asked for many at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Count

from mutua.foundation.metrics import MONEY, Metric, MetricQuery, Outcome, in_currency, metric_named
from mutua.strategy.evidence import Judged
from mutua.strategy.models import CountedOutcome, Objective, SegmentMember, StrategyVersion
from mutua.strategy.rules.objectives import alpha_for

Stays = list[tuple[date | None, date | None]]
Belonged = dict[int, dict[int, Stays]]  # segment → account → from and until


def judged_by(objectives: Iterable[Objective], *, whole: bool = False) -> dict[int, Judged]:
    """By objective. The objectives come with their versions. whole: all objectives of each version are among them, so that nothing is asked.

    Raises LookupError when one names a metric that nobody registers.
    """
    wanted = list(objectives)
    siblings = Counter(one.version_of_id for one in wanted) if whole else _siblings({one.version_of_id for one in wanted})
    measures = _measures(wanted)
    return {
        one.pk: Judged(
            plan=one.target,
            tolerance=one.tolerance,
            break_even=one.break_even,
            alpha=alpha_for(float(one.version_of.alpha), siblings[one.version_of_id]),
            metric=measures[one.pk],
        )
        for one in wanted
    }


def _measures(objectives: Iterable[Objective]) -> dict[int, Metric]:
    """By objective; money is counted in the currency of what the strategy offers."""
    named = {one.pk: (one.version_of_id, metric_named(one.metric)) for one in objectives}
    paid = {version_id for version_id, measure in named.values() if measure.unit == MONEY}
    versions = StrategyVersion.objects.filter(pk__in=paid).values_list("pk", "strategy__offering__currency") if paid else ()
    currencies = dict(versions)
    return {pk: in_currency(measure, currencies.get(version_id, "")) for pk, (version_id, measure) in named.items()}


def _siblings(version_ids: set[int]) -> Counter[int]:
    rows = Objective.objects.filter(version_of__in=version_ids).order_by().values("version_of").annotate(of=Count("pk"))
    return Counter({row["version_of"]: row["of"] for row in rows})


def counted_keys(objectives: Iterable[Objective]) -> dict[int, dict[int, date | None]]:
    """The outcomes that were counted, by objective; with the day on which they came where they came late, else None."""
    found: dict[int, dict[int, date | None]] = {}
    rows = CountedOutcome.objects.filter(objective__in=[one.pk for one in objectives]).order_by()
    for objective_id, key, known_on, day in rows.values_list("objective_id", "outcome_key", "known_on", "day").iterator(chunk_size=5000):
        found.setdefault(objective_id, {})[key] = day if day > known_on else None
    return found


def belonged_to(segment_ids: Iterable[int]) -> Belonged:
    """Which accounts belonged to each segment, and when."""
    belonged: Belonged = {}
    rows = SegmentMember.objects.filter(segment__in=set(segment_ids), account__isnull=False).values_list(
        "segment_id", "account_id", "since", "until"
    )
    for segment_id, account_id, since, until in rows:
        belonged.setdefault(segment_id, {}).setdefault(account_id, []).append((since, until))
    return belonged


def outcomes_of(objective: Objective, members: dict[int, Stays], *, until: date) -> Iterator[Outcome]:
    """Outcomes known up to `until` since the version became active, of accounts that belonged to the segment on that day, or of the strategy itself."""
    since = objective.version_of.active_from
    if since is None or since > until:
        return
    query = MetricQuery(since=since, until=until, account_ids=frozenset(members), strategy_id=objective.version_of.strategy_id)
    for outcome in _measures([objective])[objective.pk].outcomes(query):
        if outcome.account_id is None or _was_there(members[outcome.account_id], outcome.known_on):
            yield outcome


def _was_there(stays: Stays, day: date) -> bool:
    return any((since is None or since <= day) and (until is None or day < until) for since, until in stays)
