"""Work that one of our people has promised to do."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mutua.customers.models.folding import Folded
from mutua.foundation.records.models import Record, Sourced, historied


@historied
class Task(Record, Sourced):
    """One row is one promise. origin: what made it, unique, so that a flow that runs twice makes one task.

    promised_to: the person at the customer who waits for it; empty: it is only among ourselves.
    """

    title = models.CharField(_("what"), max_length=200)
    note = models.TextField(_("note"), blank=True, default="")
    due_on = models.DateField(_("due"), null=True, blank=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="tasks", verbose_name=_("who does it")
    )
    account = models.ForeignKey(
        "customers.Account", null=True, blank=True, on_delete=models.CASCADE, related_name="tasks", verbose_name=_("account")
    )
    promised_to = models.ForeignKey(
        "customers.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="promises", verbose_name=_("promised to")
    )
    touchpoint = models.ForeignKey(
        "relationships.Touchpoint", null=True, blank=True, on_delete=models.SET_NULL, related_name="tasks", verbose_name=_("touchpoint")
    )
    strategy = models.ForeignKey(
        "strategy.GenericStrategy", null=True, blank=True, on_delete=models.SET_NULL, related_name="tasks", verbose_name=_("strategy")
    )
    strategy_inferred = models.BooleanField(default=False, editable=False)
    done_at = models.DateTimeField(null=True, blank=True, editable=False)
    origin = models.CharField(max_length=120, blank=True, default="", editable=False)
    link = models.CharField(max_length=200, blank=True, default="", editable=False)

    class Meta(Record.Meta):
        ordering = ("due_on", "pk")
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        constraints = (
            *Sourced.Meta.constraints,
            models.CheckConstraint(condition=~Q(title=""), name="task_says_what"),
            models.UniqueConstraint(fields=["origin"], condition=~Q(origin=""), name="task_origin_once"),
        )
        indexes = (
            models.Index(fields=["assignee", "due_on"], condition=Q(done_at=None, deleted_at=None), name="tasks_open_of_assignee"),
            GinIndex(OpClass(Folded("title"), name="gin_trgm_ops"), condition=Q(done_at=None), name="task_search"),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("daybook:task-edit", args=[self.pk])
