"""A strategy for everybody in a segment: the identity that deals and roadmap items name. What it says stands in its versions."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.models import Record, Sourced, historied
from mutua.strategy.models.segment import Segment


@historied
class GenericStrategy(Record, Sourced):
    """One row is one cell of the board: this segment is served with this offering, by this owner."""

    name = models.CharField(_("name"), max_length=120)
    segment = models.ForeignKey(Segment, on_delete=models.PROTECT, related_name="strategies", verbose_name=_("segment"))
    offering = models.ForeignKey("catalog.Offering", on_delete=models.PROTECT, related_name="strategies", verbose_name=_("offering"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="strategies", verbose_name=_("owner")
    )

    class Meta(Record.Meta):
        ordering = ("name",)
        verbose_name = _("strategy")
        verbose_name_plural = _("strategies")
        constraints = (
            *Sourced.Meta.constraints,
            models.CheckConstraint(condition=~Q(name=""), name="strategy_has_a_name"),
            models.UniqueConstraint(
                fields=["segment", "offering"],
                condition=Q(deleted_at=None),
                name="strategy_once_a_cell",
                violation_error_message=_(
                    "This segment is served with this offering already. Open that strategy instead, or choose another cell."
                ),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("strategy:strategy", args=[self.pk])
