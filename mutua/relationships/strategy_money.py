"""What roadmap items plan and took, and what the ledger says that they brought, stands under the strategy that they serve."""

from __future__ import annotations

from typing import Any

from django.db.models import DecimalField, F, Func, QuerySet
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, visible_to
from mutua.relationships.models import Outlay, RoadmapItem, ValueEntry
from mutua.relationships.models.value_entry import COUNTS
from mutua.relationships.queries.roadmaps import items_seen
from mutua.relationships.rules.lifecycles import ItemState
from mutua.strategy.money import Paid, Purse, keeps_money

# What was chosen for good. A stopped item takes no more; what it took is spent.
COMMITTED = (ItemState.COMMITTED.value, ItemState.RUNNING.value, ItemState.DONE.value, ItemState.EVALUATED.value)


class Whole(Func):
    """An amount a quarter → their sum; nothing where the list is empty."""

    template = "(SELECT SUM(quarter) FROM UNNEST(%(expressions)s) AS quarter)"
    arity = 1

    def __init__(self, column: str) -> None:
        super().__init__(F(column), output_field=DecimalField(max_digits=18, decimal_places=2))


def _items(actor: Actor) -> QuerySet[RoadmapItem]:
    return items_seen(actor).filter(state__in=COMMITTED)


def _outlays(actor: Actor) -> QuerySet[Outlay]:
    living = Outlay.objects.filter(item__deleted_at=None, item__account__deleted_at=None)
    return visible_to(actor, living).select_related("item__account", "item__activity")


def _entries(side: str) -> Any:
    """What stands in the ledger for this side and is no expectation; what the customer disputes does not count (COUNTS)."""

    def rows(actor: Actor) -> QuerySet[ValueEntry]:
        got = ValueEntry.objects.filter(
            COUNTS, side=side, kind__in=("claimed", "verified"), item__deleted_at=None, account__deleted_at=None
        )
        return visible_to(actor, got).select_related("item__activity", "account")

    return rows


def _item(row: Any) -> Paid:
    return Paid(str(row), row.get_absolute_url(), row.money, row.currency, str(row.get_state_display()), account=row.account)


def _outlay(row: Any) -> Paid:
    item = row.item
    note = row.note or _("noted by %(name)s") % {"name": row.by_name}
    return Paid(str(item), item.get_absolute_url(), row.money, item.currency, note, row.on, item.account)


def _entry(row: Any) -> Paid:
    words = f"{row.get_component_display()}, {row.get_kind_display()}".lower()
    return Paid(str(row.item), row.item.get_absolute_url(), row.money, row.currency, words, row.period, row.account)


for _kind, _side, _column in (
    ("planned", "us", "investment_us"),
    ("planned", "them", "investment_them"),
    ("expected", "us", "return_us"),
    ("expected", "them", "return_them"),
):
    keeps_money(Purse(_kind, _side, "relationships.roadmap.view", _items, Whole(_column), _item))

keeps_money(
    Purse(
        "spent", "us", "relationships.roadmap.view", _outlays, F("amount"), _outlay,
        strategy="item__strategy_id", currency="item__currency", newest=("-on", "-pk"),
    )
)  # fmt: skip
for _side, _whose in (("us", "us"), ("them", "customer")):
    keeps_money(
        Purse(
            "returned", _side, "relationships.value.view", _entries(_whose), F("amount"), _entry,
            strategy="item__strategy_id", newest=("-period", "-pk"),
        )
    )  # fmt: skip
