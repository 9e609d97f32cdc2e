"""What a strategy said from one day to another. An approved version never changes: a change of mind is a new version."""

from __future__ import annotations

from decimal import Decimal

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.ledgers import kept_for_ever
from mutua.foundation.records.models import Record, Sourced, historied_but
from mutua.strategy.models.generic_strategy import GenericStrategy
from mutua.strategy.rules.lifecycle import NEXT

_FROZEN_COLUMNS = (
    "statement",
    "who",
    "value_to_them",
    "value_to_us",
    "what_we_do",
    "ansoff",
    "alpha",
    "number",
    "parts_since",
    "strategy_id",
    "approved_at",
    "deleted_at",
)
_ONCE = ("active_from", "ended_on")  # said once: neither is taken back or put off
_CHANGED = " OR ".join(
    [
        *(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in _FROZEN_COLUMNS),
        *(f"(OLD.{column} IS NOT NULL AND OLD.{column} IS DISTINCT FROM NEW.{column})" for column in _ONCE),
        # Who approved it may go; nobody else takes the place.
        "(NEW.approved_by_id IS NOT NULL AND OLD.approved_by_id IS DISTINCT FROM NEW.approved_by_id)",
    ]
)
_MOVES = ", ".join(f"'{now}>{to}'" for now in sorted(NEXT) for to in sorted(NEXT[now]))


@historied_but("parts_since")
class StrategyVersion(Record, Sourced):
    """One row is one version. The four answers are parts of the statement, marked by its author. alpha: for all objectives together.

    parts_since: from when on it is kept what the parts of a draft were on each day; of versions that are older than that nobody wrote it down.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        CHALLENGED = "challenged", _("Challenged")
        APPROVED = "approved", _("Approved")
        ACTIVE = "active", _("Active")
        AMENDED = "amended", _("Amended")
        ABANDONED = "abandoned", _("Abandoned")
        COMPLETED = "completed", _("Completed")

    class Ansoff(models.TextChoices):
        PENETRATION = "penetration", _("Market penetration: what we have, to whom we have")
        PRODUCT = "product", _("Product development: something new, to whom we have")
        MARKET = "market", _("Market development: what we have, to somebody new")
        DIVERSIFICATION = "diversification", _("Diversification: something new, to somebody new")

    strategy = models.ForeignKey(GenericStrategy, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    ansoff = models.CharField(_("kind of growth"), max_length=16, choices=Ansoff.choices, default=Ansoff.PENETRATION)
    statement = models.TextField(_("statement"), blank=True, default="")
    who = models.CharField(_("who it is for"), max_length=300, blank=True, default="")
    value_to_them = models.CharField(_("value to them"), max_length=300, blank=True, default="")
    value_to_us = models.CharField(_("value to us"), max_length=300, blank=True, default="")
    what_we_do = models.CharField(_("what we do"), max_length=300, blank=True, default="")
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    alpha = models.DecimalField(_("chance of a wrong alarm"), max_digits=4, decimal_places=3, default=Decimal("0.05"))
    approved_at = models.DateTimeField(null=True, blank=True, editable=False)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    active_from = models.DateField(_("active from"), null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True, editable=False)
    parts_since = models.DateTimeField(default=timezone.now, editable=False)

    class Meta(Record.Meta):
        ordering = ("strategy", "-number")
        verbose_name = _("strategy version")
        verbose_name_plural = _("strategy versions")
        constraints = (
            *Sourced.Meta.constraints,
            models.UniqueConstraint(fields=["strategy", "number"], name="strategy_version_number_once"),
            models.UniqueConstraint(fields=["strategy"], condition=Q(state="active", deleted_at=None), name="strategy_one_active_version"),
            models.CheckConstraint(condition=Q(alpha__gt=0, alpha__lt=1), name="strategy_version_alpha_is_a_probability"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "challenged"]) | Q(approved_at__isnull=False), name="strategy_version_in_force_was_approved"
            ),
            models.CheckConstraint(condition=~Q(state="active") | Q(active_from__isnull=False), name="strategy_version_active_since_a_day"),
        )
        triggers = (
            pgtrigger.Trigger(
                name="approved_version_never_changes",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Condition("OLD.approved_at IS NOT NULL"),
                func=f"IF {_CHANGED} THEN RAISE EXCEPTION 'An approved strategy version never changes.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
            ),
            pgtrigger.Trigger(
                name="approved_version_goes_on",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Condition("OLD.approved_at IS NOT NULL AND OLD.state IS DISTINCT FROM NEW.state"),
                func=(
                    f"IF OLD.state || '>' || NEW.state NOT IN ({_MOVES})"
                    " THEN RAISE EXCEPTION 'An approved strategy version goes no way back.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
                ),
            ),
            pgtrigger.Trigger(
                name="objections_are_answered",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Condition("OLD.approved_at IS NULL AND NEW.approved_at IS NOT NULL"),
                func=(
                    "IF EXISTS (SELECT FROM strategy_objection WHERE version_of_id = NEW.id AND answered_at IS NULL)"
                    " THEN RAISE EXCEPTION 'A strategy version with an open objection is not approved.'"
                    " USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
                ),
            ),
            kept_for_ever("strategy.StrategyVersion", "An approved strategy version", where="OLD.approved_at IS NOT NULL"),
        )

    def __str__(self) -> str:
        return f"{self.strategy} v{self.number}"
