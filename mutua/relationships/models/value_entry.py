"""What each side gets, in one ledger: expected, then claimed, then verified by both."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.models import Record, Sourced, historied
from mutua.relationships.models.roadmap_item import RoadmapItem


@historied
class ValueEntry(Record, Sourced):
    """One row is an amount that one side gets (or gives: negative) in one quarter. period: the quarter's first day.

    Verified and disputed are the customer's words: only a ValueSignature makes them. What was answered is not written over; a change opens the
    next edition, and the answered one stays with is_current False. objected_before: the edition that this one took the place of was disputed.
    """

    class Side(models.TextChoices):
        US = "us", _("Us")
        CUSTOMER = "customer", _("Customer")
        PARTNER = "partner", _("Partner")

    class Component(models.TextChoices):
        PRODUCT = "product", _("Product")
        SERVICE = "service", _("Service")
        PRICE = "price", _("Price")
        COMMUNICATION = "communication", _("Communication")

    class Kind(models.TextChoices):
        EXPECTED = "expected", _("Expected")
        CLAIMED = "claimed", _("Claimed")
        VERIFIED = "verified", _("Verified")
        DISPUTED = "disputed", _("Disputed")

    account = models.ForeignKey("customers.Account", on_delete=models.CASCADE, related_name="value_entries", verbose_name=_("account"))
    item = models.ForeignKey(RoadmapItem, null=True, blank=True, on_delete=models.CASCADE, related_name="value_entries")
    side = models.CharField(_("side"), max_length=10, choices=Side.choices)
    component = models.CharField(_("component"), max_length=14, choices=Component.choices)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.EXPECTED)
    amount = models.DecimalField(_("amount"), max_digits=18, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    period = models.DateField(_("quarter"))
    evidence = models.TextField(_("evidence"), blank=True, default="")
    edition = models.PositiveSmallIntegerField(_("edition"), default=1, editable=False)
    replaces = models.OneToOneField("self", null=True, blank=True, on_delete=models.RESTRICT, related_name="replaced_by", editable=False)
    is_current = models.BooleanField(default=True, editable=False)
    objected_before = models.BooleanField(default=False, db_default=False, editable=False)
    signed_by = models.CharField(_("signed by"), max_length=200, blank=True, default="")

    class Meta(Record.Meta):
        ordering = ("period", "pk")
        verbose_name = _("value entry")
        verbose_name_plural = _("value entries")
        constraints = (
            *Sourced.Meta.constraints,
            models.CheckConstraint(condition=Q(side__in=["us", "customer", "partner"]), name="value_entry_side_known"),
            models.CheckConstraint(
                condition=Q(component__in=["product", "service", "price", "communication"]), name="value_entry_component_known"
            ),
            models.CheckConstraint(condition=Q(kind__in=["expected", "claimed", "verified", "disputed"]), name="value_entry_kind_known"),
        )
        indexes = (models.Index(fields=["account", "period"], name="value_entry_account_period"),)
        triggers = (
            pgtrigger.Trigger(
                name="verified_by_the_customer",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                declare=[("answered", "boolean")],
                func="""
                    IF NEW.kind IN ('verified', 'disputed') AND (TG_OP = 'INSERT' OR NEW.kind <> OLD.kind) THEN
                        SELECT EXISTS (SELECT FROM relationships_valuesignature s WHERE NEW.id = ANY (s.entry_ids) AND s.answer =
                            CASE NEW.kind WHEN 'verified' THEN 'signed' ELSE 'objected' END) INTO answered;
                        IF NOT answered THEN
                            RAISE EXCEPTION 'Only the customer verifies or disputes an entry.' USING ERRCODE = 'restrict_violation';
                        END IF;
                    END IF;
                    IF TG_OP = 'UPDATE' AND OLD.kind IN ('verified', 'disputed') AND
                        (NEW.amount, NEW.currency, NEW.side, NEW.component, NEW.period, NEW.evidence, NEW.edition) IS DISTINCT FROM
                        (OLD.amount, OLD.currency, OLD.side, OLD.component, OLD.period, OLD.evidence, OLD.edition) THEN
                        RAISE EXCEPTION 'What the customer has answered is not written over.' USING ERRCODE = 'restrict_violation';
                    END IF;
                    IF TG_OP = 'UPDATE' AND OLD.kind = 'verified' AND NEW.kind <> 'verified' THEN
                        RAISE EXCEPTION 'A signature is not taken back.' USING ERRCODE = 'restrict_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        )

    @property
    def waits_after_objection(self) -> bool:
        """Whether the customer objected to the edition before, and has said nothing to this one."""
        return self.objected_before and self.is_current and self.kind in UNANSWERED

    def __str__(self) -> str:
        return f"{self.get_side_display()} {self.amount} {self.currency}"


UNANSWERED = (ValueEntry.Kind.EXPECTED, ValueEntry.Kind.CLAIMED)
# What a sum may hold: what the customer disputes counts for nothing, and neither does what was put in its place, until the customer has answered that.
COUNTS = Q(is_current=True) & ~Q(kind=ValueEntry.Kind.DISPUTED) & ~Q(objected_before=True, kind__in=UNANSWERED)
