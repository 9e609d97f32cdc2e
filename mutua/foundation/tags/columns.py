"""The column in which a record keeps its tags."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from mutua.foundation.tags.rules.naming import LONGEST


def tags_column() -> ArrayField[Any, Any]:
    return ArrayField(models.CharField(max_length=LONGEST), verbose_name=_("tags"), default=list, blank=True)


def tags_index(name: str) -> GinIndex:
    """So that the records of one tag are found among a million."""
    return GinIndex(fields=["tags"], name=name)
