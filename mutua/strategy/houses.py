"""The house of a strategy: the statement as roof beam, levers as pillars, objectives as ground."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from mutua.foundation.access import Actor
from mutua.foundation.metrics import metrics
from mutua.strategy.contact_facts import told_criterion
from mutua.strategy.market import MarketPicture, market_picture
from mutua.strategy.models import (
    Assumption,
    AssumptionCheck,
    ChosenLever,
    Criterion,
    MarketPosition,
    Objection,
    Option,
    StrategyVersion,
    SwotItem,
)
from mutua.strategy.objective_map import ObjectiveMap, objective_map, table_of
from mutua.strategy.queries.challenging import objections_of
from mutua.strategy.queries.concealed import is_concealed
from mutua.strategy.queries.customer_strategies import standing_on
from mutua.strategy.queries.grounds import Grounds, grounds_of
from mutua.strategy.queries.parts_then import PartsThen
from mutua.strategy.queries.remembered import end_of
from mutua.strategy.queries.reviewing import outcomes_counted, readings_of, readings_then
from mutua.strategy.queries.roadmap import Roadmap, roadmap_of
from mutua.strategy.queries.segments import members_now, members_on
from mutua.strategy.queries.then import are_parts_known
from mutua.strategy.rules.levers import COMFORTABLE
from mutua.strategy.rules.lifecycle import NEXT, OPEN_TO_CHANGE
from mutua.strategy.rules.spans import Span, spans
from mutua.strategy.rules.statement import QUESTIONS, check_statement
from mutua.strategy.rules.tows import KINDS
from mutua.strategy.sentences import sentence_of
from mutua.strategy.showing import Shown, shown

SIDES = {"who": "", "value_to_them": "them", "value_to_us": "us", "what_we_do": ""}
QUADRANTS = (
    ("strength", gettext_lazy("Strengths")),
    ("weakness", gettext_lazy("Weaknesses")),
    ("opportunity", gettext_lazy("Opportunities")),
    ("threat", gettext_lazy("Threats")),
)
TOWS_TITLES = {
    "SO": gettext_lazy("Strength takes opportunity"),
    "ST": gettext_lazy("Strength against threat"),
    "WO": gettext_lazy("Weakness mended for opportunity"),
    "WT": gettext_lazy("Weakness mended against threat"),
}
MOVES = ("challenged", "draft", "approved", "active", "completed")  # abandoning and amending are decided in a review


@dataclass(frozen=True)
class Quadrant:
    """One of the four fields of the SWOT."""

    kind: str
    title: str
    items: list[SwotItem]


@dataclass(frozen=True)
class Tows:
    """The options of one kind: SO, ST, WO or WT."""

    kind: str
    title: str
    options: list[Option]

    def of(self, state: str) -> list[Option]:
        return [one for one in self.options if one.state == state]

    @property
    def kept(self) -> list[Option]:
        return self.of(Option.State.KEPT)

    @property
    def open(self) -> list[Option]:
        return self.of(Option.State.OPEN)

    @property
    def dismissed(self) -> list[Option]:
        return self.of(Option.State.DISMISSED)


@dataclass(frozen=True)
class House:
    """All that the page of a version shows beside its own fields. members: how many whom the actor may see; None where that is not told.

    words_only: of a draft of the past, nothing but its words was kept. before: customer strategies in force that stand on an earlier version.
    """

    spans: list[Span]
    problems: list[str]
    chosen: list[ChosenLever]
    others: list[ChosenLever]
    free: int
    objectives: list[Shown]
    assumptions: list[Assumption]
    criteria: list[Criterion]
    is_open: bool
    moves: list[str]
    members: int | None
    words_only: bool
    not_in_force_yet: bool
    customer_strategies: int
    before: int
    outcomes: int
    objections: list[Objection]
    tree: ObjectiveMap | None
    table: dict[str, Any]
    grounds: Grounds
    market: MarketPicture | None
    quadrants: list[Quadrant]
    tows: list[Tows]
    roadmap: Roadmap

    @property
    def is_counted_later(self) -> bool:
        """Whether no outcome can have been counted yet."""
        return self.not_in_force_yet and not any(one.observations for one in self.objectives)

    @property
    def vision(self) -> MarketPosition | None:
        """Where we want to stand in the last year that somebody envisioned."""
        return next((one for one in reversed(self.grounds.positions) if one.is_envisioned), None)


def house_of(
    actor: Actor, version: StrategyVersion, on: date | None = None, year: int | None = None, then: PartsThen | None = None
) -> House:
    """version: with its parts, as `version_shown` brings it. on: what was known at the end of that day; nothing can be changed there.

    year: of the roadmap. then: what an open version rested on that day.
    """
    segment = version.strategy.segment
    words_only = on is not None and version.state in OPEN_TO_CHANGE and not are_parts_known(version, on)
    grounds = grounds_of(actor, version, then)
    members = members_now(actor, segment) if on is None else members_on(actor, segment, on)
    own = standing_on(actor, version, end_of(on) if on is not None else None)
    answers = {question: getattr(version, question) for question in QUESTIONS}
    levers = list(version.levers.all()) if then is None else then.levers
    chosen = [row for row in levers if row.is_chosen]
    readings = readings_of([version], on) if then is None else readings_then(then.objectives)
    objectives = [shown(reading) for reading in readings.get(version.pk, [])]
    drawn = objective_map(objectives)
    _name_measures(grounds.swot, objectives)
    return House(
        spans=spans(version.statement, answers),
        problems=[sentence_of(finding) for finding in check_statement(version.statement, answers)],
        chosen=chosen,
        others=[row for row in levers if not row.is_chosen],
        free=max(0, COMFORTABLE - len(chosen)),
        objectives=objectives,
        assumptions=_assumptions(list(version.assumptions.all()) if then is None else then.assumptions, on),
        criteria=_criteria(list(version.criteria.all()) if then is None else then.criteria),
        is_open=version.state in OPEN_TO_CHANGE and on is None,
        moves=[state for state in MOVES if state in NEXT[version.state]],
        members=None if is_concealed(actor, segment) else members.count(),
        words_only=words_only,
        not_in_force_yet=version.state in (*OPEN_TO_CHANGE, StrategyVersion.State.APPROVED),
        customer_strategies=own.on,
        before=own.before,
        objections=objections_of(actor, version) if on is None else _objections_then(actor, version, on),
        tree=drawn,
        table=table_of(drawn, version.strategy.offering.currency) if drawn else {},
        grounds=grounds,
        market=market_picture(grounds.positions, version.strategy.offering.currency),
        quadrants=[Quadrant(kind, str(title), [item for item in grounds.swot if item.kind == kind]) for kind, title in QUADRANTS],
        tows=[Tows(kind, str(TOWS_TITLES[kind]), [one for one in grounds.options if one.kind == kind]) for kind in KINDS],
        # What is planned at accounts today was not what was planned then.
        roadmap=roadmap_of(actor, version, year=year, only_own=on is not None, then=then),
        outcomes=outcomes_counted(actor, version, on) if then is None else 0,
    )


def _objections_then(actor: Actor, version: StrategyVersion, on: date) -> list[Objection]:
    """Those that were raised by the end of a day, with the answers that were there by then."""
    found = [one for one in objections_of(actor, version) if one.raised_at < end_of(on)]
    for one in found:
        if one.answered_at is not None and one.answered_at >= end_of(on):
            one.answer, one.answered_by_name, one.answered_at = "", "", None
    return found


def _assumptions(found: list[Assumption], on: date | None) -> list[Assumption]:
    """Each with the title of its measure and, of a day of the past, with what had been found by then."""
    titles = {one.key: str(one.title) for one in metrics()}
    checks = AssumptionCheck.objects.filter(assumption__in=found, checked_on__lte=on) if on is not None else AssumptionCheck.objects.none()
    last = {check.assumption_id: check for check in checks.order_by("assumption", "checked_on", "pk")} if on is not None else {}
    for one in found:
        one.metric_shown = titles.get(one.metric, one.metric)  # type: ignore[attr-defined]
        if on is not None:
            known = last.get(one.pk)
            one.holds, one.checked_on = (known.holds, known.checked_on) if known else (Assumption.Holds.UNKNOWN, None)
    return found


def _criteria(found: list[Criterion]) -> list[Criterion]:
    """Each with its words: whether it must be fulfilled, and what answers it."""
    for one in found:
        one.told = told_criterion(one)  # type: ignore[attr-defined]
    return found


def _name_measures(items: list[SwotItem], objectives: list[Shown]) -> None:
    """Each finding with its measure's title, and the evidence of the objective that watches it."""
    titles = {one.key: str(one.title) for one in metrics()}
    watched = {one.reading.objective.metric: one.reading.objective.pk for one in objectives}
    for item in items:
        item.metric_shown = titles.get(item.metric, item.metric)  # type: ignore[attr-defined]
        objective = watched.get(item.metric)
        item.metric_url = reverse("strategy:evidence", args=[objective]) if objective else ""  # type: ignore[attr-defined]
