"""A practice that both companies engage in at a touchpoint, and that defines the type of relationship there."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.models import Record, historied
from mutua.relationships.models.labels import TYPES, keys
from mutua.relationships.models.touchpoint import Touchpoint
from mutua.relationships.rules.derived_type import Defined
from mutua.relationships.rules.gap import Practice
from mutua.relationships.rules.kinds import RelationshipType


@historied
class Activity(Record):
    """One row is one practice of the catalogue.

    needs: readiness dimension → least level 0–4 of both sides. requires: keys of activities of the same touchpoint.
    slot: activities in one slot are alternatives. cost, hours, lead_days: planning defaults, ours.
    """

    touchpoint = models.ForeignKey(Touchpoint, on_delete=models.CASCADE, related_name="activities", verbose_name=_("touchpoint"))
    key = models.SlugField(_("key"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=160)
    type = models.CharField(_("type it defines"), max_length=16, choices=TYPES)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    slot = models.SlugField(_("slot"), max_length=40, blank=True, default="")
    needs = models.JSONField(_("readiness it needs"), default=dict, blank=True)
    requires = ArrayField(models.SlugField(max_length=60), verbose_name=_("prerequisites"), default=list, blank=True)
    currency = models.CharField(_("currency"), max_length=3)
    cost = models.DecimalField(_("cost"), max_digits=18, decimal_places=2, default=0)
    hours = models.PositiveIntegerField(_("hours"), default=0)
    lead_days = models.PositiveIntegerField(_("lead time in days"), default=0)

    class Meta(Record.Meta):
        ordering = ("touchpoint__position", "position", "key")
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        constraints = (
            models.CheckConstraint(condition=models.Q(type__in=keys(TYPES)), name="activity_type_known"),
            models.CheckConstraint(condition=models.Q(cost__gte=0), name="activity_cost_not_negative"),
        )

    def __str__(self) -> str:
        return self.name

    def defined(self) -> Defined:
        return Defined(self.key, RelationshipType(self.type))

    def practice(self) -> Practice:
        return Practice(self.key, self.slot, tuple(self.requires))
