"""Two records that were one: what was joined, when, by whom, and everything that was moved, so that it can be taken back exactly."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mutua.customers.models.account import Account
from mutua.customers.models.person import Person

PARTY_KINDS = (("account", _("Accounts")), ("person", _("People")))


class Merge(models.Model):
    """One row: `merged` went into `survivor`. While it is not undone, the old number leads to the survivor, on pages and in the API.

    merged_name, survivor_name: as they were. conflicts: what an undo had to leave as it was, because somebody changed it in between.
    Protected: an old number that leads somewhere does not leave the bin for good.
    """

    kind = models.CharField(max_length=10, choices=PARTY_KINDS)
    survivor_account = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    merged_account = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    survivor_person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    merged_person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    survivor_name = models.CharField(max_length=220)
    merged_name = models.CharField(max_length=220)
    reason = models.CharField(max_length=400, blank=True, default="")
    by_name = models.CharField(max_length=120, blank=True, default="")
    made_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by_name = models.CharField(max_length=120, blank=True, default="")
    conflicts = models.JSONField(default=list, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    # `locked()` reads through this name, as for records.
    objects: ClassVar[models.Manager[Any]] = models.Manager()
    everything: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(kind="account", survivor_account__isnull=False, merged_account__isnull=False, survivor_person=None, merged_person=None)
                | Q(kind="person", survivor_person__isnull=False, merged_person__isnull=False, survivor_account=None, merged_account=None),
                name="merge_joins_two_of_one_kind",
            ),
            models.CheckConstraint(
                condition=~Q(survivor_account=models.F("merged_account")) & ~Q(survivor_person=models.F("merged_person")),
                name="merge_of_two_records",
            ),
            models.UniqueConstraint(fields=["merged_account"], condition=Q(undone_at=None), name="account_merged_away_once"),
            models.UniqueConstraint(fields=["merged_person"], condition=Q(undone_at=None), name="person_merged_away_once"),
        )  # fmt: skip
        indexes = (
            models.Index(fields=["survivor_account"], condition=Q(undone_at=None), name="merges_into_account"),
            models.Index(fields=["survivor_person"], condition=Q(undone_at=None), name="merges_into_person"),
        )

    def __str__(self) -> str:
        return f"{self.merged_name} → {self.survivor_name}"

    def get_absolute_url(self) -> str:
        return reverse("customers:merge", args=[self.pk])

    @property
    def survivor_id(self) -> int:
        return int(self.survivor_account_id if self.kind == "account" else self.survivor_person_id)  # type: ignore[arg-type]

    @property
    def merged_id(self) -> int:
        return int(self.merged_account_id if self.kind == "account" else self.merged_person_id)  # type: ignore[arg-type]


class MergeStep(models.Model):
    """One row: one column of one or many rows was changed by a merge, from `before` to `after`; or rows stayed where they were.

    act: `move`: rows hung on the merged record and now hang on the survivor; `write`: one value was overwritten; `stay`: the survivor
    has such a row already (kept: which), so these stay with the merged record. model: label such as "sales.Opportunity". Undone from the last to the first.
    """

    class Act(models.TextChoices):
        MOVE = "move", _("Moved")
        WRITE = "write", _("Overwritten")
        STAY = "stay", _("Left with the merged record")

    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="steps")
    place = models.PositiveIntegerField()
    act = models.CharField(max_length=5, choices=Act.choices)
    model = models.CharField(max_length=80)
    column = models.CharField(max_length=80, blank=True, default="")
    ids = ArrayField(models.BigIntegerField())
    kept = ArrayField(models.BigIntegerField(), default=list, blank=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        ordering = ("place",)
        constraints = (models.UniqueConstraint(fields=["merge", "place"], name="merge_step_in_its_place"),)
        indexes = (GinIndex(fields=["ids"], name="merge_step_rows"),)

    def __str__(self) -> str:
        return f"{self.act} {self.model}.{self.column} ({len(self.ids)})"
