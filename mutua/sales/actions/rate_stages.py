"""Saying how sure the deals of each stage are."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, require, visible_to
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.sales.events import StagesRated
from mutua.sales.models import ForecastCategory, Stage


@transaction.atomic
def rate_stages(actor: Actor, rated: Mapping[int, tuple[str, Decimal]]) -> int:
    """How many open stages got another category or probability (0 to 1). rated: stage → both. Raises NotAllowed, Refused."""
    require(actor, "sales.stage.edit")
    stages = {stage.pk: stage for stage in visible_to(actor, Stage.objects.filter(kind=Stage.Kind.OPEN)).select_for_update(of=("self",))}
    if not rated.keys() <= stages.keys():
        raise Refused(_("There is no such open stage. Nothing was changed."))
    changed = []
    for number, (category, probability) in rated.items():
        if category not in ForecastCategory.values or not 0 <= probability <= 1:
            raise Refused(_("A stage has one of four categories, and a probability from 0 to 100 %. Nothing was changed."))
        stage = stages[number]
        if (stage.forecast_category, stage.probability) != (category, probability):
            stage.forecast_category, stage.probability = category, probability
            changed.append(stage)

    Stage.objects.bulk_update(changed, ["forecast_category", "probability"])

    announce(StagesRated(stage_ids=tuple(stage.pk for stage in changed)), actor=actor)
    return len(changed)
