"""The house of a strategy: the statement as roof beam, levers as pillars, objectives as ground."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mutua.foundation.access import Actor
from mutua.strategy.models import Assumption, ChosenLever, StrategyVersion
from mutua.strategy.queries.concealed import is_concealed
from mutua.strategy.queries.customer_strategies import customer_strategies_seen
from mutua.strategy.queries.reviewing import readings_of, rows_behind
from mutua.strategy.queries.segments import members_now
from mutua.strategy.rules.levers import COMFORTABLE
from mutua.strategy.rules.lifecycle import NEXT, OPEN_TO_CHANGE
from mutua.strategy.rules.spans import Span, spans
from mutua.strategy.rules.statement import QUESTIONS, check_statement
from mutua.strategy.sentences import sentence_of
from mutua.strategy.showing import Shown, shown

SIDES = {"who": "", "value_to_them": "them", "value_to_us": "us", "what_we_do": ""}
MOVES = ("challenged", "draft", "approved", "active", "completed")  # abandoning and amending are decided in a review


@dataclass(frozen=True)
class House:
    """All that the page of a version shows beside its own fields. members: how many whom the actor may see; None where that is not told."""

    spans: list[Span]
    problems: list[str]
    chosen: list[ChosenLever]
    others: list[ChosenLever]
    free: int
    objectives: list[Shown]
    assumptions: list[Assumption]
    is_open: bool
    moves: list[str]
    members: int | None
    customer_strategies: int
    outcomes: int


def house_of(actor: Actor, version: StrategyVersion) -> House:
    """version: with its parts, as `version_shown` brings it."""
    segment = version.strategy.segment
    answers = {question: getattr(version, question) for question in QUESTIONS}
    levers: list[Any] = list(version.levers.all())
    chosen = [row for row in levers if row.is_chosen]
    objectives = [shown(reading) for reading in readings_of([version]).get(version.pk, [])]
    return House(
        spans=spans(version.statement, answers),
        problems=[sentence_of(finding) for finding in check_statement(version.statement, answers)],
        chosen=chosen,
        others=[row for row in levers if not row.is_chosen],
        free=max(0, COMFORTABLE - len(chosen)),
        objectives=objectives,
        assumptions=list(version.assumptions.all()),
        is_open=version.state in OPEN_TO_CHANGE,
        moves=[state for state in MOVES if state in NEXT[version.state]],
        members=None if is_concealed(actor, segment) else members_now(actor, segment).count(),
        customer_strategies=customer_strategies_seen(actor).filter(versions=version).count(),
        outcomes=sum(rows_behind(actor, one.reading.objective).count() for one in objectives),
    )
