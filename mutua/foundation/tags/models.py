"""The tags that there are."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.models import Record, historied


@historied
class Tag(Record):
    """One row is one tag. key: the same for names that are one tag; records hold the name."""

    name = models.CharField(_("name"), max_length=40)
    key = models.CharField(max_length=80, editable=False)

    class Meta(Record.Meta):
        ordering = ("key",)
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        constraints = (
            models.CheckConstraint(condition=~Q(key=""), name="tag_has_a_name"),
            models.UniqueConstraint(
                fields=["key"],
                name="tag_once",
                violation_error_message=_("There is a tag of this name. Nothing was changed; merge them instead."),
            ),
        )

    def __str__(self) -> str:
        return self.name
