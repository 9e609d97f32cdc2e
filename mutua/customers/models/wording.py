"""The sentence that a person said yes to. A new sentence is a new version; the old one stays as it was read."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.ledgers import append_only


class Purpose(models.TextChoices):
    """What somebody may be written to or rung for."""

    NEWS = "news", _("News")
    OFFERS = "offers", _("Offers")
    SURVEYS = "surveys", _("Surveys")
    OCCASIONS = "occasions", _("Invitations")


class Wording(models.Model):
    """One row is one version of the sentence for a purpose in a language. Versions count from 1 and are written for ever."""

    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose.choices)
    language = models.CharField(_("language"), max_length=12, default="en", help_text=_("Its code, such as en or pt-br."))
    version = models.PositiveIntegerField(editable=False)
    text = models.TextField(_("wording"))
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by_name = models.CharField(max_length=150, blank=True, default="", editable=False)

    class Meta:
        verbose_name = _("wording")
        verbose_name_plural = _("wordings")
        ordering = ("purpose", "language", "-version")
        constraints = (
            models.UniqueConstraint(
                fields=["purpose", "language", "version"],
                name="wording_version_once",
                violation_error_message=_("Somebody else has just written this version. Load the page again."),
            ),
            models.CheckConstraint(condition=~Q(text=""), name="wording_says_something"),
            models.CheckConstraint(condition=Q(purpose__in=["news", "offers", "surveys", "occasions"]), name="wording_purpose_known"),
        )
        triggers: ClassVar = append_only("customers.Wording")

    def __str__(self) -> str:
        return str(_("%(purpose)s, %(language)s, version %(version)s")) % {
            "purpose": self.get_purpose_display(), "language": self.language, "version": self.version,
        }  # fmt: skip

    def get_absolute_url(self) -> str:
        return reverse("customers:wordings") + f"#wording-{self.pk}"
