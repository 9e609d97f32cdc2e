"""What every editable record has: a version, its times, custom fields, a bin; and where an imported one came from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, ClassVar, TypeVar

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

M = TypeVar("M", bound=models.Model)


class LivingManager(models.Manager[Any]):
    """Records that are not in the bin."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(deleted_at=None)


class Record(models.Model):
    """An editable record. Each save of a stored row makes a new version, so that a late writer is noticed."""

    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)
    custom = models.JSONField(default=dict, blank=True)

    objects: ClassVar[models.Manager[Any]] = LivingManager()
    everything: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        abstract = True
        base_manager_name = "everything"
        default_manager_name = "objects"

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        if getattr(self, "hidden_columns", None):
            raise RuntimeError("This record came without its hidden fields; saving it would empty them. Save the one that locked() gives.")
        if not self._state.adding:
            self.version += 1
            if update_fields is not None:
                update_fields = {*update_fields, "version", "updated_at"}
        super().save(*args, update_fields=update_fields, **kwargs)


class Sourced(models.Model):
    """A record that may have come from another system; its key there keeps a second import from making it twice."""

    source = models.CharField(_("source system"), max_length=60, blank=True, default="")
    source_key = models.CharField(_("key in the source system"), max_length=200, blank=True, default="")

    class Meta:
        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.UniqueConstraint(fields=["source", "source_key"], condition=~models.Q(source_key=""), name="%(class)s_source_key_once"),
        )


def historied(model: type[M]) -> type[M]:
    """Keep the old row of every update and delete, by trigger: bulk work and raw SQL cannot escape it."""
    return historied_but()(model)


def historied_but(*computed: str) -> Callable[[type[M]], type[M]]:
    """The same, except that what a job computes is not history: a write of these columns alone leaves no old row, and no change of them is told."""

    def track(model: type[M]) -> type[M]:
        of = {"condition": pghistory.AnyChange(exclude=list(computed))} if computed else {}
        model.computed_columns = frozenset(computed)  # type: ignore[attr-defined]
        return pghistory.track(pghistory.UpdateEvent(row=pghistory.Old, **of), pghistory.DeleteEvent())(model)

    return track
