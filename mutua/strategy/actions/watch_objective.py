"""Watching an objective: counting what became known, and telling when the verdict changes."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.methods.sequential import MeanSequence
from mutua.strategy.events import VerdictChanged
from mutua.strategy.evidence import DayRead, read_days, start
from mutua.strategy.models import CountedOutcome, Evidence, Measurement, Objective
from mutua.strategy.queries.judging import judged_by, outcomes_not_counted


@transaction.atomic
def watch_objective(actor: Actor, objective_id: int, *, until: date | None = None) -> int:
    """Count every outcome that became known up to `until` (today) and was not counted yet; returns how many.

    Evidence, counted outcomes and measurements are written in one transaction: killed in between, nothing is written, and the next run
    starts from the same digit.
    """
    require(actor, "strategy.strategy.edit")

    objective = Objective.objects.select_for_update(of=("self",)).select_related("version_of__strategy").get(pk=objective_id)
    judged = judged_by(objective)
    evidence = Evidence.objects.filter(objective=objective).first()
    sequence = MeanSequence.from_state(evidence.state) if evidence else start(judged)
    counted = evidence.counted if evidence else 0
    read_to = evidence.read_to if evidence else objective.version_of.active_from
    if read_to is None:
        return 0

    fresh = outcomes_not_counted(objective, until=until or days.today())
    read = list(read_days(sequence, judged, fresh, not_before=read_to))
    if not read:
        return 0
    was = Measurement.objects.filter(objective=objective).order_by("-day").values_list("verdict", flat=True).first()
    new = _keep(objective, read, counted)
    Evidence.objects.update_or_create(
        objective=objective, defaults={"state": sequence.state(), "read_to": read[-1].day, "counted": counted + new}
    )

    for told in _turns(was, read):
        announce(VerdictChanged(strategy_id=objective.version_of.strategy_id, version_id=objective.version_of_id, objective_id=objective.pk, **told), actor=actor)
    return new


def _keep(objective: Objective, read: list[DayRead], counted: int) -> int:
    outcomes = [(day.day, outcome) for day in read for outcome in day.outcomes]
    CountedOutcome.objects.bulk_create(
        [
            CountedOutcome(
                objective=objective,
                position=counted + place,
                outcome_key=outcome.key,
                known_on=outcome.known_on,
                day=day,
                value=outcome.value,
                account_id=outcome.account_id,
                label=outcome.label,
                link=outcome.link,
            )
            for place, (day, outcome) in enumerate(outcomes, start=1)
        ],
        batch_size=2000,
    )
    Measurement.objects.bulk_create(
        [
            Measurement(
                objective=objective,
                day=day.day,
                observations=day.observations,
                estimate=day.estimate,
                lower=day.lower,
                upper=day.upper,
                verdict=day.verdict,
                more=day.more,
            )
            for day in read
        ],
        batch_size=2000,
        # More of a day that was read already: its evidence is what was known at its end.
        update_conflicts=True,
        unique_fields=["objective", "day"],
        update_fields=["observations", "estimate", "lower", "upper", "verdict", "more"],
    )
    return len(outcomes)


def _turns(was: str | None, read: list[DayRead]) -> list[dict[str, str]]:
    # Catching up over years tells only where it ended: nobody acts on a verdict that was overturned since.
    before = was or Measurement.Verdict.KEEP_COLLECTING
    return [{"was": before, "now": read[-1].verdict}] if read[-1].verdict != before else []
