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
from mutua.strategy.events import StrategyChanged
from mutua.strategy.models import StrategyVersion
from mutua.strategy.queries.strategies import version_for
from mutua.strategy.rules.lifecycle import OPEN_TO_CHANGE

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
    """The version, locked, when it may still be changed. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    draft = locked(version_for(actor, version_id), version)
    require(actor, "strategy.strategy.edit", draft)
    if draft.state not in OPEN_TO_CHANGE:
        raise Refused(NEVER_CHANGES)
    return draft
