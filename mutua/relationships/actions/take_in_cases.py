"""A customer's figures or list of cases came in, or was taken back: what is counted from it follows."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from mutua.foundation.access import Actor, flow_actor, require
from mutua.relationships.actions.read_again import read_measures_again
from mutua.relationships.tasks import reconcile_measure, watch_measures

UNDOING = "cases taken back"


@transaction.atomic
def figures_changed(actor: Actor | None, measure_ids: Iterable[int]) -> None:
    """Reported figures came or went. actor: None where an import is undone."""
    require(actor or flow_actor(UNDOING), "relationships.measure.import")
    _compare(_ask(measure_ids))


@transaction.atomic
def cases_taken_in(actor: Actor, measure_ids: Iterable[int]) -> None:
    """Cases came in or changed: the watch takes in what is new, and the reconciliation list is made anew. A job for each measure."""
    require(actor, "relationships.measure.import")
    _compare(_ask(measure_ids))


@transaction.atomic
def cases_taken_back(measure_ids: Iterable[int]) -> None:
    """Cases are gone or have their old values again: their measures are read anew from what is left."""
    numbers = sorted(set(measure_ids))
    read_measures_again(flow_actor(UNDOING), numbers)
    _compare(_ask(numbers))


@transaction.atomic
def our_cases_changed(actor: Actor | None, measure_ids: Iterable[int]) -> None:
    """The list that we keep beside theirs came or went: no measure counts it, it is only compared. actor: None where an import is undone."""
    require(actor or flow_actor(UNDOING), "relationships.measure.import")
    _compare(sorted(set(measure_ids)))


def _compare(measure_ids: list[int]) -> None:
    reconcile_measure.defer_many({"measure_id": number} for number in measure_ids)


def _ask(measure_ids: Iterable[int]) -> list[int]:
    numbers = sorted(set(measure_ids))
    watch_measures.defer_many({"measure_ids": [number]} for number in numbers)
    return numbers
