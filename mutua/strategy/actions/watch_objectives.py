"""Watching objectives: counting what became known, and telling when a verdict changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction

from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.metrics import Outcome
from mutua.foundation.records.ledgers import opened_ledgers
from mutua.methods.sequential import MeanSequence
from mutua.strategy.events import VerdictChanged
from mutua.strategy.evidence import DayRead, Judged, in_order, read_days, start
from mutua.strategy.models import CountedOutcome, Evidence, Measurement, Objective, Review, StrategyVersion, VerdictTurn
from mutua.strategy.models.counting import COUNTED
from mutua.strategy.queries.judging import belonged_to, counted_keys, judged_by, outcomes_of

MANY = 2000


@dataclass(frozen=True)
class Looked:
    """One look at one objective: what it had counted before, the days that brought something, and the sequence after the last.

    begun_on: the day on which its first outcome was counted. replaces: it was counted before, and is counted from the start again.
    """

    objective: Objective
    before: int
    read: list[DayRead]
    sequence: MeanSequence
    begun_on: date | None
    replaces: bool = False

    @property
    def counted(self) -> int:
        return self.before + sum(len(day.outcomes) for day in self.read)


@transaction.atomic
def watch_objectives(actor: Actor, objective_ids: Iterable[int], *, until: date | None = None) -> int:
    """Count every outcome that became known up to `until` (today) and was not counted yet; returns how many. Only versions in force.

    Evidence, counted outcomes, measurements and turns of verdicts are written in one transaction: killed in between, nothing is written, and the next
    run starts from the same digit. A fixed number of queries besides those of the metrics, however many objectives.
    """
    require(actor, "strategy.strategy.edit")
    until = until or days.today()

    objectives = list(
        Objective.objects.select_for_update(of=("self",))
        .filter(pk__in=set(objective_ids), version_of__state=StrategyVersion.State.ACTIVE)
        .select_related("version_of__strategy")
        .order_by("pk")
    )
    looks = list(_look(objectives, until))
    verdicts = _verdicts_before(objectives)
    # What is counted from the start again replaces what was counted; nothing else touches it.
    with opened_ledgers(*COUNTED) if any(look.replaces for look in looks) else nullcontext():
        _keep(looks, verdicts, until)

    for look in looks:
        _tell(actor, look, _before(look, verdicts))
    return sum(look.counted - look.before for look in looks)


def _look(objectives: list[Objective], until: date) -> Iterator[Looked]:
    judged, counted = judged_by(objectives), counted_keys(objectives)
    belonged = belonged_to(one.version_of.strategy.segment_id for one in objectives)
    evidence = {row.objective_id: row for row in Evidence.objects.filter(objective__in=objectives)}
    versions = {one.version_of_id for one in objectives}
    decided = set(Review.objects.filter(version_of__in=versions).values_list("version_of_id", flat=True))
    for objective in objectives:
        kept = evidence.get(objective.pk)
        if kept is not None and kept.read_to > until:
            continue  # that day is closed
        members = belonged.get(objective.version_of.strategy.segment_id, {})
        known = list(outcomes_of(objective, members, until=until))
        before = counted.get(objective.pk, {})
        fresh = [outcome for outcome in known if outcome.key not in before]
        if kept is None or (_is_open(kept, until) and objective.version_of_id not in decided and _is_history(fresh, until)):
            read = _read_anew(objective, judged[objective.pk], known, before, until)
            yield replace(read, replaces=kept is not None or bool(before))
        else:
            yield _read_on(objective, judged[objective.pk], kept, fresh, until)


def _read_anew(objective: Objective, judged: Judged, known: list[Outcome], before: Mapping[int, date | None], until: date) -> Looked:
    # What is read anew may be agreed anew; when a row reached us stays a fact.
    arrived = {key: day for key, day in before.items() if day is not None}
    sequence = start(judged)
    dated = in_order(known, looked_to=None, until=until, arrived=arrived)
    return Looked(objective, 0, list(read_days(sequence, judged, dated)), sequence, until)


def _read_on(objective: Objective, judged: Judged, kept: Evidence, fresh: list[Outcome], until: date) -> Looked:
    sequence = MeanSequence.from_state(kept.state)
    read = list(read_days(sequence, judged, in_order(fresh, looked_to=kept.read_to, until=until)))
    begun_on = kept.begun_on if kept.counted else until  # unknown where an older version began: that day is over
    return Looked(objective, kept.counted, read, sequence, begun_on)


def _is_open(kept: Evidence, until: date) -> bool:
    """Whether nothing was believed yet on a day that is over: nothing is counted, or the day of the first count is still going on.

    Until then the days before are a reconstruction; from the next day on they are what we knew, and what arrives late counts as late.
    """
    return not kept.counted or kept.begun_on == until


def _is_history(fresh: list[Outcome], until: date) -> bool:
    """Whether anything has come in of days before: a history that is taken in piece by piece is counted as if it had come whole."""
    return any(outcome.known_on < until for outcome in fresh)


def _verdicts_before(objectives: list[Objective]) -> dict[int, str]:
    rows = Measurement.objects.filter(objective__in=objectives).order_by("objective_id", "-day").distinct("objective_id")
    return dict(rows.values_list("objective_id", "verdict"))


def _before(look: Looked, verdicts: Mapping[int, str]) -> str:
    return verdicts.get(look.objective.pk, Measurement.Verdict.KEEP_COLLECTING)


def _keep(looks: list[Looked], verdicts: Mapping[int, str], until: date) -> None:
    anew = [look.objective.pk for look in looks if not look.before]
    CountedOutcome.objects.filter(objective__in=anew).delete()
    Measurement.objects.filter(objective__in=anew).delete()
    # What was told stays a fact, whatever is counted now; what nobody was told is found again.
    VerdictTurn.objects.filter(objective__in=anew, told_at=None).delete()
    VerdictTurn.objects.filter(objective__in=anew, counted_anew=False).update(counted_anew=True)
    VerdictTurn.objects.bulk_create([row for look in looks for row in _turned(look, _before(look, verdicts))], batch_size=MANY)
    CountedOutcome.objects.bulk_create([row for look in looks for row in _counted(look)], batch_size=MANY)
    Measurement.objects.bulk_create(
        [row for look in looks for row in _measured(look)],
        batch_size=MANY,
        # More of today, which is not closed yet: its evidence is what will be known at its end.
        update_conflicts=True,
        unique_fields=["objective", "day"],
        update_fields=["observations", "estimate", "lower", "upper", "verdict", "more"],
    )
    Evidence.objects.bulk_create(
        [
            Evidence(objective=look.objective, state=look.sequence.state(), read_to=until, counted=look.counted, begun_on=look.begun_on)
            for look in looks
        ],
        batch_size=MANY,
        update_conflicts=True,
        unique_fields=["objective"],
        update_fields=["state", "read_to", "counted", "begun_on"],
    )


def _counted(look: Looked) -> Iterator[CountedOutcome]:
    outcomes = ((day.day, outcome) for day in look.read for outcome in day.outcomes)
    for position, (day, outcome) in enumerate(outcomes, start=look.before + 1):
        yield CountedOutcome(
            objective=look.objective,
            position=position,
            outcome_key=outcome.key,
            known_on=outcome.known_on,
            day=day,
            value=outcome.value,
            account_id=outcome.account_id,
            amount=outcome.amount,
            currency=outcome.currency,
            label=outcome.label[:160],
            link=outcome.link,
        )


def _measured(look: Looked) -> Iterator[Measurement]:
    for day in look.read:
        yield Measurement(
            objective=look.objective,
            day=day.day,
            observations=day.observations,
            estimate=day.estimate,
            lower=day.lower,
            upper=day.upper,
            verdict=day.verdict,
            more=day.more,
        )


def _turned(look: Looked, before: str) -> list[VerdictTurn]:
    """Each day of this look that came to another verdict; the last one is told, where it is another than the one that was told before."""
    found, was = [], before if look.before else str(Measurement.Verdict.KEEP_COLLECTING)
    for day in look.read:
        if day.verdict != was:
            found.append(_turn(look.objective, day, was))
            was = day.verdict
    if look.read and was != before:
        if not found:  # counted anew, nothing speaks for the verdict that was told
            found.append(_turn(look.objective, look.read[-1], before))
        found[-1].told_at = days.now()
    return found


def _turn(objective: Objective, read: DayRead, was: str) -> VerdictTurn:
    return VerdictTurn(
        objective=objective,
        day=read.day,
        observations=read.observations,
        was=was,
        now=read.verdict,
        estimate=read.estimate,
        lower=read.lower,
        upper=read.upper,
    )


def _tell(actor: Actor, look: Looked, before: str) -> None:
    # Catching up over years tells only where it ended: nobody acts on a verdict that was overturned since.
    now = look.read[-1].verdict if look.read else before
    if now == before:
        return
    version = look.objective.version_of
    announce(
        VerdictChanged(strategy_id=version.strategy_id, version_id=version.pk, objective_id=look.objective.pk, was=before, now=now),
        actor=actor,
    )
