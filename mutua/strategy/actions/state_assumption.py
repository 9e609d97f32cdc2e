"""Saying what a version takes for granted."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor
from mutua.foundation.events import announce
from mutua.foundation.metrics import metrics
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.saving import store
from mutua.strategy.actions.write_version import open_version
from mutua.strategy.events import StrategyChanged
from mutua.strategy.models import Assumption


@transaction.atomic
def state_assumption(
    actor: Actor, version_id: int, *, sentence: str, metric: str = "", test_plan: str = "", due: date | None = None
) -> Assumption:
    """The assumption, of an open version. metric: the measure that would show it; test_plan, due: how and by when it is tested.

    Raises NotFound, NotAllowed, Refused.
    """
    draft = open_version(actor, version_id)
    if not sentence.strip():
        raise Refused(_("Say what must be true for this to work. Nothing was saved."), field="sentence")
    if draft.assumptions.filter(sentence=sentence.strip()).exists():
        raise Refused(_("This stands there already. Nothing was saved."), field="sentence")
    if metric and metric not in {one.key for one in metrics()}:
        raise Refused(_("There is no measure “%(key)s”. Choose one of the list.") % {"key": metric}, field="metric")

    assumption = Assumption(version_of=draft, sentence=sentence.strip(), metric=metric, test_plan=test_plan.strip(), due=due)
    store(assumption)

    announce(StrategyChanged(strategy_id=draft.strategy_id, act="assumed"), actor=actor)
    return assumption
