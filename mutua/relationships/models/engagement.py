"""How far an account and we really practise an activity."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.models import Record, Sourced, historied
from mutua.relationships.models.account_touchpoint import AccountTouchpoint
from mutua.relationships.models.activity import Activity
from mutua.relationships.models.labels import ENGAGEMENT_STATES, keys
from mutua.relationships.rules.kinds import ENGAGED, EngagementState


@historied
class Engagement(Record, Sourced):
    """One row is one activity at one touchpoint of one account; its state moves, and the history keeps what it was."""

    account_touchpoint = models.ForeignKey(AccountTouchpoint, on_delete=models.CASCADE, related_name="engagements")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="engagements", verbose_name=_("activity"))
    state = models.CharField(_("state"), max_length=10, choices=ENGAGEMENT_STATES, default=EngagementState.PLANNED.value)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    evidence = models.TextField(_("evidence"), blank=True, default="")
    evidence_url = models.CharField(_("link to the evidence"), max_length=500, blank=True, default="")

    class Meta(Record.Meta):
        ordering = ("activity__position", "pk")
        verbose_name = _("engagement")
        verbose_name_plural = _("engagements")
        constraints = (
            *Sourced.Meta.constraints,
            models.UniqueConstraint(fields=["account_touchpoint", "activity"], name="engagement_once"),
            models.CheckConstraint(condition=Q(state__in=keys(ENGAGEMENT_STATES)), name="engagement_state_known"),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=models.F("since")), name="engagement_ends_after_it_began"
            ),
        )

    def __str__(self) -> str:
        return f"{self.activity} · {self.get_state_display()}"

    @property
    def evidence_link(self) -> str:
        """Where to look, if it is an address of the web: nothing else becomes a link."""
        return self.evidence_url if self.evidence_url.startswith(("https://", "http://")) else ""

    @property
    def is_engaged(self) -> bool:
        return self.state in ENGAGED
