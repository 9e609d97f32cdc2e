"""What a person has allowed and taken back: a ledger to which only is added."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mutua.customers.models.person import Person
from mutua.customers.models.wording import Purpose, Wording
from mutua.foundation.records.ledgers import append_only


class Consent(models.Model):
    """One row: on `at` this person gave or withdrew consent for one purpose by one channel. What holds now is derived from the rows, never kept.

    at: when the person said it. recorded_at: when we knew it.
    """

    class Channel(models.TextChoices):
        MAIL = "mail", _("Mail")
        PHONE = "phone", _("Telephone")
        TEXT = "text", _("Text message")
        POST = "post", _("Post")

    class How(models.TextChoices):
        FORM = "form", _("By a form")
        MAIL = "mail", _("By mail")
        PHONE = "phone", _("On the telephone")
        MEETING = "meeting", _("In person")
        PAPER = "paper", _("On paper")
        LINK = "link", _("By a link")
        IMPORT = "import", _("From another system")

    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose.choices)
    channel = models.CharField(_("channel"), max_length=6, choices=Channel.choices)
    wording = models.ForeignKey(
        Wording, verbose_name=_("wording"), null=True, blank=True, on_delete=models.PROTECT, related_name="consents"
    )
    given = models.BooleanField(_("given"))
    at = models.DateTimeField(_("when"))
    how = models.CharField(_("how"), max_length=8, choices=How.choices)
    proof = models.TextField(
        _("proof"),
        blank=True,
        default="",
        help_text=_("What shows it: the text of the mail, the number of the form, where the paper lies."),
    )
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    recorded_by_name = models.CharField(max_length=150, blank=True, default="", editable=False)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ("-at", "given", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(purpose__in=["news", "offers", "surveys", "occasions"]), name="consent_purpose_known"),
            models.CheckConstraint(condition=Q(channel__in=["mail", "phone", "text", "post"]), name="consent_channel_known"),
            models.CheckConstraint(condition=Q(at__lte=models.F("recorded_at")), name="consent_not_of_tomorrow"),
        )
        # The newest row of a person, purpose and channel is the one that holds; a withdrawal of the same moment wins.
        indexes = (models.Index("person", "purpose", "channel", models.F("at").desc(), "given", name="consent_that_holds"),)
        triggers: ClassVar = append_only("customers.Consent", may_change=("recorded_by",))

    def __str__(self) -> str:
        return f"{self.person} · {self.get_purpose_display()} · {self.get_channel_display()}"
