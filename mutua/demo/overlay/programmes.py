"""Two dozen programmes with an ordinary relationship and a real gap, so that a year's plan has something to choose from."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Count

from mutua.customers.models import Account
from mutua.demo.derived import draw
from mutua.demo.noting import noted
from mutua.demo.overlay.reading import overlay
from mutua.demo.overlay.relations import in_the_past, lay_relations
from mutua.demo.shift import Shift
from mutua.foundation.access import Actor
from mutua.foundation.access.people import actor_of
from mutua.relationships.actions.assess_readiness import assess_readiness
from mutua.relationships.actions.open_touchpoints import open_touchpoints
from mutua.relationships.actions.plan_from_gap import plan_from_gap
from mutua.relationships.actions.size_item import size_item
from mutua.relationships.models import Readiness, RoadmapItem

ACCOUNTS = 24
MEASURED = 10  # an account with fewer shipments has no delivery figure worth watching
# Return on each dollar invested, for us and for them, by draw.
RETURNS = (
    (Decimal("0.9"), Decimal("0.4")),
    (Decimal("1.3"), Decimal("0.8")),
    (Decimal("1.7"), Decimal("0.6")),
    (Decimal("2.2"), Decimal("1.1")),
)
SAVED = Decimal("0.3")  # of our return, what we save; the rest is margin on what they buy more
SALES_TO_MARGIN = 4
CENT = Decimal("0.01")
LEVELS = ("1.0", "1.5", "2.0", "2.5", "3.0", "3.5")


def lay_our_readiness(actor: Actor) -> None:
    """What we bring ourselves: every gate asks for both sides."""
    told = overlay("patterns.toml")["our_readiness"]
    if not Readiness.objects.filter(account=None).exists():
        levels = {name: Decimal(str(level)) for name, level in told.items()}
        for row in assess_readiness(actor, None, levels, evidence="Assessed by the operations team.", confidence=Decimal("0.80")):
            noted(row)


def lay_programmes(actor: Actor, shift: Shift) -> None:
    told = overlay("patterns.toml")
    shipped = Account.objects.annotate(n=Count("shipments")).filter(n__gte=MEASURED, roles__contains=["customer"])
    open_touchpoints(actor, list(shipped.values_list("pk", flat=True)), "physical-delivery")
    without = shipped.filter(source="scms", profiles=None).select_related("owner").order_by("-n", "sort_key")
    for account in without[:ACCOUNTS]:
        _programme(actor_of(account.owner), account, told, shift)


def _programme(actor: Actor, account: Account, told: dict[str, Any], shift: Shift) -> None:
    pattern = told["pattern"][draw(account.name, len(told["pattern"]))]
    key, days_ago = account.source_key, 20 + draw(account.source_key, 60)
    levels = {name: LEVELS[draw(f"{key}{name}", len(LEVELS))] for name in ("data", "systems", "people", "process", "will")}
    seen = {"desired": pattern["desired"], "participants": "Ada Lindqvist, Ben Okafor"}
    relations = {
        "touchpoints": pattern["touchpoints"],
        "readiness": {"levels": levels, "evidence": "Estimated by the account team.", "confidence": "0.50"},
        "profile": {"perspective": "surrogate", "states": ["reviewed"], "days_ago": days_ago, **seen},
    }
    lay_relations(actor, account, relations, shift)
    with in_the_past(shift, days_ago):
        _roadmap(actor, account)


def _roadmap(actor: Actor, account: Account) -> None:
    plan_from_gap(actor, account.pk)
    for item in RoadmapItem.objects.filter(account=account):
        _size(actor, item, account.source_key)


def _size(actor: Actor, item: RoadmapItem, key: str) -> None:
    """Returns in the quarter after the last investment, by a draw that belongs to account and activity."""
    ours, theirs = RETURNS[draw(f"{key}{item.activity_id}", len(RETURNS))]
    quiet = [Decimal(0)] * max(item.lasts, 1)
    back, theirs_back = ((item.cost * share).quantize(CENT) for share in (ours, theirs))
    saved = (back * SAVED).quantize(CENT)
    size_item(
        actor,
        item.pk,
        version=None,
        returns={
            "us": {
                "sales": {"likely": [*quiet, (back - saved) * SALES_TO_MARGIN]},
                "margin": {
                    "low": [*quiet, ((back - saved) * Decimal("0.5")).quantize(CENT)],
                    "likely": [*quiet, back - saved],
                    "high": [*quiet, ((back - saved) * Decimal("1.5")).quantize(CENT)],
                },
                "cost": {"likely": [*quiet, saved]},
            },
            "them": {"cost": {"likely": [*quiet, theirs_back]}},
        },
        investment_them=[(part * Decimal("0.3")).quantize(CENT) for part in item.investment_us],
    )
