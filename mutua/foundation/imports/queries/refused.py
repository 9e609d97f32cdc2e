"""Refused rows as a file: correct it in a spreadsheet and import it again."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from mutua.foundation.imports.models import ImportIssue, ImportRun


def refused_table(run: ImportRun) -> tuple[list[str], Iterator[list[str]]]:
    """Headings and rows as they arrived, each with its row number and the reason. The caller has found `run` for the one who looks."""
    headings = [*run.headings, _("Row"), _("Why it was refused")]
    issues = run.issues.filter(level=ImportIssue.Level.REFUSED, state__in=[ImportIssue.State.OPEN, ImportIssue.State.KNOWN])
    rows = (
        [*((issue.raw or {}).get(name, "") for name in run.headings), str(issue.row_number), _reason(issue)] for issue in issues.iterator()
    )
    return headings, rows


def _reason(issue: ImportIssue) -> str:
    return f"{issue.sentence} ({issue.found})" if issue.found else issue.sentence
