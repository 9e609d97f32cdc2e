"""Alder Markets with something of everything: what the pages are looked at with."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from mutua.backoffice.models import Shipment
from mutua.customers.models import Account
from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.foundation.access import flow_actor
from mutua.relationships.actions.enter_value import enter_value
from mutua.relationships.actions.watch_measure import watch_measure
from mutua.relationships.models import Observation
from mutua.relationships.tests.making import make_account_touchpoint, make_engagement, make_item, make_measure, make_profile, make_readiness
from tests.cast import Cast

OTHERS = {
    "order-management": ("Order accuracy", 191, 198, ["edi-orders", "order-calendar"]),
    "invoicing-payment": ("Invoices right first time", 59, 64, ["e-invoice"]),
    "demand-planning": ("Forecast accuracy", 69, 100, ["own-forecast"]),
    "promotion-planning": ("", 0, 0, ["joint-promo-plan", "promo-review"]),
    "account-review": ("Actions closed", 11, 12, ["quarterly-review"]),
}


def make_scene(cast: Cast) -> Account:
    account = make_account(name="Alder Markets", owner=cast.ada, tier=1)
    at = make_account_touchpoint(account, our_person_id=cast.ada.user_id)
    make_engagement(at, "edi-asn", evidence="Ship notices of all 2026 orders")
    make_engagement(at, "scheduled-appointments", state="partial")
    _deliveries(account)
    watch_measure(flow_actor("scene"), make_measure(at, early_days=0, late_days=1).pk)
    for key, (name, good, of, practised) in OTHERS.items():
        other = make_account_touchpoint(account, key=key)
        for activity in practised:
            make_engagement(other, activity)
        if name:
            measure = make_measure(other, shipments=False, key="reported", name=name)
            since = days.today() - timedelta(days=365)
            Observation.objects.create(measure=measure, since=since, until=days.today(), numerator=good, denominator=of)
    wanted = {"physical-delivery": ["edi-asn", "standing-appointments", "crp"], "order-management": ["shared-order-status", "edi-orders"]}
    make_profile(account, wanted, as_of=days.today(), participants="Thandiwe Mwansa, Ada Lindqvist")
    make_profile(account, {"physical-delivery": ["cpfr", "vmi"]}, perspective="surrogate", confidence=Decimal("0.40"), as_of=days.today())
    make_readiness(None, data=4, systems=3, people="3.2", process=3, will=4)
    make_readiness(account, data="0.8", systems=3, people=3, process="3.2", will="0.8")
    _roadmap(account)
    for side, component, amount in (("us", "product", 120_000), ("customer", "service", 84_000), ("customer", "price", 30_000)):
        enter_value(
            cast.ada,
            account.pk,
            side=side,
            component=component,
            amount=Decimal(amount),
            currency="USD",
            period=days.today(),
            kind="claimed",
        )
    return account


def _deliveries(account: Account) -> None:
    today = days.today()
    Shipment.objects.bulk_create(
        Shipment(
            account=account,
            number=f"ASN-{number}",
            currency="USD",
            value=4_000,
            promised_on=today - timedelta(days=90 - number),
            delivered_on=today - timedelta(days=90 - number - (4 if number > 45 and number % 2 else 0)),
            quantity_ordered=10,
            quantity_delivered=10,
        )
        for number in range(66)
    )


def _roadmap(account: Account) -> None:
    theirs = {"investment_them": [Decimal(12_000)], "return_them": [Decimal(38_000)]}
    edi = make_item(account, "edi-orders", cost=40_000, gain=70_000, hours=200, lasts=1, **theirs)
    make_item(account, "crp", cost=90_000, gain=170_000, hours=420, lasts=2, not_before=2, requires=[edi])
    make_item(account, "pool-load", cost=35_000, gain=62_000, hours=160, lasts=1)
    needs = {"data": 4, "systems": 3, "people": 3, "process": 3, "will": 4}
    make_item(account, "cpfr", cost=220_000, gain=420_000, hours=900, lasts=4, needs=needs)
