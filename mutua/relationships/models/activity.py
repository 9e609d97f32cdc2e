"""A practice that both companies engage in at a touchpoint, and that defines the type of relationship there."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.models import Record, historied
from mutua.relationships.models.labels import DIMENSIONS, TYPES, keys
from mutua.relationships.models.touchpoint import Touchpoint
from mutua.relationships.rules.book import BookActivity
from mutua.relationships.rules.derived_type import Defined
from mutua.relationships.rules.gap import Practice
from mutua.relationships.rules.kinds import RelationshipType


@historied
class Activity(Record):
    """One row is one practice of the catalogue.

    needs: readiness dimension → least level 0–4 of both sides. requires: keys of activities of the same touchpoint.
    slot: activities in one slot are alternatives. cost, hours, lead_days: planning defaults, ours.
    effects: measure → by how much, in its own unit; effects_from: where the sizes come from, empty for an assumption.
    moves: keys of those measures of the touchpoint that it moves; empty: all of them. retired_at: as of a touchpoint.
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
    moves = ArrayField(models.SlugField(max_length=60), verbose_name=_("measures it moves"), default=list, blank=True)
    effects = models.JSONField(_("usual effects"), default=dict, blank=True)
    effects_from = models.CharField(_("where the effects come from"), max_length=200, blank=True, default="")
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True, editable=False)

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

    def get_absolute_url(self) -> str:
        return f"{self.touchpoint.get_absolute_url()}#{self.key}"

    def defined(self) -> Defined:
        return Defined(self.key, RelationshipType(self.type))

    @property
    def needs_in_order(self) -> list[tuple[str, Any]]:
        """The readiness that it needs, in the order in which dimensions are always named."""
        return [(dimension, self.needs[dimension]) for dimension in keys(DIMENSIONS) if dimension in self.needs]

    @property
    def sizes(self) -> dict[str, Decimal]:
        """By how much it usually changes which measure, where both are ready."""
        return {measure: Decimal(str(size)) for measure, size in self.effects.items()}

    def in_book(self) -> BookActivity:
        return BookActivity(
            key=self.key,
            name=self.name,
            type=self.type,
            slot=self.slot,
            needs={dimension: Decimal(str(level)) for dimension, level in self.needs.items() if level},
            requires=tuple(self.requires),
            cost=self.cost,
            hours=self.hours,
            lead_days=self.lead_days,
            moves=tuple(self.moves),
            effects=self.sizes,
            effects_from=self.effects_from,
        )

    def practice(self) -> Practice:
        return Practice(self.key, self.slot, tuple(self.requires))
