"""What a version finds: strengths and weaknesses inside, opportunities and threats outside, each with what it rests on."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.models import historied
from mutua.strategy.models.dated import Dated
from mutua.strategy.models.freezing import frozen_with_version
from mutua.strategy.models.lever import Lever
from mutua.strategy.models.strategy_version import StrategyVersion


@historied
class SwotItem(Dated):
    """One row is one finding. It rests on a need of a customer, on a measure or on a page of Mutua (`link`, a path), in `evidence` words.

    struck_at: struck out and kept, so that it can be put back while the version is open.
    """

    class Kind(models.TextChoices):
        STRENGTH = "strength", _("Strength")
        WEAKNESS = "weakness", _("Weakness")
        OPPORTUNITY = "opportunity", _("Opportunity")
        THREAT = "threat", _("Threat")

    version_of = models.ForeignKey(StrategyVersion, on_delete=models.CASCADE, related_name="swot")
    kind = models.CharField(_("kind"), max_length=11, choices=Kind.choices)
    sentence = models.CharField(_("what we find"), max_length=240)
    evidence = models.CharField(_("what it rests on"), max_length=200, blank=True, default="")
    link = models.CharField(_("page that shows it"), max_length=400, blank=True, default="")
    need = models.ForeignKey("customers.Need", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("need"))
    metric = models.CharField(_("measure"), max_length=80, blank=True, default="")
    struck_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ("version_of", "pk")
        verbose_name = _("SWOT item")
        verbose_name_plural = _("SWOT items")
        constraints = (models.CheckConstraint(condition=~Q(sentence=""), name="swot_item_says_something"),)
        triggers = frozen_with_version(
            "strategy.SwotItem", "A SWOT item", columns=("kind", "sentence", "evidence", "link", "metric", "struck_at"), let_go=("need_id",)
        )

    def __str__(self) -> str:
        return self.sentence


@historied
class Option(Dated):
    """One row is one thing that could be done about a pair of findings: kept, it is pulled by a lever; dismissed, it says why."""

    class State(models.TextChoices):
        OPEN = "open", _("To be decided")
        KEPT = "kept", _("Kept")
        DISMISSED = "dismissed", _("Dismissed")

    version_of = models.ForeignKey(StrategyVersion, on_delete=models.CASCADE, related_name="options")
    inside = models.ForeignKey(SwotItem, on_delete=models.CASCADE, related_name="options_inside")
    outside = models.ForeignKey(SwotItem, on_delete=models.CASCADE, related_name="options_outside")
    sentence = models.CharField(_("what could be done"), max_length=600)
    state = models.CharField(_("decided"), max_length=9, choices=State.choices, default=State.OPEN)
    lever = models.ForeignKey(Lever, null=True, blank=True, on_delete=models.PROTECT, related_name="options", verbose_name=_("lever"))
    reason = models.CharField(_("why"), max_length=400, blank=True, default="")

    class Meta:
        ordering = ("version_of", "pk")
        verbose_name = _("option")
        verbose_name_plural = _("options")
        constraints = (
            models.UniqueConstraint(fields=["inside", "outside"], name="option_once_a_pair"),
            models.CheckConstraint(condition=~Q(state="kept") | Q(lever__isnull=False), name="option_kept_has_a_lever"),
            models.CheckConstraint(condition=~Q(state="dismissed") | ~Q(reason=""), name="option_dismissed_says_why"),
        )
        triggers = frozen_with_version(
            "strategy.Option", "An option", columns=("inside_id", "outside_id", "sentence", "state", "lever_id", "reason")
        )

    def __str__(self) -> str:
        return self.sentence

    @property
    def kind(self) -> str:
        """SO, ST, WO or WT."""
        return f"{self.inside.kind[0]}{self.outside.kind[0]}".upper()
