"""The pipeline as a board: lanes with their totals and their first cards, in a fixed number of queries."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from mutua.foundation import days
from mutua.foundation.access import Actor, visible_to
from mutua.sales.models import Opportunity, Pipeline, Stage
from mutua.sales.queries.opportunities import WITH, opportunities_seen
from mutua.sales.queries.pace import Pace, pace_of
from mutua.sales.queries.serving import OffStrategy, counted_by, off_strategy_in

CARDS = 8
CLOSED_SHOWN = timedelta(days=30)


@dataclass
class Lane:
    """One stage: how many deals stand there, what they are worth by currency, how many serve no strategy, and the first of them."""

    stage: Stage
    count: int = 0
    amounts: dict[str, Decimal] = field(default_factory=dict)
    off_strategy: int = 0
    cards: list[Opportunity] = field(default_factory=list)

    @property
    def more(self) -> int:
        return self.count - len(self.cards)

    @property
    def filter(self) -> str:
        """The lane as a filter of the list of deals, for an address."""
        return quote(json.dumps({"field": "stage", "op": "is", "value": self.stage.pk}))


@dataclass(frozen=True)
class Board:
    """off: how much of what stands in the open lanes serves no strategy."""

    pipeline: Pipeline
    lanes: list[Lane]
    off: OffStrategy
    pace: Pace


def pipelines_for(actor: Actor) -> list[Any]:
    """All pipelines in their order, each with `mine`: how many open deals of the actor's own stand in it. Two queries."""
    own = Count(
        "stages__opportunities",
        filter=Q(stages__kind=Stage.Kind.OPEN, stages__opportunities__owner=actor.user_id, stages__opportunities__deleted_at=None),
    )
    return list(visible_to(actor, Pipeline.objects.all()).annotate(mine=own).order_by("order", "pk").prefetch_related("stages"))


def board_of(actor: Actor, pipeline: Pipeline, *, only: Q | None = None, cards: int = CARDS) -> Board:
    """The board of one pipeline as this actor sees it: four queries. only: a further condition, such as "mine"."""
    today = days.today()
    deals = on_board(actor, pipeline, today).filter(only or Q())
    pace = pace_of(actor, pipeline)
    lanes = {stage.pk: Lane(stage) for stage in pipeline.stages.all()}
    rows = counted_by(deals, "stage", "currency")
    _total(lanes, rows)
    for deal in _first_cards(deals, cards):
        deal.age, deal.is_stale = _age(deal, today, pace)  # type: ignore[attr-defined]
        lanes[deal.stage_id].cards.append(deal)
    open_rows = [row for row in rows if lanes[row["stage"]].stage.kind == Stage.Kind.OPEN]
    return Board(pipeline, list(lanes.values()), off_strategy_in(open_rows), pace)


def on_board(actor: Actor, pipeline: Pipeline, today: date) -> QuerySet[Opportunity]:
    """All open deals of a pipeline, and those that ended within the last month."""
    recent = Q(stage__kind=Stage.Kind.OPEN) | Q(closed_on__gte=today - CLOSED_SHOWN)
    return opportunities_seen(actor).filter(recent, stage__pipeline=pipeline)


def card_of(actor: Actor, deal: Opportunity) -> Opportunity:
    """One deal as a card shows it."""
    deal.age, deal.is_stale = _age(deal, days.today(), pace_of(actor, deal.stage.pipeline))  # type: ignore[attr-defined]
    return deal


def _total(lanes: dict[int, Lane], rows: list[dict[str, Any]]) -> None:
    for row in rows:
        lane = lanes[row["stage"]]
        lane.count += row["n"]
        lane.off_strategy += row["off"]
        lane.amounts[row["currency"]] = row["sum"]


def _first_cards(deals: QuerySet[Opportunity], cards: int) -> QuerySet[Any]:
    # The worthiest first; among equals the one that waits longest.
    order = (F("amount").desc(), F("engaged_on").asc(nulls_last=True), F("pk").asc())
    place = Window(RowNumber(), partition_by=F("stage"), order_by=order)
    return deals.annotate(place=place).filter(place__lte=cards).select_related(*WITH).order_by("stage__order", "place")


def _age(deal: Opportunity, today: date, pace: Pace) -> tuple[int | None, bool]:
    """Days since it began (to its end, if it has ended), and whether that is longer than nine of ten won deals took."""
    if deal.engaged_on is None or deal.engaged_on > today:
        return None, False  # it has not begun yet
    age = ((deal.closed_on or today) - deal.engaged_on).days
    return age, deal.is_open and pace.slow_after is not None and age > pace.slow_after
