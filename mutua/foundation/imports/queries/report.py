"""What an import tells of itself: each reason once, with how many rows it hit and examples."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from mutua.foundation.imports.importer import importer_named
from mutua.foundation.imports.models import ImportIssue, ImportRun

EXAMPLES = 3


@dataclass
class Reason:
    """One sentence of the report. rows: how many rows; examples: the first of them."""

    level: str
    field: str
    label: str
    sentence: str
    rows: int
    open_rows: int = 0
    examples: list[ImportIssue] = dataclasses.field(default_factory=list)


def report_of(run: ImportRun) -> dict[str, list[Reason]]:
    """{level: reasons}, the most frequent first. The caller has found `run` for the one who looks."""
    labels = {target.name: str(target.label) for target in importer_named(run.kind).targets}
    told = run.issues.exclude(state=ImportIssue.State.WAITING)
    groups = (
        told.values("level", "field", "sentence").annotate(rows=Count("row_number", distinct=True)).order_by("level", "-rows", "sentence")
    )
    reasons = {_of(row): Reason(row["level"], row["field"], _label(row["field"], labels), row["sentence"], row["rows"]) for row in groups}
    for row in told.filter(state=ImportIssue.State.OPEN).values("level", "field", "sentence").annotate(rows=Count("pk")):
        reasons[_of(row)].open_rows = row["rows"]
    numbered = told.annotate(
        place=Window(RowNumber(), partition_by=[F("level"), F("field"), F("sentence")], order_by=[F("row_number").asc(), F("pk").asc()])
    )
    for issue in numbered.filter(place__lte=EXAMPLES).order_by("row_number"):
        reasons[issue.level, issue.field, issue.sentence].examples.append(issue)
    report: dict[str, list[Reason]] = {"refused": [], "corrected": [], "kept": []}
    for reason in reasons.values():
        report[reason.level].append(reason)
    return report


def _of(row: Mapping[str, Any]) -> tuple[str, str, str]:
    return row["level"], row["field"], row["sentence"]


def _label(name: str, labels: dict[str, str]) -> str:
    return labels.get(name, name.removeprefix("custom.") or _("The row"))
