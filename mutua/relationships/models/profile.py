"""Where both want to be. Where both are is not written down: it is derived from the engagements."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.models import Record, Sourced, historied
from mutua.relationships.models.activity import Activity
from mutua.relationships.models.labels import PROFILE_STATES, keys
from mutua.relationships.models.touchpoint import Touchpoint
from mutua.relationships.rules.lifecycles import ProfileState


@historied
class Profile(Record, Sourced):
    """One row is one desired profile of an account, from one perspective. Internal until somebody shares it."""

    class Perspective(models.TextChoices):
        OURS = "ours", _("Ours")
        CUSTOMER = "customer", _("The customer’s")
        SURROGATE = "surrogate", _("Surrogate")
        JOINT = "joint", _("Joint")

    class Visibility(models.TextChoices):
        INTERNAL = "internal", _("Internal, not in their portal")
        SHARED = "shared", _("Shared with the customer")
        AGREED = "agreed", _("Agreed by both")

    account = models.ForeignKey("customers.Account", on_delete=models.CASCADE, related_name="profiles", verbose_name=_("account"))
    perspective = models.CharField(_("perspective"), max_length=10, choices=Perspective.choices)
    as_of = models.DateField(_("as of"))
    participants = models.TextField(_("participants"), blank=True, default="")
    confidence = models.DecimalField(_("confidence"), max_digits=3, decimal_places=2)
    confidence_reason = models.CharField(_("why so sure"), max_length=240, blank=True, default="")
    state = models.CharField(_("state"), max_length=10, choices=PROFILE_STATES, default=ProfileState.DRAFT.value)
    visibility = models.CharField(_("visibility"), max_length=10, choices=Visibility.choices, default=Visibility.INTERNAL)
    agreement = models.TextField(_("how it was agreed"), blank=True, default="")
    note = models.TextField(_("note"), blank=True, default="")

    class Meta(Record.Meta):
        ordering = ("-confidence", "-as_of", "-pk")
        verbose_name = _("desired profile")
        verbose_name_plural = _("desired profiles")
        constraints = (
            *Sourced.Meta.constraints,
            models.UniqueConstraint(
                fields=["account", "perspective"],
                condition=Q(deleted_at=None) & ~Q(state=ProfileState.SUPERSEDED.value),
                name="profile_one_living_per_perspective",
            ),
            models.CheckConstraint(condition=Q(confidence__range=(0, 1)), name="profile_confidence_0_to_1"),
            models.CheckConstraint(condition=Q(state__in=keys(PROFILE_STATES)), name="profile_state_known"),
        )

    def __str__(self) -> str:
        return f"{self.account} · {self.get_perspective_display()}"

    def get_absolute_url(self) -> str:
        return f"{reverse('relationships:profile', args=[self.account_id])}?by={self.perspective}"


@historied
class ProfileCell(models.Model):
    """One row is one touchpoint of a profile: the activities that are wanted there, and how well it should go.

    performance: the level wanted, 0 to 1. wish: what they want, in their words. measure, change: by how much one of the touchpoint's
    measures should move, as in order-to-delivery-days by -2.
    """

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="cells")
    touchpoint = models.ForeignKey(Touchpoint, on_delete=models.PROTECT, related_name="+", verbose_name=_("touchpoint"))
    activities = models.ManyToManyField(Activity, blank=True, related_name="+", verbose_name=_("activities"))
    performance = models.DecimalField(_("performance"), max_digits=5, decimal_places=4, null=True, blank=True)
    wish = models.CharField(_("wish"), max_length=240, blank=True, default="")
    measure = models.SlugField(_("measure to move"), max_length=60, blank=True, default="")
    change = models.DecimalField(_("by how much"), max_digits=9, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ("touchpoint__position",)
        constraints = (
            models.UniqueConstraint(fields=["profile", "touchpoint"], name="profile_cell_once"),
            models.CheckConstraint(
                condition=Q(measure="", change=None) | (~Q(measure="") & Q(change__isnull=False)),
                name="profile_cell_moves_a_measure_by_something",
            ),
        )

    def __str__(self) -> str:
        return f"{self.profile} · {self.touchpoint}"
