"""What a lead has allowed before it is a person that we know: it goes into the ledger of consents when it becomes one."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.ledgers import append_only
from mutua.sales.models.lead import Lead


class LeadConsent(models.Model):
    """One row: at that moment the lead said yes to this wording, and `proof` shows it."""

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="consents")
    wording = models.ForeignKey("customers.Wording", on_delete=models.PROTECT, related_name="+", verbose_name=_("wording"))
    at = models.DateTimeField(_("when"))
    proof = models.TextField(_("proof"))

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("consent of a lead")
        verbose_name_plural = _("consents of leads")
        constraints = (models.UniqueConstraint(fields=["lead", "wording"], name="lead_consents_once_to_a_wording"),)
        triggers: ClassVar = append_only("sales.LeadConsent")

    def __str__(self) -> str:
        return str(self.wording)
