"""Answering an objection, once and for all."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation import days
from mutua.foundation.access import Actor
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.saving import store
from mutua.strategy.actions.write_version import still_open
from mutua.strategy.events import StrategyChanged
from mutua.strategy.models import Objection
from mutua.strategy.queries.challenging import objection_for


@transaction.atomic
def answer_objection(actor: Actor, objection_id: int, *, answer: str) -> Objection:
    """The objection with its answer, which is not changed afterwards: who is not content objects again. Raises NotFound, NotAllowed, Refused."""
    draft = still_open(actor, objection_for(actor, objection_id).version_of_id)
    objection = Objection.objects.select_for_update().get(pk=objection_id)
    if objection.answer:
        raise Refused(_("%(name)s has answered it already. Nothing was saved.") % {"name": objection.answered_by_name}, field="answer")
    if not answer.strip():
        raise Refused(_("Say what you answer: what was changed, or why it stays. Nothing was saved."), field="answer")

    objection.answer, objection.answered_by_id, objection.answered_by_name = answer.strip(), actor.user_id, actor.name
    objection.answered_at = days.now()
    store(objection)

    announce(StrategyChanged(strategy_id=draft.strategy_id, act="answered"), actor=actor)
    return objection
