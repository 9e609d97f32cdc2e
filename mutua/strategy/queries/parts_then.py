"""What a draft rested on at the end of a day: its parts as they stood, whether they were changed or taken away since."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from operator import itemgetter
from typing import Any, TypeVar

from django.db.models import BigIntegerField, Model, Value
from django.db.models.functions import Cast

from mutua.foundation.access import Actor, visible_to
from mutua.strategy.models import (
    Assumption,
    ChosenLever,
    Criterion,
    Initiative,
    Lever,
    MarketPosition,
    Objective,
    Option,
    ServedNeed,
    StrategyVersion,
    SwotItem,
)
from mutua.strategy.queries.remembered import end_of

M = TypeVar("M", bound=Model)
_STILL = 2**63 - 1  # what stands today comes after every old row


@dataclass(frozen=True)
class PartsThen:
    """needs: the numbers of those that were answered. Each list in the order in which the page of today shows it."""

    levers: list[ChosenLever] = field(default_factory=list)
    objectives: list[Objective] = field(default_factory=list)
    assumptions: list[Assumption] = field(default_factory=list)
    criteria: list[Criterion] = field(default_factory=list)
    needs: list[int] = field(default_factory=list)
    positions: list[MarketPosition] = field(default_factory=list)
    swot: list[SwotItem] = field(default_factory=list)
    options: list[Option] = field(default_factory=list)
    initiatives: list[Initiative] = field(default_factory=list)


def parts_then(actor: Actor, version: StrategyVersion, day: date) -> PartsThen:
    """version: as the actor sees it, of which the parts are kept since before the end of that day. Ten queries."""
    names: dict[int, Lever] = {one.pk: one for one in visible_to(actor, Lever.objects.all())}
    swot = _stood(SwotItem, version, day)
    found = {one.pk: one for one in swot}
    options = [one for one in _stood(Option, version, day) if one.inside_id in found and one.outside_id in found]
    for option in options:
        option.inside, option.outside = found[option.inside_id], found[option.outside_id]
    levers, initiatives = _stood(ChosenLever, version, day), _stood(Initiative, version, day)
    pulling: list[ChosenLever | Initiative | Option] = [*levers, *initiatives, *options]
    for one in pulling:
        one.lever = names[one.lever_id] if one.lever_id else None
    objectives = _stood(Objective, version, day)
    for objective in objectives:
        objective.version_of = version
    return PartsThen(
        levers=sorted(levers, key=lambda one: (not one.is_chosen, *_biggest_first(one.contribution), one.lever.name)),
        objectives=objectives,
        assumptions=_stood(Assumption, version, day),
        criteria=sorted(_stood(Criterion, version, day), key=lambda one: one.position),
        needs=[one.need_id for one in _stood(ServedNeed, version, day)],
        positions=sorted(_stood(MarketPosition, version, day), key=lambda one: one.year),
        swot=swot,
        options=[one for one in options if one.inside.struck_at is None and one.outside.struck_at is None],
        initiatives=sorted(initiatives, key=lambda one: (one.year, one.quarter)),
    )


def _biggest_first(amount: Any) -> tuple[bool, Any]:
    """As the database puts them: what is not said comes before every amount."""
    return (amount is not None, -(amount or 0))


def _stood(model: type[M], version: StrategyVersion, day: date) -> list[M]:
    """Rows of the version that were there at the end of the day, with what stood in them, by number. One query: what is and what was."""
    end, of = end_of(day), "version" if model is ChosenLever else "version_of"
    columns = [one.attname for one in model._meta.concrete_fields]
    then = {of: version.pk, "created_at__lt": end}
    still = Value(_STILL, output_field=BigIntegerField())
    now = model._base_manager.filter(**then).order_by().annotate(write=still).values_list("write", *columns)
    events = model.pgh_event_model.objects.filter(pgh_created_at__gte=end, **then).order_by()  # type: ignore[attr-defined]
    old = events.annotate(write=Cast("pgh_id", BigIntegerField())).values_list("write", *columns)
    stood: dict[int, M] = {}
    for _write, *values in sorted(now.union(old, all=True), key=itemgetter(0)):
        row = model.from_db("default", columns, values)
        stood.setdefault(row.pk, row)  # the first write after the day tells what stood there at its end
    return [stood[pk] for pk in sorted(stood) if not _was_gone(stood[pk], end)]


def _was_gone(row: Model, moment: datetime) -> bool:
    """Whether it was in the bin by then."""
    deleted: datetime | None = getattr(row, "deleted_at", None)
    return deleted is not None and deleted < moment
