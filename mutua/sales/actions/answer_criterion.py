"""Answering what a strategy asks of a contact, with what shows it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation import days
from mutua.foundation.access import Actor, NotFound, require
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.sales.lead_events import LeadAnswered
from mutua.sales.models import Lead, LeadAnswer
from mutua.sales.queries.leads import lead_for
from mutua.strategy.queries.criteria import criterion_for


@transaction.atomic
def answer_criterion(actor: Actor, lead_id: int, *, criterion_id: int, answer: str, evidence: str = "") -> LeadAnswer:
    """The new answer; what was answered before stays below it. answer: "yes", "no" or "unknown"; the first two say what shows it.

    A new lead that is answered for is worked on. Raises NotFound, NotAllowed, Refused.
    """
    lead = locked(lead_for(actor, lead_id), None)
    require(actor, "sales.lead.edit", lead)
    criterion = criterion_for(actor, criterion_id)
    if criterion.version_of.strategy_id != lead.strategy_id:
        raise NotFound("criterion")
    if lead.state not in (Lead.State.NEW, Lead.State.WORKING):
        raise Refused(_("This lead is judged already. Take it up again before you answer; nothing was changed."))
    if answer not in LeadAnswer.Answer.values:
        raise Refused(_("Answer with yes, no or not known; nothing was changed."), field="answer")
    if answer != LeadAnswer.Answer.UNKNOWN and not evidence.strip():
        raise Refused(_("Say what shows it: who said so, or where it stands. Nothing was changed."), field="evidence")

    given = LeadAnswer(
        lead=lead, strategy_id=lead.strategy_id, question=criterion.question, answer=answer, evidence=evidence.strip(), at=days.now(),
        by_id=actor.user_id, by_name=actor.name,
    )  # fmt: skip
    store(given)
    if lead.state == Lead.State.NEW:
        lead.state = Lead.State.WORKING
        store(lead, update_fields=["state"])

    announce(LeadAnswered(lead_id=lead.pk, question=criterion.question, answer=str(given.get_answer_display())), actor=actor)
    return given
