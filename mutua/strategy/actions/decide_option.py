"""Keeping an option, with the lever that pulls it, or dismissing it, with the reason."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.saving import store
from mutua.strategy.actions.write_version import open_version
from mutua.strategy.events import StrategyChanged
from mutua.strategy.models import Lever, Option
from mutua.strategy.queries.grounds import option_for

State = Option.State


@transaction.atomic
def decide_option(
    actor: Actor, option_id: int, *, version: int | None, state: str, sentence: str, lever: Lever | None = None, reason: str = ""
) -> Option:
    """The option as decided. version: of the strategy version, as it was seen. lever: one of the version's own.

    Raises NotFound, NotAllowed, StaleVersion, Refused.
    """
    option = option_for(actor, option_id)
    draft = open_version(actor, option.version_of_id, version)
    if state not in State.values:
        raise Refused(_("Keep it, dismiss it, or leave it open. Nothing was changed."), field="state")
    if not sentence.strip():
        raise Refused(_("Say what could be done. Nothing was changed."), field="sentence")
    if state == State.KEPT and (lever is None or not draft.levers.filter(lever=lever).exists()):
        raise Refused(
            _("Say which lever of this version pulls it. Nothing was changed. Write the lever down first if it is none of these."),
            field="lever",
        )
    if state == State.DISMISSED and not reason.strip():
        raise Refused(_("Say why it is dismissed: somebody will think of it again. Nothing was changed."), field="reason")

    option.state, option.sentence, option.reason = state, sentence.strip(), reason.strip()
    option.lever = lever if state == State.KEPT else None
    store(option)
    draft.save(update_fields=["updated_at"])

    announce(StrategyChanged(strategy_id=draft.strategy_id, act="options"), actor=actor)
    return option
