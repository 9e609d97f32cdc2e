"""The pipeline that every installation starts with."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

STAGES = (("prospecting", "Prospecting", "open"), ("engaging", "Engaging", "open"), ("won", "Won", "won"), ("lost", "Lost", "lost"))


def ensure_pipeline(key: str = "sales", name: str = "") -> Any:
    """The pipeline with its stages; made where it is missing, left alone where somebody has changed it."""
    from mutua.sales.models import Pipeline, Stage

    pipeline, is_new = Pipeline.objects.get_or_create(key=key, defaults={"name": name or _("Sales"), "order": Pipeline.objects.count()})
    if is_new:
        Stage.objects.bulk_create(
            Stage(pipeline=pipeline, key=stage, name=_(title), kind=kind, order=order) for order, (stage, title, kind) in enumerate(STAGES)
        )
    return pipeline


def after_migrations(**_signal: Any) -> None:
    ensure_pipeline()
