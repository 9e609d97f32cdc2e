"""The past again, from the outcomes as they were known then: the same path as the live one, up to any day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Min

from mutua.foundation.access import Actor, visible_to
from mutua.foundation.metrics import Outcome
from mutua.strategy.evidence import Dated, DayRead, Judged, read_days, start, told
from mutua.strategy.models import CountedOutcome, Measurement, Objective, VerdictTurn


def period_of(objective: Objective) -> tuple[date, date] | None:
    """The first and the last day on which something became known; None when nothing did."""
    found = CountedOutcome.objects.filter(objective=objective).aggregate(first=Min("day"), last=Max("day"))
    return (found["first"], found["last"]) if found["first"] else None


def counted_up_to(objective: Objective, day: date) -> Iterator[Dated]:
    """The outcomes that had been counted by the end of a day, in the order of counting."""
    rows = CountedOutcome.objects.filter(objective=objective, day__lte=day).order_by("position")
    columns = rows.values_list("day", "outcome_key", "known_on", "value", "account_id", "label", "link", "amount", "currency")
    for at, key, known_on, value, account_id, label, link, amount, currency in columns.iterator(chunk_size=5000):
        yield at, Outcome(key, known_on, value, account_id or 0, label, link, amount, currency)


def replay(objective: Objective, judged: Judged, day: date) -> DayRead | None:
    """What was known at the end of a day, calculated again from the first outcome on; None when nothing had become known yet."""
    known = replay_at(objective, judged, day)
    return known[max(known)] if known else None


def replay_at(objective: Objective, judged: Judged, day: date, looks: Iterable[int] = ()) -> dict[int, DayRead]:
    """What was known when so many outcomes had been counted, and, last, at the end of a day; by number of outcomes.

    looks: numbers of outcomes; those beyond the day are left out.
    """
    dated = list(counted_up_to(objective, day))
    sequence, found, done = start(judged), {}, 0
    for place in sorted({n for n in looks if 0 < n < len(dated)} | ({len(dated)} if dated else set())):
        sequence.update([outcome.value for _at, outcome in dated[done:place]])
        last, done = dated[place - 1][0], place
        found[place] = told(last, tuple(outcome for at, outcome in dated[:place] if at == last), sequence, judged)
    return found


def replay_days(objective: Objective, judged: Judged, until: date) -> Iterator[DayRead]:
    """Every day up to `until`, one by one."""
    yield from read_days(start(judged), judged, counted_up_to(objective, until))


@dataclass(frozen=True)
class Turn:
    """A day on which the verdict became another."""

    day: date
    was: str
    now: str


def turns(course: Sequence[Measurement] | Sequence[DayRead]) -> list[Turn]:
    """The days on which the verdict changed, oldest first."""
    found, was = [], str(Measurement.Verdict.KEEP_COLLECTING)
    for read in course:
        if read.verdict != was:
            found.append(Turn(read.day, was, read.verdict))
            was = read.verdict
    return found


def turns_of(actor: Actor, objective: Objective) -> list[VerdictTurn]:
    """Each time that the verdict became another, oldest first: also those that the same day turned back."""
    return list(visible_to(actor, VerdictTurn.objects.filter(objective=objective)).order_by("day", "pk"))


def known_on(course: Sequence[Measurement], day: date) -> Measurement | None:
    """The newest measurement of that day or before."""
    place = bisect_right([read.day for read in course], day)
    return course[place - 1] if place else None
