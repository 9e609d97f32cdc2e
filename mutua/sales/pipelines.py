"""The pipeline that every installation starts with."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

# Key, name, kind, forecast category and probability, as a company begins; each can be said otherwise at /forecast/stages/.
STAGES = (
    ("prospecting", "Prospecting", "open", "pipeline", "0.2"),
    ("engaging", "Engaging", "open", "best", "0.5"),
    ("won", "Won", "won", "commit", "1"),
    ("lost", "Lost", "lost", "omitted", "0"),
)


def ensure_pipeline(key: str = "sales", name: str = "") -> Any:
    """The pipeline with its stages; made where it is missing, left alone where somebody has changed it."""
    from mutua.sales.models import Pipeline, Stage

    pipeline, is_new = Pipeline.objects.get_or_create(key=key, defaults={"name": name or _("Sales"), "order": Pipeline.objects.count()})
    if is_new:
        Stage.objects.bulk_create(
            Stage(pipeline=pipeline, key=stage, name=_(title), kind=kind, order=order, forecast_category=category, probability=probability)
            for order, (stage, title, kind, category, probability) in enumerate(STAGES)
        )
    return pipeline


def after_migrations(**_signal: Any) -> None:
    ensure_pipeline()
