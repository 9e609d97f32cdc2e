"""Noting what was made."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model

from mutua.demo.models import DemoRecord

M = TypeVar("M", bound=Model)

SOURCE = "demo-invented"  # the source of every record that no published file holds
ACTOR = "Demonstration"
PROGRESS_KEY = "demonstration"  # under which the load reports how far it is


def noted(record: M) -> M:
    """Remember that the demonstration made this record."""
    DemoRecord.objects.get_or_create(kind=record._meta.label, record_id=record.pk)
    return record


def noted_ids(label: str) -> list[int]:
    return list(DemoRecord.objects.filter(kind=label).values_list("record_id", flat=True))


def made_before(model: type[M], **lookup: Any) -> M | None:
    """The record of an earlier load, so that a second one does not make it again."""
    return model._base_manager.filter(**lookup, pk__in=noted_ids(model._meta.label)).first()
