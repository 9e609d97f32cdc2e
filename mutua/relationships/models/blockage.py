"""What stands in the way at a touchpoint."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.models import Record, Sourced, historied
from mutua.relationships.models.account_touchpoint import AccountTouchpoint
from mutua.relationships.models.labels import SIDES
from mutua.relationships.models.roadmap_item import RoadmapItem
from mutua.relationships.rules.lifecycles import ItemState


@historied
class Blockage(Record, Sourced):
    """One row is a process or a system, on one side, that keeps a touchpoint from working; closed by a roadmap item."""

    account_touchpoint = models.ForeignKey(AccountTouchpoint, on_delete=models.CASCADE, related_name="blockages")
    side = models.CharField(_("whose"), max_length=4, choices=SIDES)
    what = models.CharField(_("process or system"), max_length=200)
    cost_per_year = models.DecimalField(_("what it costs a year"), max_digits=18, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("owner")
    )
    closed_by = models.ForeignKey(
        RoadmapItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="closes", verbose_name=_("closed by")
    )

    class Meta(Record.Meta):
        ordering = ("-cost_per_year", "pk")
        verbose_name = _("blockage")
        verbose_name_plural = _("blockages")
        constraints = (
            *Sourced.Meta.constraints,
            models.CheckConstraint(condition=Q(side__in=["us", "them"]), name="blockage_side_known"),
            models.CheckConstraint(condition=~Q(what=""), name="blockage_says_what"),
        )

    def __str__(self) -> str:
        return self.what

    @property
    def is_closed(self) -> bool:
        """Whether the item that takes it away has been done."""
        return self.closed_by is not None and self.closed_by.state in (ItemState.DONE, ItemState.EVALUATED)
