"""Deciding about a strategy in force: continue, amend or abandon, with the evidence of the day."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import check_texts
from mutua.strategy.actions.draft_successor import draft_successor
from mutua.strategy.events import ReviewDecided, StrategyAbandoned, VersionMoved
from mutua.strategy.models import Review, StrategyVersion
from mutua.strategy.queries.reviewing import evidence_of
from mutua.strategy.queries.strategies import version_for

Decision, State = Review.Decision, StrategyVersion.State


@transaction.atomic
def decide_review(actor: Actor, version_id: int, *, decision: str, reason: str, version: int | None) -> Review:
    """The decision, kept with each objective's figures and verdict as they are known now.

    Amending starts the next version as a draft; this one stays in force until that one is. Abandoning ends it at this commit; one that was
    approved and is not wanted is abandoned before it was ever in force.
    Raises NotFound, NotAllowed, StaleVersion, Refused.
    """
    decided = locked(version_for(actor, version_id), version)
    require(actor, "strategy.review.decide", decided)
    _check(decided, decision, reason)

    review = Review(
        version_of=decided, decision=decision, reason=reason.strip(), evidence=evidence_of(decided),
        decider_id=actor.user_id, decider_name=actor.name, decided_at=days.now(),
    )  # fmt: skip
    check_texts(review)
    review.save()
    if decision == Decision.AMEND:
        draft_successor(actor, decided)
    if decision == Decision.ABANDON:
        _abandon(actor, decided, reason.strip())
    else:
        decided.save(update_fields=["updated_at"])  # a second decision on the same page is noticed

    announce(ReviewDecided(strategy_id=decided.strategy_id, version_id=decided.pk, review_id=review.pk, decision=decision), actor=actor)
    return review


def _check(version: StrategyVersion, decision: str, reason: str) -> None:
    dropped = version.state == State.APPROVED and decision == Decision.ABANDON
    if version.state != State.ACTIVE and not dropped:
        raise Refused(
            _("Only a version in force is reviewed; this one is %(state)s. Nothing was decided.")
            % {"state": version.get_state_display().lower()}
        )
    if decision not in Decision.values:
        raise Refused(_("Decide to continue, to amend or to abandon. Nothing was decided."), field="decision")
    if not reason.strip():
        raise Refused(_("Say why: whoever reads this next year was not there. Nothing was decided."), field="reason")


def _abandon(actor: Actor, version: StrategyVersion, reason: str) -> None:
    was, version.state, version.ended_on = version.state, State.ABANDONED, days.today()
    version.save(update_fields=["state", "ended_on"])
    name = version.strategy.name
    announce(VersionMoved(strategy_id=version.strategy_id, version_id=version.pk, was=was, now="abandoned"), actor=actor)
    if StrategyVersion.objects.filter(strategy=version.strategy_id, state=State.ACTIVE).exists():
        return  # another version is in force: the strategy stands
    announce(StrategyAbandoned(strategy_id=version.strategy_id, version_id=version.pk, strategy_name=name, reason=reason), actor=actor)
