"""Which strategy a lead fits, what is missing, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from mutua.foundation.access import Actor
from mutua.foundation.fields.known import Known
from mutua.foundation.imports import Row
from mutua.sales.lead_facts import as_account, known_of
from mutua.sales.models import Lead, LeadAnswer
from mutua.sales.rules import fitting
from mutua.sales.rules.fit import holds, unknown_fields
from mutua.sales.rules.fitting import ANSWERS, Answer, Asked, Candidate
from mutua.strategy.contact_facts import told_condition
from mutua.strategy.models import GenericStrategy, Segment, StrategyVersion
from mutua.strategy.queries.concealed import is_concealed
from mutua.strategy.queries.criteria import criteria_in_force

MOST = 200  # strategies in force that are looked at


@dataclass(frozen=True)
class Line:
    """A criterion as the page shows it. by_itself: what is known of the lead answers; told: how. by, at, evidence: of a person's answer."""

    criterion_id: int
    aspect: str
    question: str
    must: bool
    answer: Answer
    by_itself: bool
    told: str
    evidence: str = ""
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Fit:
    """How a lead stands with its strategy. segment: whether it would belong to whom the strategy serves; missing: what would have to be known for that."""

    strategy: GenericStrategy | None
    segment: Answer
    missing: list[str]
    lines: list[Line]

    @property
    def standing(self) -> fitting.Standing:
        return fitting.standing([Asked(line.question, line.must, line.answer) for line in self.lines])

    @property
    def open_lines(self) -> list[Line]:
        return [line for line in self.lines if line.must and line.answer == "unknown"]

    @property
    def failed(self) -> list[Line]:
        return [line for line in self.lines if line.must and line.answer == "no"]


@dataclass(frozen=True)
class Other:
    """A strategy in force and whether the lead fits it; why: what speaks against it, empty where it fits."""

    strategy: GenericStrategy
    fits: bool
    why: str


def infer_lead_strategy(lead: Lead) -> list[str]:
    """Where nobody chose a strategy, the one that most speaks for, if any; the names of the fields that changed. One query."""
    if lead.strategy_id is not None and not lead.strategy_inferred:
        return []
    found = fitting.best(candidate for candidate, _strategy in candidates_for(lead))
    before = (lead.strategy_id, lead.strategy_inferred)
    lead.strategy_id, lead.strategy_inferred = found, found is not None
    return ["strategy", "strategy_inferred"] if (found, found is not None) != before else []


def infer_lead_strategies(rows: list[Row]) -> None:
    """Set `strategy_id` and `strategy_inferred` of imported rows. Two queries. A strategy that somebody chose for a lead stays."""
    known = Lead.everything.in_bulk([row.record_id for row in rows if row.record_id is not None])
    in_force = list(_in_force())
    for row in rows:
        lead = known.get(row.record_id or 0) or Lead()
        if lead.strategy_id is not None and not lead.strategy_inferred:
            continue
        for name in ("organisation", "country", "industry", "website", "offering_id"):
            if row.values.get(name) is not None:
                setattr(lead, name, row.values[name])
        found = fitting.best(_candidate(lead, version.strategy, version.active_from or date.min) for version in in_force)
        row.values["strategy_id"], row.values["strategy_inferred"] = found, found is not None


def candidates_for(lead: Lead) -> list[tuple[Candidate, GenericStrategy]]:
    """Each strategy in force with how the lead stands to it. One query."""
    return [(_candidate(lead, version.strategy, version.active_from or date.min), version.strategy) for version in _in_force()]


def _in_force() -> QuerySet[StrategyVersion]:
    versions = StrategyVersion.objects.filter(state=StrategyVersion.State.ACTIVE, strategy__deleted_at=None)
    return versions.select_related("strategy__segment", "strategy__offering").order_by("active_from", "pk")[:MOST]


def fit_of(actor: Actor, lead: Lead) -> Fit:
    """The lead's own strategy, asked criterion by criterion. At most three queries."""
    strategy = lead.strategy
    if strategy is None:
        return Fit(None, "unknown", [], [])
    asked = criteria_in_force([strategy.pk]).get(strategy.pk, [])
    given = _answers(lead, strategy.pk) if asked else {}
    known = known_of(lead)
    lines = [_line(criterion, given.get(criterion.question), known) for criterion in asked]
    return Fit(strategy, ANSWERS[_in_segment(lead, strategy.segment)], _missing(actor, lead, strategy.segment), lines)


def others_of(lead: Lead) -> list[Other]:
    """The strategies in force, those that it fits first, but for its own."""
    found = [
        Other(strategy, candidate.fits, _why_not(candidate, strategy))
        for candidate, strategy in candidates_for(lead)
        if strategy.pk != lead.strategy_id
    ]
    return sorted(found, key=lambda one: not one.fits)


def _candidate(lead: Lead, strategy: GenericStrategy, since: date) -> Candidate:
    offering = None if lead.offering_id is None else lead.offering_id == strategy.offering_id
    return Candidate(strategy.pk, offering, _in_segment(lead, strategy.segment), since)


def _in_segment(lead: Lead, segment: Segment) -> bool | None:
    # A segment without a rule has its members by name: of a lead it says nothing.
    if segment.party_kind != Segment.PartyKind.ACCOUNT or not segment.predicate:
        return None
    return holds(segment.predicate, as_account(lead))


def _missing(actor: Actor, lead: Lead, segment: Segment) -> list[str]:
    """The labels of the fields that would say whether it belongs to the segment; none for whom the segment’s rule is concealed."""
    if segment.party_kind != Segment.PartyKind.ACCOUNT or is_concealed(actor, segment):
        return []
    fields = Known(actor).all_of("account")
    return [str(fields[key].label) if key in fields else key for key in unknown_fields(segment.predicate, as_account(lead))]


def _why_not(candidate: Candidate, strategy: GenericStrategy) -> str:
    if candidate.offering is False:
        return f"{strategy.offering}"
    return f"{strategy.segment}" if candidate.segment is False else ""


def _answers(lead: Lead, strategy_id: int) -> dict[str, LeadAnswer]:
    """The newest answer to each question of the strategy."""
    rows = LeadAnswer.objects.filter(lead=lead, strategy=strategy_id).order_by("question", "-at", "-pk").distinct("question")
    return {row.question: row for row in rows}


def _line(criterion: Any, given: LeadAnswer | None, known: dict[str, Any]) -> Line:
    about = (criterion.pk, str(criterion.get_aspect_display()), criterion.question, criterion.must)
    told = told_condition(criterion.condition)
    # What a person found out counts before what a field says: somebody has looked.
    if given is not None and given.answer != LeadAnswer.Answer.UNKNOWN:
        answer: Answer = "yes" if given.answer == LeadAnswer.Answer.YES else "no"
        return Line(*about, answer, by_itself=False, told=told, evidence=given.evidence, by=given.by_name, at=given.at)
    found = holds(criterion.condition, known) if criterion.condition else None
    return Line(*about, ANSWERS[found], by_itself=found is not None, told=told)
