"""A joint session: one person of ours and one of the customer's say cell by cell where both want to be, each in its own browser."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.ledgers import append_only
from mutua.relationships.models.profile import Profile
from mutua.relationships.models.touchpoint import Touchpoint


class JointSession(models.Model):
    """One row is one session with an account; one at a time. profile: what came of it, once it is closed."""

    account = models.ForeignKey("customers.Account", on_delete=models.CASCADE, related_name="joint_sessions", verbose_name=_("account"))
    opened_at = models.DateTimeField(_("opened"))
    opened_by = models.CharField(_("opened by"), max_length=120)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    profile = models.ForeignKey(
        Profile, null=True, blank=True, on_delete=models.SET_NULL, related_name="sessions", verbose_name=_("profile")
    )

    class Meta:
        ordering = ("-opened_at", "-pk")
        verbose_name = _("joint session")
        verbose_name_plural = _("joint sessions")
        constraints = (models.UniqueConstraint(fields=["account"], condition=Q(closed_at=None), name="joint_session_one_open"),)

    def __str__(self) -> str:
        return f"{self.account} · {self.opened_at:%Y-%m-%d}"


class JointProposal(models.Model):
    """One row is what one side put into one cell, written for ever; the last of each side counts. wish: in words; activities: keys, sorted.

    Rows of the customer's side are added by the portal's role and by no other; rows of our side never by it.
    """

    class Side(models.TextChoices):
        US = "us", _("Us")
        CUSTOMER = "customer", _("Customer")

    session = models.ForeignKey(JointSession, on_delete=models.CASCADE, related_name="proposals")
    touchpoint = models.ForeignKey(Touchpoint, on_delete=models.PROTECT, related_name="+", verbose_name=_("touchpoint"))
    side = models.CharField(_("side"), max_length=8, choices=Side.choices)
    activities = ArrayField(models.SlugField(max_length=60), verbose_name=_("activities"), default=list)
    wish = models.CharField(_("wish"), max_length=240, blank=True, default="")
    by = models.CharField(_("who"), max_length=210)
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ("pk",)
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        constraints = (models.CheckConstraint(condition=Q(side__in=["us", "customer"]), name="joint_proposal_side_known"),)
        indexes = (models.Index(fields=["session", "touchpoint", "-id"], name="joint_proposal_of_cell"),)
        triggers = append_only("relationships.JointProposal")

    def __str__(self) -> str:
        return f"{self.by}: {self.wish or ', '.join(self.activities)}"
