"""What a customer says to our claims: it signs, or it objects and says why."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.ledgers import append_only


class ValueSignature(models.Model):
    """One row is one answer of a named person of the customer to one entry or to a whole statement, written for ever.

    Only the portal's role adds rows: PostgreSQL refuses it to every role of ours. words: the entries as they stood, put together by the
    database; digest: their SHA-256, which has to be that of what the person saw. link_number: of the signed link that was open; invited_by:
    who of ours had it sent.
    """

    class Answer(models.TextChoices):
        SIGNED = "signed", _("Signed")
        OBJECTED = "objected", _("Objected")

    account = models.ForeignKey("customers.Account", on_delete=models.CASCADE, related_name="value_signatures", verbose_name=_("account"))
    entry_ids = ArrayField(models.BigIntegerField(), verbose_name=_("entries"))
    answer = models.CharField(_("answer"), max_length=8, choices=Answer.choices)
    reason = models.TextField(_("reason"), blank=True, default="")
    person = models.ForeignKey(
        "customers.Person", null=True, on_delete=models.SET_NULL, related_name="value_signatures", verbose_name=_("person")
    )
    signer_name = models.CharField(_("name"), max_length=210)
    signer_email = models.CharField(_("mail address"), max_length=254)
    signer_address = models.GenericIPAddressField(_("from"), null=True)
    link_number = models.BigIntegerField(_("link"))
    invited_by = models.CharField(_("link sent by"), max_length=120, blank=True, default="")
    at = models.DateTimeField(_("when"))
    words = models.TextField(_("what was answered"))
    digest = models.CharField(_("digest"), max_length=64)

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("signature of a customer")
        verbose_name_plural = _("signatures of customers")
        constraints = (
            models.CheckConstraint(condition=Q(answer__in=["signed", "objected"]), name="value_signature_answer_known"),
            models.CheckConstraint(condition=Q(answer="signed") | ~Q(reason=""), name="value_objection_has_a_reason"),
        )
        indexes = (
            models.Index(fields=["account", "-at"], name="value_signature_of_account"),
            GinIndex(fields=["entry_ids"], name="value_signature_of_entry"),
        )
        triggers = append_only("relationships.ValueSignature", may_change=["person"])

    def __str__(self) -> str:
        return f"{self.signer_name} · {self.get_answer_display()}"
