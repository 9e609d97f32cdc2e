"""How sure somebody is of a deal."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ForecastCategory(models.TextChoices):
    COMMIT = "commit", _("Commit")
    BEST = "best", _("Best case")
    PIPELINE = "pipeline", _("Pipeline")
    OMITTED = "omitted", _("Omitted")
