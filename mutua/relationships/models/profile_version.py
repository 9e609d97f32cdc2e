"""A desired profile as it stood after each act upon it, and what was kept of an account for a plan year. Both are written once."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.ledgers import append_only
from mutua.relationships.models.profile import Profile


class ProfileVersion(models.Model):
    """One row is a profile from this moment until the next row of it.

    wanted: touchpoint key → {"activities": [keys], "performance": "0.9900" or null, "wish", "measure", "change": "-2.00" or null}.
    """

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="versions")
    at = models.DateTimeField(_("since"))
    state = models.CharField(_("state"), max_length=10)
    visibility = models.CharField(_("visibility"), max_length=10)
    confidence = models.DecimalField(_("confidence"), max_digits=3, decimal_places=2)
    wanted = models.JSONField(_("wanted"), default=dict)

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("version of a profile")
        verbose_name_plural = _("versions of profiles")
        indexes = (models.Index(fields=["profile", "-at", "-id"], name="profile_version_latest"),)
        triggers = append_only("relationships.ProfileVersion")

    def __str__(self) -> str:
        return f"{self.profile} · {self.at:%Y-%m-%d}"


class ProfileSnapshot(models.Model):
    """One row is where an account stood and wanted to be when the plan of a year was made: no later edit rewrites it.

    content: {"current": {touchpoint key: …}, "desired": {perspective: …}, "readiness": {"us": …, "them": …}}; sha256: of it.
    """

    account = models.ForeignKey("customers.Account", on_delete=models.CASCADE, related_name="profile_snapshots", verbose_name=_("account"))
    year = models.PositiveSmallIntegerField(_("plan year"))
    taken_at = models.DateTimeField(_("kept at"))
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ("-year", "-pk")
        verbose_name = _("profile kept for a plan year")
        verbose_name_plural = _("profiles kept for plan years")
        constraints = (
            models.UniqueConstraint(fields=["account", "year"], name="profile_snapshot_once_a_year"),
            models.CheckConstraint(condition=~Q(sha256=""), name="profile_snapshot_has_its_hash"),
        )
        triggers = append_only("relationships.ProfileSnapshot", may_change=["taken_by"])

    def __str__(self) -> str:
        return f"{self.account} · {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("relationships:profile-kept", args=[self.account_id, self.year])
