"""Files and notes go along when one record becomes another, and come back when it does not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mutua.daybook.models import Note
from mutua.foundation.files.models import Attachment

Subject = tuple[str, int]
PAPERS: dict[str, type[Any]] = {"file": Attachment, "note": Note}


def carry_papers(was: Subject, now: Subject, account_id: int | None) -> dict[str, list[int]]:
    """kind → numbers of the papers that hang on `now` from here on. account_id: to which `now` belongs."""
    moved: dict[str, list[int]] = {}
    for kind, model in PAPERS.items():
        moved[kind] = list(model.objects.filter(subject_kind=was[0], subject_id=was[1]).order_by("pk").values_list("pk", flat=True))
        _hang(model, moved[kind], now, account_id)
    return moved


def bring_papers_back(moved: Mapping[str, Sequence[int]], now: Subject, back: Subject) -> list[str]:
    """Those that still hang on `now` hang on `back` again; the names of the others."""
    left: list[str] = []
    for kind, model in PAPERS.items():
        papers = model.everything.filter(pk__in=moved.get(kind, []))
        there = papers.filter(subject_kind=now[0], subject_id=now[1], deleted_at=None)
        left += [str(paper) for paper in papers.exclude(pk__in=there.values("pk"))]
        _hang(model, list(there.values_list("pk", flat=True)), back, None)
    return left


def _hang(model: type[Any], numbers: Sequence[int], on: Subject, account_id: int | None) -> None:
    for paper in model.objects.filter(pk__in=numbers):
        paper.subject_kind, paper.subject_id = on
        fields = ["subject_kind", "subject_id"]
        if model is Note:
            paper.account_id = account_id
            fields.append("account")
        paper.save(update_fields=fields)
