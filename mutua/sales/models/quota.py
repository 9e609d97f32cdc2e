"""What somebody is to bring in a span of time, and what a manager expects beside the sum of the deals. Both are said anew, and never written over."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.ledgers import append_only

_ONE_SUBJECT = (
    Q(user__isnull=False, team=None, territory=None)
    | Q(user=None, team__isnull=False, territory=None)
    | Q(user=None, team=None, territory__isnull=False)
)


class Said(models.Model):
    """A figure for a person, a team or a territory and a span of days; the newest one counts. amount empty: it was taken back."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("identity.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    territory = models.ForeignKey("sales.Territory", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    first = models.DateField(_("from"))
    last = models.DateField(_("to"))
    amount = models.DecimalField(_("amount"), max_digits=18, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="USD")
    reason = models.CharField(_("why"), max_length=300, blank=True, default="")
    said_at = models.DateTimeField()
    said_by = models.CharField(max_length=120)

    class Meta:
        abstract = True
        ordering = ("-said_at", "-pk")

    @property
    def subject(self) -> Any:
        return self.user or self.team or self.territory


class Quota(Said):
    """One row is what one person, team or territory is to win from its first to its last day."""

    class Meta(Said.Meta):
        verbose_name = _("quota")
        constraints = (
            models.CheckConstraint(condition=_ONE_SUBJECT, name="quota_of_one"),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="quota_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gte=0), name="quota_not_negative"),
        )
        triggers = append_only("sales.Quota")
        indexes = (models.Index(fields=["first", "last", "-said_at"], name="quotas_of_period"),)


class ForecastCall(Said):
    """One row is what a manager expects of a person, team or territory: beside the sum of the deals, with the reason, and never in its place."""

    class Meta(Said.Meta):
        verbose_name = _("manager’s call")
        constraints = (
            models.CheckConstraint(condition=_ONE_SUBJECT, name="forecast_call_of_one"),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="forecast_call_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(reason=""), name="forecast_call_says_why"),
        )
        triggers = append_only("sales.ForecastCall")
        indexes = (models.Index(fields=["first", "last", "-said_at"], name="forecast_calls_of_period"),)
