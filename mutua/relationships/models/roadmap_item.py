"""An activity to be begun with an account: what it costs and brings each side, and whether both are ready for it."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mutua.customers.models.folding import Folded
from mutua.foundation.records.ledgers import kept_for_ever
from mutua.foundation.records.models import Record, Sourced, historied
from mutua.relationships.models.activity import Activity
from mutua.relationships.models.figures import Figures
from mutua.relationships.models.labels import ITEM_STATES, keys
from mutua.relationships.models.segment_item import SegmentItem
from mutua.relationships.rules.lifecycles import ItemState

ENDED = (ItemState.DONE.value, ItemState.STOPPED.value, ItemState.EVALUATED.value)


@historied
class RoadmapItem(Figures, Record, Sourced):
    """One row is one activity that is to start at one account; its figures are those of `Figures`.

    Without returns it is an idea until somebody enters them. of_segment: the item of a whole segment that keeps it here. lever: what it pulls.
    """

    account = models.ForeignKey("customers.Account", on_delete=models.CASCADE, related_name="roadmap_items", verbose_name=_("account"))
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="roadmap_items", verbose_name=_("activity"))
    replaces = models.ForeignKey(Activity, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("instead of"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="roadmap_items", verbose_name=_("owner")
    )
    strategy = models.ForeignKey(
        "strategy.GenericStrategy",
        verbose_name=_("strategy it serves"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="roadmap_items",
    )
    lever = models.ForeignKey(
        "strategy.Lever", verbose_name=_("lever it pulls"), null=True, blank=True, on_delete=models.SET_NULL, related_name="roadmap_items"
    )
    of_segment = models.ForeignKey(
        SegmentItem, verbose_name=_("for the whole segment"), null=True, blank=True, on_delete=models.SET_NULL, related_name="items"
    )
    requires = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="required_by", verbose_name=_("after"))
    state = models.CharField(_("state"), max_length=10, choices=ITEM_STATES, default=ItemState.IDEA.value)

    class Meta(Record.Meta):
        ordering = ("account__sort_key", "activity__touchpoint__position", "activity__position", "pk")
        verbose_name = _("roadmap item")
        verbose_name_plural = _("roadmap items")
        constraints = (
            *Sourced.Meta.constraints,
            models.UniqueConstraint(
                fields=["account", "activity"], condition=Q(deleted_at=None) & ~Q(state__in=ENDED), name="roadmap_item_once_open"
            ),
            models.CheckConstraint(condition=Q(state__in=keys(ITEM_STATES)), name="roadmap_item_state_known"),
            models.CheckConstraint(condition=Q(not_before__gte=1), name="roadmap_item_starts_in_a_quarter"),
            models.CheckConstraint(condition=Q(gate__range=(0, 1)), name="roadmap_item_gate_0_to_1"),
        )
        indexes = (GinIndex(OpClass(Folded("title"), name="gin_trgm_ops"), name="roadmap_item_search"),)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("relationships:item", args=[self.account_id, self.pk])

    @property
    def name(self) -> str:
        return self.title or self.activity.name


class GateOverride(models.Model):
    """One row is one person who let an item through a closed gate, or lowered the gate, knowing the price. It is written once and for ever.

    lowered_from: what the gate was before it became `gate`; None for who went through a closed one.
    """

    item = models.ForeignKey(RoadmapItem, on_delete=models.CASCADE, related_name="overrides")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(_("who"), max_length=120)
    at = models.DateTimeField(_("when"))
    reason = models.TextField(_("reason"))
    ratio = models.DecimalField(_("readiness ratio"), max_digits=7, decimal_places=6)
    gate = models.DecimalField(_("gate"), max_digits=3, decimal_places=2)
    lowered_from = models.DecimalField(_("gate before"), max_digits=3, decimal_places=2, null=True)
    present_level = models.DecimalField(_("performance before"), max_digits=7, decimal_places=6, null=True)
    expected_level = models.DecimalField(_("expected performance"), max_digits=7, decimal_places=6, null=True)
    expected_loss = models.DecimalField(_("expected loss a year"), max_digits=18, decimal_places=2)
    worst_loss = models.DecimalField(_("loss a year at worst"), max_digits=18, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("override of a gate")
        verbose_name_plural = _("overrides of gates")
        constraints = (
            models.CheckConstraint(condition=~Q(reason=""), name="gate_override_has_a_reason"),
            models.CheckConstraint(condition=~Q(by_name=""), name="gate_override_has_a_name"),
        )
        triggers = (
            # A person who leaves may be unlinked; what was known and signed may not be changed by anybody.
            pgtrigger.Trigger(
                name="written_for_ever",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["by"]),
                func="RAISE EXCEPTION 'An override is written for ever.' USING ERRCODE = 'restrict_violation';",
            ),
            kept_for_ever("relationships.GateOverride", "An override"),
        )

    def __str__(self) -> str:
        return f"{self.item} · {self.by_name}"

    @property
    def is_loss_known(self) -> bool:
        """Whoever is not ready loses something: nothing written down means that it could not be foretold."""
        return bool(self.expected_loss) or self.ratio >= 1
