"""Objecting to a version that is challenged."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.strategy.events import StrategyChanged
from mutua.strategy.models import Objection, StrategyVersion
from mutua.strategy.queries.strategies import version_for


@transaction.atomic
def raise_objection(actor: Actor, version_id: int, *, sentence: str) -> Objection:
    """The objection; until it is answered the version cannot be approved. Raises NotFound, NotAllowed, Refused."""
    challenged = locked(version_for(actor, version_id), None)
    require(actor, "strategy.strategy.challenge", challenged)
    if challenged.state != StrategyVersion.State.CHALLENGED:
        states = {"state": challenged.get_state_display().lower()}
        raise Refused(_("Objections are heard while a version is challenged; this one is %(state)s. Nothing was saved.") % states)
    if not sentence.strip():
        raise Refused(_("Say what speaks against it. Nothing was saved."), field="sentence")
    if challenged.objections.filter(sentence=sentence.strip(), answered_at=None).exists():
        raise Refused(_("This objection stands there already and waits for its answer. Nothing was saved."), field="sentence")

    objection = Objection(
        version_of=challenged, sentence=sentence.strip(), raised_by_id=actor.user_id, raised_by_name=actor.name, raised_at=days.now()
    )
    store(objection)

    announce(StrategyChanged(strategy_id=challenged.strategy_id, act="objected"), actor=actor)
    return objection
