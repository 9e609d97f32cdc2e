"""An activity that is to begin at every account of a segment."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.models import Record, Sourced, historied
from mutua.relationships.models.activity import Activity
from mutua.relationships.models.figures import Figures


@historied
class SegmentItem(Figures, Record, Sourced):
    """One row is one activity that is to begin at every account of a segment; its figures are those of one account.

    While it is open (ended_at empty) each member has an item of its own, made from it; accounts that join get one, and of those
    that leave what has not been committed is stopped.
    """

    segment = models.ForeignKey("strategy.Segment", on_delete=models.CASCADE, related_name="roadmap_items", verbose_name=_("segment"))
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="segment_items", verbose_name=_("activity"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("owner")
    )
    strategy = models.ForeignKey(
        "strategy.GenericStrategy", verbose_name=_("strategy it serves"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    lever = models.ForeignKey(
        "strategy.Lever", verbose_name=_("lever it pulls"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)

    class Meta(Record.Meta):
        ordering = ("segment__name", "activity__touchpoint__position", "activity__position", "pk")
        verbose_name = _("roadmap item of a segment")
        verbose_name_plural = _("roadmap items of segments")
        constraints = (
            *Sourced.Meta.constraints,
            models.UniqueConstraint(
                fields=["segment", "activity"], condition=Q(deleted_at=None, ended_at=None), name="segment_item_once_open"
            ),
            models.CheckConstraint(condition=Q(not_before__gte=1), name="segment_item_starts_in_a_quarter"),
            models.CheckConstraint(condition=Q(gate__range=(0, 1)), name="segment_item_gate_0_to_1"),
        )

    def __str__(self) -> str:
        return f"{self.name} · {self.segment}"

    def get_absolute_url(self) -> str:
        return reverse("relationships:segment-item", args=[self.pk])

    @property
    def name(self) -> str:
        return self.title or self.activity.name

    @property
    def is_open(self) -> bool:
        return self.ended_at is None
