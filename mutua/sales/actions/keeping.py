"""The stage and its history go together."""

from __future__ import annotations

from mutua.foundation import days
from mutua.foundation.access import Actor
from mutua.foundation.records.saving import store
from mutua.sales.models import Opportunity, Stage, StageChange


def put_into_stage(actor: Actor, opportunity: Opportunity, stage: Stage, *, with_fields: tuple[str, ...] = ()) -> None:
    """Move the deal and write down that it moved. Fields named in `with_fields` are saved along."""
    was, opportunity.stage = opportunity.stage, stage
    store(opportunity, update_fields=["stage", *with_fields])
    StageChange.objects.create(opportunity=opportunity, was=was, now=stage, at=days.now(), by=actor.name)


def end_of(opportunity: Opportunity, kind: Stage.Kind) -> Stage:
    """The won or the lost stage of the deal's own pipeline."""
    return Stage.objects.select_related("pipeline").get(pipeline=opportunity.stage.pipeline_id, kind=kind)
