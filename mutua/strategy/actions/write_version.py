"""Writing what a version says, while it is open to change."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.filling import fill
from mutua.foundation.records.locking import locked
from mutua.foundation.records.saving import store
from mutua.strategy.events import StrategyChanged, VersionMoved
from mutua.strategy.models import StrategyVersion
from mutua.strategy.queries.strategies import version_for
from mutua.strategy.rules.lifecycle import OPEN_TO_CHANGE

State = StrategyVersion.State
FIELDS = ("statement", "who", "value_to_them", "value_to_us", "what_we_do", "ansoff", "alpha")
NEVER_CHANGES = _("This version was approved and never changes. Nothing was changed. Start a new version to say something else.")


@transaction.atomic
def write_version(
    actor: Actor,
    version_id: int,
    *,
    version: int | None,
    **values: Any,
) -> StrategyVersion:
    """The version with these words, any of FIELDS. A draft may be unfinished; the check comes when it is put up for challenge.

    Raises NotFound, NotAllowed, StaleVersion, Refused.
    """
    draft = open_version(actor, version_id, version)

    store(draft, update_fields=fill(draft, values, FIELDS))

    announce(StrategyChanged(strategy_id=draft.strategy_id, act="written"), actor=actor)
    return draft


def open_version(actor: Actor, version_id: int, version: int | None = None) -> StrategyVersion:
    """The version, locked, to write in. What is approved is what was challenged: one that is challenged is a draft again from here on.

    Raises NotFound, NotAllowed, StaleVersion, Refused when it may not be changed any more.
    """
    draft = still_open(actor, version_id, version)
    if draft.state == State.CHALLENGED:
        draft.state = State.DRAFT
        draft.save(update_fields=["state"])
        announce(VersionMoved(strategy_id=draft.strategy_id, version_id=draft.pk, was=State.CHALLENGED, now=State.DRAFT), actor=actor)
    return draft


def still_open(actor: Actor, version_id: int, version: int | None = None) -> StrategyVersion:
    """The version, locked, as it stands: for what is said about it. Raises NotFound, NotAllowed, StaleVersion, Refused once it is approved."""
    found = locked(version_for(actor, version_id), version)
    require(actor, "strategy.strategy.edit", found)
    if found.state not in OPEN_TO_CHANGE:
        raise Refused(NEVER_CHANGES)
    return found
