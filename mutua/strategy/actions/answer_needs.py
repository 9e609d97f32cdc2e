"""Saying which needs of customers a version answers."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.strategy.actions.write_version import open_version
from mutua.strategy.events import StrategyChanged
from mutua.strategy.models import ServedNeed, StrategyVersion
from mutua.strategy.queries.grounds import needs_offered

MOST = 40


@transaction.atomic
def answer_needs(actor: Actor, version_id: int, need_ids: Collection[int], *, version: int | None) -> StrategyVersion:
    """An open version with these needs, of those that the actor may see; what somebody else has chosen and the actor does not see stays.

    Raises NotFound, NotAllowed, StaleVersion, Refused.
    """
    draft = open_version(actor, version_id, version)
    offered = set(needs_offered(actor, draft).values_list("pk", flat=True))
    if unknown := set(need_ids) - offered:
        raise Refused(_("There is no need with the number %(number)s here. Nothing was saved.") % {"number": min(unknown)}, field="needs")
    if len(need_ids) > MOST:
        raise Refused(
            _("At most %(most)s needs are named; choose the ones that matter most. Nothing was saved.") % {"most": MOST}, field="needs"
        )

    ServedNeed.objects.filter(version_of=draft, need__in=offered).exclude(need__in=need_ids).delete()
    ServedNeed.objects.bulk_create([ServedNeed(version_of=draft, need_id=number) for number in sorted(need_ids)], ignore_conflicts=True)
    draft.save(update_fields=["updated_at"])

    announce(StrategyChanged(strategy_id=draft.strategy_id, act="needs"), actor=actor)
    return draft
