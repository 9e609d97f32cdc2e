"""Further measures of the demonstration: what customers count beside deliveries, their own lists of cases, and figures that they report.

Fill rate, days and invoices are counted from rows that stand already. No published file holds a claim, a forecast or a customer's own list
of deliveries: these are invented, from our rows and by rules that anybody can repeat.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from mutua.backoffice.models import Shipment
from mutua.customers.models import Account
from mutua.demo.derived import best_customers, csv_of, draw, largest_programmes
from mutua.foundation.access import Actor
from mutua.relationships.actions.define_measure import define_measure
from mutua.relationships.actions.open_touchpoint import open_touchpoint
from mutua.relationships.models import PerformanceMeasure

PROXY = "our own schedule"
CASE = ("key", "account", "touchpoint", "measure", "number", "begun_on", "due_on", "done_on", "quantity_due", "quantity_done", "whose")
FIGURE = ("key", "account", "touchpoint", "measure", "since", "until", "numerator", "denominator", "reason")
QUARTER = timedelta(days=91)
TOLD = ((461, 480), (455, 470), (449, 475), (452, 468))  # good orders of all, quarter by quarter, oldest first
CORRECTED = (431, 475, "Four pallets were booked twice")


def define_measures(actor: Actor) -> None:
    """What each account counts; one that stands already is left as it is."""
    for account in largest_programmes():
        _define(actor, account, "physical-delivery", "fill-rate", "shipments", target="0.98", tolerance="0.95")
        _define(actor, account, "physical-delivery", "order-to-delivery-days", "shipments", target="150", tolerance="240", window_days=400)
    for account in largest_programmes()[:3]:
        _define(actor, account, "claims-service", "days-to-settle", "file", is_proxy=False, break_even="30")
        _define(actor, account, "demand-planning", "forecast-error", "file", is_proxy=False)
    for account in best_customers():
        _define(actor, account, "invoicing-payment", "invoice-accuracy", "invoices")
    reporting = best_customers()[0]
    _define(actor, reporting, "order-management", "reported-share", "reported", is_proxy=False, name="Order accuracy")


def _define(actor: Actor, account: Account, touchpoint: str, kind: str, counted_from: str, **values: Any) -> None:
    at = open_touchpoint(actor, account.pk, touchpoint)
    if PerformanceMeasure.everything.filter(account_touchpoint=at, kind=kind).exclude(key="on-time-in-full").exists():
        return
    levels = {name: Decimal(value) if isinstance(value, str) and name != "name" else value for name, value in values.items()}
    whose = {} if values.get("is_proxy") is False else {"is_proxy": True, "proxy_name": PROXY}
    define_measure(actor, account.pk, touchpoint, kind=kind, counted_from=counted_from, **levels, **whose)


def cases(today: date) -> bytes:
    """Claims and forecasts of three programmes, and the list of deliveries that the largest of them keeps itself."""
    rows: list[Sequence[object]] = []
    for account in largest_programmes()[:3]:
        rows += _claims(account, today)
        rows += _forecasts(account, today)
    rows += _their_deliveries(largest_programmes()[0], today)
    return csv_of(CASE, [(*row, "") for row in rows] + [(*row, "ours") for row in _as_we_keep_it(rows)])


def _as_we_keep_it(theirs: list[Sequence[object]]) -> Iterator[Sequence[object]]:
    """Claims and forecasts as our own desks have them: settled for us with the credit note, some days before the money is there; and some forecasts in an older version."""
    for key, account, touchpoint, measure, number, begun, due, done, quantity_due, quantity_done in theirs:
        if measure == "days-to-settle" and done and draw(f"{key} ours", 3) == 0:
            assert isinstance(begun, date)
            assert isinstance(done, date)
            done = max(begun, done - timedelta(days=1 + draw(f"{key} sooner", 3)))
        if measure == "forecast-error" and draw(f"{key} ours", 6) == 0:
            quantity_due = int(str(quantity_due)) * 9 // 10
        if measure in ("days-to-settle", "forecast-error") and draw(f"{key} nobody", 50):
            yield (f"ours-{key}", account, touchpoint, measure, number, begun, due, done, quantity_due, quantity_done)


def _claims(account: Account, today: date) -> Iterator[Sequence[object]]:
    """One a week; settled within two weeks, one in nine only after a month or more."""
    for week in range(60):
        key = f"claim-{account.source_key}-{week}"
        opened = today - timedelta(days=7 * (60 - week) - draw(key, 5))
        took = 3 + draw(key + "!", 9) if draw(key + "?", 9) else 30 + draw(key, 20)
        settled = opened + timedelta(days=took)
        yield (
            key,
            account.name,
            "claims-service",
            "days-to-settle",
            f"CL-{week + 1:03}",
            opened,
            "",
            settled if settled < today else "",
            "",
            "",
        )


def _forecasts(account: Account, today: date) -> Iterator[Sequence[object]]:
    """Five articles a month for a year and a half; most lie within a fifth, every seventh is far off."""
    for month in range(18):
        ended = today - timedelta(days=30 * (18 - month))
        for article in range(5):
            key = f"forecast-{account.source_key}-{month}-{article}"
            needed = 400 + draw(key, 900)
            off = (draw(key + "!", 41) - 20) if draw(key + "?", 7) else (draw(key + "!", 121) - 60)
            yield (
                *(key, account.name, "demand-planning", "forecast-error", f"{ended:%Y-%m} article {article + 1}", "", "", ended),
                *(needed * (100 + off) // 100, needed),
            )


def _their_deliveries(account: Account, today: date) -> Iterator[Sequence[object]]:
    """Its receiving desk notes the day on which a delivery was unloaded, often a day later than the carrier says, and counts what it found."""
    year = Shipment.objects.filter(account=account, promised_on__gt=today - timedelta(days=365), promised_on__lt=today - timedelta(days=10))
    for shipment in year.order_by("number"):
        key = f"theirs-{shipment.number}"
        if draw(key + " known", 40) == 0:
            continue  # it stands in our records only
        came = shipment.delivered_on + timedelta(days=draw(key, 4)) if shipment.delivered_on else ""
        ordered = shipment.quantity_ordered
        got = (ordered * 9 / 10).quantize(Decimal(1)) if draw(key + " short", 15) == 0 else ordered
        yield (key, account.name, "physical-delivery", "on-time-in-full", shipment.number, "", shipment.promised_on, came, ordered, got)
    yield (f"theirs-{account.source_key}-x", account.name, "physical-delivery", "on-time-in-full", "ASN-UNKNOWN-1", "", today - timedelta(days=60), today - timedelta(days=55), 10, 10)  # fmt: skip


def figures(today: date) -> bytes:
    """Four quarters of a share that one customer reports itself."""
    account = best_customers()[0]
    rows = []
    for place, (good, of) in enumerate(TOLD):
        until = today - QUARTER * (len(TOLD) - 1 - place) - timedelta(days=1)
        rows.append(_figure(account, place, until, good, of, ""))
    return csv_of(FIGURE, rows)


def corrected_figures(today: date) -> bytes:
    """What the customer wrote later of the third of these quarters."""
    good, of, reason = CORRECTED
    return csv_of(FIGURE, [_figure(best_customers()[0], 2, today - QUARTER - timedelta(days=1), good, of, reason)])


def _figure(account: Account, place: int, until: date, good: int, of: int, reason: str) -> Sequence[object]:
    since = until - QUARTER + timedelta(days=1)
    return (f"told-{place}", account.name, "order-management", "Order accuracy", since, until, good, of, reason)
