"""Answering a level of readiness that back-office rows speak for: taking it, taking another one, or refusing it."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.customers.queries.accounts import account_for
from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.saving import store
from mutua.foundation.ui import formats
from mutua.relationships.actions.assess_readiness import assess_readiness
from mutua.relationships.events import ProposalAnswered
from mutua.relationships.models import ProposalAnswer
from mutua.relationships.queries.readiness_proposals import Proposal, proposal_for

# What was counted is surer than what was estimated; what somebody corrected lies between.
CONFIDENCE = {"accepted": Decimal("0.80"), "adjusted": Decimal("0.60")}


@transaction.atomic
def answer_proposal(
    actor: Actor, account_id: int | None, key: str, *, answer: str, level: Decimal | None = None, reason: str = ""
) -> ProposalAnswer:
    """answer: accepted, adjusted (with the level that it should be) or refused (with the reason). The figure is counted anew, now.

    The same answer to the same level twice is one. Raises NotFound, NotAllowed, Refused.
    """
    account = account_for(actor, account_id) if account_id is not None else None
    require(actor, "relationships.readiness.edit", account)
    proposal = proposal_for(actor, account_id, key)
    proposed = _check(proposal, answer, level, reason)
    taken = None if answer == "refused" else proposed if answer == "accepted" else level
    if proposal.answer is not None and (proposal.answer.answer, proposal.answer.level) == (answer, taken):
        return proposal.answer

    said = ProposalAnswer(account=account, key=key, dimension=proposal.source.dimension.value, answer=answer, reason=reason.strip())
    said.good, said.of, said.proposed, said.level = proposal.good, proposal.of, proposed, taken
    said.at, said.by_id = days.now(), actor.user_id
    store(said)
    if taken is not None:
        evidence = evidence_of(proposal, reason)
        assess_readiness(
            actor, account_id, {proposal.source.dimension.value: taken}, evidence=evidence, confidence=CONFIDENCE[answer], from_data=key
        )

    announce(ProposalAnswered(account_id=account_id, key=key, answer=answer), actor=actor)
    return said


def evidence_of(proposal: Proposal, reason: str = "") -> str:
    """The figure in words, as it stands in the assessment from then on."""
    words = {
        "good": formats.number(proposal.good),
        "of": formats.number(proposal.of),
        "what": proposal.source.title,
        "share": formats.share(proposal.share),
    }
    figure = _("%(what)s: %(good)s of %(of)s in a year, %(share)s.") % words
    return f"{figure} {reason.strip()}".strip()


def _check(proposal: Proposal, answer: str, level: Decimal | None, reason: str) -> Decimal:
    """The level that the rows speak for."""
    if answer not in ProposalAnswer.Answer.values:
        raise Refused(_("A proposal is accepted, adjusted or refused. Nothing was changed."), field="answer")
    if proposal.level is None:
        raise Refused(_("There are fewer than twenty rows: nothing follows from them. Nothing was changed."))
    if answer == "adjusted" and level is None:
        raise Refused(_("Say which level it should be. Nothing was changed."), field="level")
    if answer == "adjusted" and level == proposal.level:
        raise Refused(_("This is the level that the rows speak for: accept it, or write another one. Nothing was changed."), field="level")
    if answer == "refused" and not reason.strip():
        raise Refused(_("Say why the rows mislead. Nothing was changed."), field="reason")
    return proposal.level
