"""A form on somebody else's page through which leads come in, and what was sent by it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.models import Record, historied
from mutua.portals.rules.form_keys import new_form_key


@historied
class WebForm(Record):
    """One row is one form. key: the word in its address. asks: what it asks beside the mail address, in this order.

    double_opt_in: what was sent counts only when the owner of the mailbox has pressed a button. open: whether it takes anything in.
    """

    class Asks(models.TextChoices):
        ORGANISATION = "organisation", _("Organisation")
        GIVEN_NAME = "given_name", _("Given name")
        FAMILY_NAME = "family_name", _("Family name")
        JOB_TITLE = "job_title", _("Job title")
        PHONE = "phone", _("Telephone")
        COUNTRY = "country", _("Country")
        INDUSTRY = "industry", _("Industry")
        WEBSITE = "website", _("Website")
        MESSAGE = "message", _("What can we do for you?")

    name = models.CharField(_("name"), max_length=120)
    key = models.CharField(max_length=40, unique=True, default=new_form_key, editable=False)
    title = models.CharField(_("heading"), max_length=120, blank=True, default="")
    asks = ArrayField(models.CharField(max_length=20, choices=Asks.choices), verbose_name=_("asks for"), default=list)
    offering = models.ForeignKey(
        "catalog.Offering", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("what they ask for")
    )
    wording = models.ForeignKey(
        "customers.Wording", null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("wording of consent")
    )
    thanks = models.CharField(_("thank-you text"), max_length=300)
    double_opt_in = models.BooleanField(_("double opt-in by mail"), default=True)
    open = models.BooleanField(_("takes leads in"), default=True)

    class Meta(Record.Meta):
        ordering = ("name", "pk")
        verbose_name = _("web form")
        verbose_name_plural = _("web forms")
        constraints = (
            models.CheckConstraint(condition=~Q(name=""), name="web_form_has_a_name"),
            models.CheckConstraint(
                condition=Q(asks__contained_by=[
                    "organisation", "given_name", "family_name", "job_title", "phone", "country", "industry", "website", "message",
                ]),
                name="web_form_asks_what_leads_have",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("portals:web-form", args=[self.pk])


class FormSubmission(models.Model):
    """One row was sent once. sent: until it is a lead. digest: of the word in the mail that asks whether it was them. consented: to `wording`."""

    form = models.ForeignKey(WebForm, on_delete=models.CASCADE, related_name="submissions")
    at = models.DateTimeField()
    sent = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    address = models.GenericIPAddressField(null=True, blank=True)
    consented = models.BooleanField(default=False)
    wording = models.ForeignKey("customers.Wording", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, blank=True, default="")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    lead = models.ForeignKey("sales.Lead", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("sent form")
        verbose_name_plural = _("sent forms")
        constraints = (models.CheckConstraint(condition=~Q(consented=True) | Q(wording__isnull=False), name="form_consent_has_a_wording"),)
        indexes = (
            models.Index(fields=["address", "-at"], name="forms_sent_from_an_address"),
            models.Index(fields=["digest"], condition=~Q(digest=""), name="form_sent_by_digest"),
        )


class FormRefusal(models.Model):
    """One row: so many were kept out of a form on a day, for this reason. Nothing of them is kept."""

    class Why(models.TextChoices):
        TRAP = "trap", _("a field that nobody sees was filled in")
        TOKEN = "token", _("the page’s token was missing, too young or too old")
        RATE = "rate", _("too many from one address")

    form = models.ForeignKey(WebForm, on_delete=models.CASCADE, related_name="refusals")
    day = models.DateField()
    why = models.CharField(max_length=5, choices=Why.choices)
    times = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-day", "why")
        constraints = (models.UniqueConstraint(fields=["form", "day", "why"], name="form_refusals_counted_once_a_day"),)
