"""The readiness of both sides on one page: what stands, how sure it is, how it came, and what the rows speak for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mutua.foundation import days
from mutua.foundation.access import Actor
from mutua.relationships.models import ProposalAnswer
from mutua.relationships.queries.assessments import Assessment, assessments_of, known_on
from mutua.relationships.queries.readiness_proposals import Proposal, answers_of, proposals_of
from mutua.relationships.rules.kinds import Dimension


@dataclass(frozen=True)
class Row:
    """One dimension of both sides, with everything that was ever assessed of it, oldest first."""

    dimension: Dimension
    ours: Assessment | None
    theirs: Assessment | None
    our_course: tuple[Assessment, ...]
    their_course: tuple[Assessment, ...]

    @property
    def moved(self) -> bool:
        """Whether there is a course to draw: more than one assessment on either side."""
        return len(self.our_course) > 1 or len(self.their_course) > 1


@dataclass(frozen=True)
class ReadinessPage:
    """account_id None: our own company alone; then nothing is theirs. proposals: those that wait for an answer first."""

    account_id: int | None
    rows: Sequence[Row]
    told: Sequence[tuple[str, Assessment]]
    proposals: Sequence[Proposal]
    answers: Sequence[ProposalAnswer]
    since: date
    today: date

    @property
    def expired(self) -> list[Assessment]:
        own = (row.ours if self.account_id is None else row.theirs for row in self.rows)
        return [one for one in own if one is not None and one.expired]

    @property
    def unknown(self) -> list[Dimension]:
        return [row.dimension for row in self.rows if (row.ours if self.account_id is None else row.theirs) is None]

    @property
    def moved(self) -> bool:
        return any(row.moved for row in self.rows)

    @property
    def open_proposals(self) -> list[Proposal]:
        return [proposal for proposal in self.proposals if proposal.is_open]


def readiness_page(actor: Actor, account_id: int | None) -> ReadinessPage:
    """Of an account beside ours, or of ours alone: a dozen queries, whatever was assessed. The account is one that the actor sees."""
    ours = assessments_of(actor, None)
    theirs = assessments_of(actor, account_id) if account_id is not None else []
    our_levels, their_levels = known_on(ours), known_on(theirs)
    told = sorted([*(("us", one) for one in ours), *(("them", one) for one in theirs)], key=lambda said: said[1].on, reverse=True)
    today = days.today()
    return ReadinessPage(
        account_id=account_id,
        rows=[Row(one, our_levels.get(one), their_levels.get(one), _course(ours, one), _course(theirs, one)) for one in Dimension],
        told=told,
        proposals=sorted(proposals_of(actor, account_id), key=lambda proposal: not proposal.is_open),
        answers=answers_of(actor, account_id),
        since=min((one.on for _side, one in told), default=today),
        today=today,
    )


def _course(assessments: Sequence[Assessment], dimension: Dimension) -> tuple[Assessment, ...]:
    return tuple(one for one in reversed(assessments) if one.dimension == dimension)
