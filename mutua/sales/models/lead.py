"""Somebody who may become a customer, in their own words, before we know whether we want to serve them."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mutua.catalog.models.currency import default_currency
from mutua.customers.models.folding import Folded, Spaced
from mutua.customers.models.person import full_name
from mutua.foundation.records.models import Record, Sourced, historied
from mutua.foundation.tags.columns import tags_column, tags_index


@historied
class Lead(Record, Sourced):
    """One row is one lead: an organisation, a person of it, or both. Mail and telephone are kept as given and as contact points compare them.

    amount: what they speak of spending. came_by: how it reached us. arrived_at: when; judged_at: when it was qualified or disqualified.
    assignment: why it went to its owner, as `lead_assignment` tells it; empty where a person gave it.
    strategy empty: it fits none in force. strategy_inferred: nobody chose it. failed: the criterion that it does not fulfil.
    """

    class State(models.TextChoices):
        NEW = "new", _("New")
        WORKING = "working", _("Working")
        QUALIFIED = "qualified", _("Qualified")
        CONVERTED = "converted", _("Converted")
        DISQUALIFIED = "disqualified", _("Disqualified")

    organisation = models.CharField(_("organisation"), max_length=200, blank=True, default="")
    given_name = models.CharField(_("given name"), max_length=100, blank=True, default="")
    family_name = models.CharField(_("family name"), max_length=100, blank=True, default="")
    job_title = models.CharField(_("job title"), max_length=120, blank=True, default="")
    mail = models.CharField(_("mail"), max_length=254, blank=True, default="")
    mail_normalised = models.CharField(max_length=254, blank=True, default="", editable=False)
    phone = models.CharField(_("telephone"), max_length=60, blank=True, default="")
    phone_normalised = models.CharField(max_length=60, blank=True, default="", editable=False)
    website = models.CharField(_("website"), max_length=200, blank=True, default="")
    industry = models.CharField(_("industry"), max_length=80, blank=True, default="")
    country = models.CharField(_("country"), max_length=80, blank=True, default="")
    employees = models.PositiveIntegerField(_("employees"), null=True, blank=True)
    amount = models.DecimalField(_("budget they speak of"), max_digits=18, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default=default_currency)
    offering = models.ForeignKey(
        "catalog.Offering", null=True, blank=True, on_delete=models.SET_NULL, related_name="leads", verbose_name=_("what they ask for")
    )
    message = models.TextField(_("what they say"), blank=True, default="")
    came_by = models.CharField(_("how it came"), max_length=80, blank=True, default="")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="leads_owned", verbose_name=_("owner")
    )
    assignment = models.JSONField(default=dict, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.NEW)
    strategy = models.ForeignKey(
        "strategy.GenericStrategy", null=True, blank=True, on_delete=models.SET_NULL, related_name="leads", verbose_name=_("strategy")
    )
    strategy_inferred = models.BooleanField(default=False, editable=False)
    arrived_at = models.DateTimeField(_("arrived"), default=timezone.now)
    judged_at = models.DateTimeField(null=True, blank=True, editable=False)
    disqualified_reason = models.CharField(_("why not"), max_length=300, blank=True, default="")
    failed = models.ForeignKey(
        "strategy.Criterion", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+", verbose_name=_("fails")
    )
    tags = tags_column()

    class Meta(Record.Meta):
        verbose_name = _("lead")
        verbose_name_plural = _("leads")
        constraints = (
            *Sourced.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(organisation="", given_name="", family_name="", mail="", phone=""), name="lead_names_somebody"
            ),
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gte=0), name="lead_amount_not_negative"),
            models.CheckConstraint(condition=Q(currency__regex="^[A-Z]{3}$"), name="lead_currency_code"),
            models.CheckConstraint(condition=~Q(state="disqualified") | ~Q(disqualified_reason=""), name="lead_disqualified_says_why"),
            models.CheckConstraint(
                condition=Q(judged_at=None, state__in=["new", "working"])
                | Q(judged_at__isnull=False, state__in=["qualified", "converted", "disqualified"]),
                name="lead_judged_at_a_moment",
            ),
        )
        indexes = (
            models.Index(fields=["-deleted_at", "-id"], condition=Q(deleted_at__isnull=False), name="leads_in_bin"),
            models.Index(fields=["-arrived_at", "-id"], condition=Q(deleted_at=None), name="leads_by_arrival"),
            models.Index(fields=["owner", "state"], condition=Q(deleted_at=None), name="leads_of_owner"),
            models.Index(fields=["strategy", "-arrived_at"], condition=Q(deleted_at=None), name="leads_of_strategy"),
            models.Index(fields=["mail_normalised"], condition=~Q(mail_normalised=""), name="lead_by_mail"),
            tags_index("lead_by_tag"),
            GinIndex(OpClass(Folded(Spaced("organisation", "given_name", "family_name")), name="gin_trgm_ops"), name="lead_search"),
            models.Index(fields=["source_key"], condition=~Q(source_key=""), name="lead_by_source_key"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Who it is: the organisation and the person, or the address where they said no name."""
        return " · ".join(part for part in (self.organisation, self.person_name) if part) or self.mail or self.phone

    @property
    def person_name(self) -> str:
        return full_name(self.given_name, self.family_name)

    def get_absolute_url(self) -> str:
        return reverse("sales:lead", args=[self.pk])

    @property
    def told_assignment(self) -> str:
        from mutua.sales.lead_assignment import told_assignment

        return told_assignment(self.assignment)

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self.state in OPEN_STATES


OPEN_STATES = (Lead.State.NEW, Lead.State.WORKING, Lead.State.QUALIFIED)
