"""Notes and files on what stands below the daybook; a higher domain calls `takes_papers` for what is its own."""

from __future__ import annotations

from django.db.models import Model, Q

from mutua.backoffice.models import Asset, Invoice, Order, Shipment
from mutua.catalog.models import Offering, Product
from mutua.customers.models import Household
from mutua.customers.personal_data import alone_at_home
from mutua.daybook.models import Meeting, Task
from mutua.daybook.note_panel import shows_notes, takes_papers
from mutua.foundation.files.holding import OfPeople
from mutua.relationships.models import AccountTouchpoint, Engagement, PlanCycle, RoadmapItem
from mutua.strategy.models import CustomerStrategy, GenericStrategy, Segment


def _by(column: str) -> OfPeople:
    return lambda numbers: Q(**{f"{column}__in": numbers})


_BELOW: tuple[tuple[str, type[Model], OfPeople | None], ...] = (
    ("household", Household, alone_at_home),
    ("product", Product, None),
    ("offering", Offering, None),
    ("order", Order, _by("person")),
    ("invoice", Invoice, _by("person")),
    ("asset", Asset, _by("person")),
    ("shipment", Shipment, None),
    ("segment", Segment, None),
    ("strategy", GenericStrategy, None),
    ("customer-strategy", CustomerStrategy, None),
    ("account-touchpoint", AccountTouchpoint, None),
    ("engagement", Engagement, None),
    ("roadmap-item", RoadmapItem, None),
    ("plan", PlanCycle, None),
    ("task", Task, _by("promised_to")),
    ("meeting", Meeting, None),
)
shows_notes("person")
for _kind, _model, _of_people in _BELOW:
    takes_papers(_kind, _model, of_people=_of_people)
