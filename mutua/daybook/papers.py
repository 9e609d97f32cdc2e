"""Notes and files on what stands below the daybook; a higher domain calls `takes_papers` for what is its own."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q

from mutua.backoffice.models import Asset, Invoice, Order, Shipment
from mutua.catalog.models import Offering, Product
from mutua.customers.models import Household
from mutua.customers.personal_data import alone_at_home
from mutua.daybook.models import Meeting, Task
from mutua.daybook.note_panel import shows_notes, takes_papers
from mutua.relationships.models import AccountTouchpoint, Engagement, PlanCycle, RoadmapItem
from mutua.strategy.models import CustomerStrategy, GenericStrategy, Segment

OfPeople = Callable[[list[int]], Q]


def _by(column: str) -> OfPeople:
    return lambda numbers: Q(**{f"{column}__in": numbers})


shows_notes("person")
takes_papers("household", Household, of_people=alone_at_home)
for _kind, _model in (("product", Product), ("offering", Offering)):
    takes_papers(_kind, _model)
for _kind, _model in (("order", Order), ("invoice", Invoice), ("asset", Asset)):
    takes_papers(_kind, _model, of_people=_by("person"))
takes_papers("shipment", Shipment)
for _kind, _model in (("segment", Segment), ("strategy", GenericStrategy), ("customer-strategy", CustomerStrategy)):
    takes_papers(_kind, _model)
for _kind, _model in (
    ("account-touchpoint", AccountTouchpoint),
    ("engagement", Engagement),
    ("roadmap-item", RoadmapItem),
    ("plan", PlanCycle),
):
    takes_papers(_kind, _model)
takes_papers("task", Task, of_people=_by("promised_to"))
takes_papers("meeting", Meeting)
