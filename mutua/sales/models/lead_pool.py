"""Who takes the leads of a territory, or all others, and in which order."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.models import Record, historied_but
from mutua.sales.models.territory import Territory


@historied_but("last")
class LeadPool(Record):
    """One row: leads from this territory go to those who work there; with a team instead, leads that no territory claims go to its members.

    last: who got the one before. most: of so many open leads nobody takes one more; empty: no limit.
    """

    class By(models.TextChoices):
        TURN = "turn", _("In turn")
        LOAD = "load", _("To whoever has the fewest open leads")

    territory = models.ForeignKey(
        Territory, null=True, blank=True, on_delete=models.CASCADE, related_name="lead_pools", verbose_name=_("territory")
    )
    team = models.ForeignKey("identity.Team", null=True, blank=True, on_delete=models.CASCADE, related_name="+", verbose_name=_("team"))
    by = models.CharField(_("given"), max_length=4, choices=By.choices, default=By.TURN)
    most = models.PositiveSmallIntegerField(_("at most so many open leads each"), null=True, blank=True)
    last = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+")

    class Meta(Record.Meta):
        ordering = ("pk",)
        verbose_name = _("lead pool")
        verbose_name_plural = _("lead pools")
        constraints = (
            models.CheckConstraint(
                condition=Q(territory=None) ^ Q(team=None),
                name="lead_pool_of_a_territory_or_a_team",
                violation_error_message=_("Choose either a territory or a team. Nothing was saved."),
            ),
            models.UniqueConstraint(
                fields=["territory"],
                condition=Q(deleted_at=None, territory__isnull=False),
                name="lead_pool_once_a_territory",
                violation_error_message=_("This territory has a pool already. Nothing was saved."),
            ),
            models.UniqueConstraint(
                fields=["team"],
                condition=Q(deleted_at=None, team__isnull=False),
                name="lead_pool_once_a_team",
                violation_error_message=_("This team has a pool already. Nothing was saved."),
            ),
        )

    def __str__(self) -> str:
        return str(self.territory or self.team)
