"""Which rows lead to a person, in tables and in their history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, Q, QuerySet

from mutua.foundation.privacy.declaring import Lead, leads


@dataclass(frozen=True)
class Trace:
    """What one lead found: the numbers of the rows."""

    lead: Lead
    people: list[int]
    pks: list[Any]

    @property
    def rows(self) -> QuerySet[Any]:
        return self.lead.model._base_manager.filter(pk__in=self.pks)

    @property
    def events(self) -> type[Model] | None:
        return getattr(self.lead.model, "pgh_event_model", None)

    @property
    def history(self) -> QuerySet[Any] | None:
        """Old rows of these, and old rows of others that led to the person once."""
        if self.events is None:
            return None
        then_led = Q(pk__in=[])
        for path in self.lead.paths:
            if is_column(self.events, path) and path != "pk":
                then_led |= Q(**{f"{path}__in": self.people}) & Q(**self.lead.where)
        return self.events._base_manager.filter(Q(pgh_obj_id__in=self.pks) | then_led)


def traces_of(people: list[int]) -> list[Trace]:
    """One a lead, also where nothing was found."""
    return [Trace(lead, people, list(found(lead, people).values_list("pk", flat=True))) for lead in leads()]


def found(lead: Lead, people: list[int]) -> QuerySet[Any]:
    return lead.model._base_manager.filter(lead.rows(people)).order_by().distinct()


def is_column(model: type[Model], path: str) -> bool:
    """Whether the path is a column of the table itself."""
    try:
        return bool(getattr(model._meta.get_field(path), "concrete", False)) and not model._meta.get_field(path).many_to_many
    except FieldDoesNotExist:
        return False
