"""What a roadmap item has really taken: money and hours, as somebody noted it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mutua.relationships.models.roadmap_item import RoadmapItem


class Outlay(models.Model):
    """One row: on this day we spent so much money, or so many hours of a team, on an item. Corrected by another row with a minus.

    amount: in the item's currency. by_name: who noted it, also after that person has left.
    """

    item = models.ForeignKey(RoadmapItem, on_delete=models.CASCADE, related_name="outlays")
    on = models.DateField(_("when"))
    amount = models.DecimalField(_("amount"), max_digits=18, decimal_places=2, default=0)
    team = models.CharField(_("team"), max_length=80, blank=True, default="")
    hours = models.DecimalField(_("hours"), max_digits=10, decimal_places=2, default=0)
    note = models.CharField(_("for what"), max_length=200, blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(_("noted by"), max_length=120)
    noted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-on", "-pk")
        verbose_name = _("outlay")
        verbose_name_plural = _("outlays")
        constraints = (
            models.CheckConstraint(condition=~Q(amount=0, hours=0), name="outlay_says_money_or_hours"),
            models.CheckConstraint(condition=Q(hours=0) | ~Q(team=""), name="outlay_hours_name_a_team"),
        )
        indexes = (models.Index(fields=["item", "on"], name="outlays_of_item"),)

    def __str__(self) -> str:
        return f"{self.item} · {self.on}"
