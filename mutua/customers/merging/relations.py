"""What hangs on a record, found in the registry of models: so that a relation that somebody adds is moved, too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import ForeignKey, Model, UniqueConstraint

from mutua.customers.models import DuplicatePair, ErasedPerson, Merge

# {model: (column of the kind, column of the number)} of rows that name a record of any kind; the kinds are called as in timelines.
NAMED = {
    "timeline.TimelineEntry": ("subject_kind", "subject_id"),
    "mail.OutgoingMail": ("about_kind", "about_id"),
    "files.Attachment": ("subject_kind", "subject_id"),
    "daybook.Note": ("subject_kind", "subject_id"),
}
# What of these may stand once only with a record: a second one stays where it is, as it is the same.
NAMED_ONCE = {"files.Attachment": ("content", "name")}

# They speak of the merging itself: who was joined to whom stays as it was. And nobody merges somebody who was erased: such a row is seen by none.
_STAYING = (Merge, DuplicatePair, ErasedPerson)


def references_to(model: type[Model]) -> Iterator[tuple[type[Model], ForeignKey[Any, Any]]]:
    """(model, its foreign key) of all that points to rows of `model`, many-to-many tables as well.

    History stays with what it tells of, and results that are worked out anew (`recounted`) are so when the merge is done.
    """
    for other in apps.get_models(include_auto_created=True):
        if hasattr(other, "pgh_tracked_model") or issubclass(other, _STAYING) or getattr(other, "recounted", False):
            continue
        for one in other._meta.concrete_fields:
            if isinstance(one, ForeignKey) and one.related_model is model and one.column == one.attname:
                yield other, one


def unique_with(model: type[Model], reference: ForeignKey[Any, Any]) -> Iterator[tuple[str, tuple[str, ...], Any, bool]]:
    """(name, other columns, condition, whether two empty ones are equal) of each promise of uniqueness in which the reference takes part."""
    if reference.unique:
        yield f"{model._meta.label}.{reference.name}", (), None, False
    for several in model._meta.unique_together:
        if reference.name in several:
            yield f"{model._meta.label}:{'+'.join(several)}", tuple(name for name in several if name != reference.name), None, False
    for one in model._meta.constraints:
        if isinstance(one, UniqueConstraint) and reference.name in one.fields:
            others = tuple(name for name in one.fields if name != reference.name)
            yield one.name, others, one.condition, one.nulls_distinct is False


def rows_of(model: type[Model]) -> Any:
    """Every row, those in the bin too."""
    return model._base_manager
