"""What an import left behind: which rows it made, which it found as its file says, and what it overwrote. Undoing reads it."""

from __future__ import annotations

from collections.abc import Collection

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from mutua.foundation.imports.models.import_run import ImportRun


class ImportStep(models.Model):
    """One row is one batch that was written. The numbers grow with time, across all runs."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.run_id}: {self.pk}"


class ImportTrace(models.Model):
    """One row: in one step, these rows of one table were made, or were found to be already as the file says.

    model: label such as "customers.Account". The rows are the numbers in the ranges from lows[i] to highs[i], both included:
    rows that come in together have numbers in a row, so that a batch costs one line, and so does a file that says nothing new.
    kept: made, and left there by an undo because somebody needs it.
    """

    class Act(models.TextChoices):
        MADE = "made", _("Made")
        FOUND = "found", _("Found")
        KEPT = "kept", _("Kept")

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="traces")
    step = models.ForeignKey(ImportStep, on_delete=models.CASCADE, related_name="+")
    act = models.CharField(max_length=5, choices=Act.choices)
    model = models.CharField(max_length=80)
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    lows = ArrayField(models.BigIntegerField())
    highs = ArrayField(models.BigIntegerField())

    class Meta:
        indexes = (models.Index(fields=["model", "act", "first", "last"], name="import_trace_of_rows"),)

    def __str__(self) -> str:
        return f"{self.act} {self.model} {self.first}-{self.last}"

    @property
    def ids(self) -> list[int]:
        return [one for low, high in zip(self.lows, self.highs, strict=True) for one in range(low, high + 1)]

    @ids.setter
    def ids(self, numbers: Collection[int]) -> None:
        """At least one number."""
        self.lows, self.highs = ranges(numbers)
        self.first, self.last = self.lows[0], self.highs[-1]


class ImportChange(models.Model):
    """One row: a run wrote these columns of a row that stood. columns: {name: [before, after]}, of every column that the file speaks of.

    kept: an undo met a value that somebody wrote since, and left it.
    """

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="changes")
    step = models.ForeignKey(ImportStep, on_delete=models.CASCADE, related_name="+")
    model = models.CharField(max_length=80)
    record_id = models.BigIntegerField()
    columns = models.JSONField(encoder=DjangoJSONEncoder)
    kept = models.BooleanField(default=False)

    class Meta:
        indexes = (models.Index(fields=["model", "record_id"], name="import_change_of_row"),)

    def __str__(self) -> str:
        return f"{self.model} {self.record_id}"


class ImportConflict(models.Model):
    """One row: what undoing an import left as it is, and why.

    column: empty where the whole row is meant. kept: what stands; other: what would stand had the import never run.
    """

    class Why(models.TextChoices):
        EDITED = "edited", _("Somebody changed it since.")
        USED = "used", _("Others need it since.")
        MERGED = "merged", _("It was merged since. Undo the merge, then undo the import once more.")
        TAKEN = "taken", _("What would be put back does not fit any more.")

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="conflicts")
    model = models.CharField(max_length=80)
    record_id = models.BigIntegerField()
    name = models.CharField(max_length=200, blank=True, default="")
    column = models.CharField(max_length=120, blank=True, default="")
    kept = models.TextField(blank=True, default="")
    other = models.TextField(blank=True, default="")
    why = models.CharField(max_length=6, choices=Why.choices)
    detail = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.name} {self.column}".strip()

    @property
    def label(self) -> str:
        """What the column is called on pages."""
        if not self.column or self.column.startswith("custom."):
            return self.column.removeprefix("custom.")
        field = apps.get_model(self.model)._meta.get_field(self.column.removesuffix("_id"))
        return capfirst(str(getattr(field, "verbose_name", self.column)))


def ranges(numbers: Collection[int]) -> tuple[list[int], list[int]]:
    """The numbers as ranges: where each begins and ends."""
    lows: list[int] = []
    highs: list[int] = []
    for number in sorted(set(numbers)):
        if highs and number == highs[-1] + 1:
            highs[-1] = number
        else:
            lows.append(number)
            highs.append(number)
    return lows, highs
