"""What joins the two published worlds: made from their own rows, by rules that anybody can repeat, and marked as invented."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, Sum

from mutua.backoffice.models import Order
from mutua.catalog.models import Product
from mutua.customers.actions.edit_account import edit_account
from mutua.customers.models import Account
from mutua.foundation.access import Actor
from mutua.foundation.identity.models import User
from mutua.sales.models import Opportunity, Stage

PROGRAMMES = 12
COMMERCIAL = 12
ORDERS_A_TENDER = 5  # the largest orders of the last two years become deals that were won
TAKES = timedelta(days=35)  # about as long as half of the won deals took
SLIPS = timedelta(days=30)
LEAD = 21  # days from a won deal to the promised delivery
DEALS_AN_ACCOUNT = 60


def tender_deals(today: date) -> bytes:
    """Deals of the twelve programmes that ordered most: each of their largest recent orders was a tender that was won.

    Some orders are known by the day of their promise only, which may lie ahead: no tender was won on such a day.
    """
    rows: list[Sequence[object]] = []
    for account in largest_programmes():
        orders = Order.objects.filter(account=account, dated_on__lt=today).order_by("-dated_on")
        newest = orders[0].dated_on if orders else None
        recent = orders.filter(dated_on__gt=newest - timedelta(days=730)) if newest else orders.none()
        for order in recent.order_by("-value", "pk")[:ORDERS_A_TENDER]:
            began = order.dated_on - timedelta(days=30 + draw(order.number, 60))
            rows.append((f"tender-{order.number}", f"Tender {order.number}", account.name, "won", order.value, began, order.dated_on, ""))
        if newest:
            amount = Decimal(sum(order.value for order in recent) / max(recent.count(), 1)).quantize(Decimal("0.01"))
            rows.append(
                (
                    f"next-{account.pk}",
                    "Framework for the coming year",
                    account.name,
                    "engaging",
                    amount,
                    begun := newest - timedelta(days=20),
                    "",
                    expected(begun, today),
                )
            )
    return csv_of(("key", "name", "account", "stage", "amount", "engaged_on", "closed_on", "expected_on"), rows)


def expected(began: date, on: date) -> date:
    """When a deal was expected to close, asked on a day: thirty-five days after it began, and a month later each time that day had passed."""
    day = began + TAKES
    while day < on:
        day += SLIPS
    return day


def commercial_deliveries(today: date) -> bytes:
    """An order with one shipment for each of the newest won deals of the twelve accounts that bought most."""
    rows: list[Sequence[object]] = []
    for account in best_customers():
        won = Opportunity.objects.filter(account=account, stage__kind=Stage.Kind.WON, product__isnull=False).select_related("product")
        newest = won.order_by("-closed_on", "pk")[:DEALS_AN_ACCOUNT]
        rows.extend(_delivery(deal, deal.closed_on, deal.product, today) for deal in newest if deal.closed_on and deal.product)
    head = (
        "key",
        "account",
        "number",
        "shipment",
        "placed_on",
        "promised_on",
        "shipped_on",
        "delivered_on",
        "mode",
        "product",
        "quantity",
        "value",
    )
    return csv_of(head, rows)


def give_owners(actor: Actor) -> None:
    """A commercial account belongs to whoever has most deals with it; an account that has an owner keeps it."""
    owners = User.objects.in_bulk()
    deals = Opportunity.objects.filter(account__source="crm", account__owner=None, owner__isnull=False).order_by()
    counted = deals.values_list("account", "owner").annotate(n=Count("pk")).order_by("account", "-n", "owner")
    for account_id, owner_id in dict(reversed([(account, owner) for account, owner, _n in counted])).items():
        edit_account(actor, account_id, version=None, owner=owners[owner_id])


def _delivery(deal: Opportunity, closed_on: date, product: Product, today: date) -> Sequence[object]:
    """Delivered three days early to three late, one in nine a week or two late; nothing is delivered in the future."""
    key = deal.source_key
    promised = closed_on + timedelta(days=LEAD)
    late = draw(key, 7) - 3 if draw(key + "?", 9) else 4 + draw(key, 10)
    came, sent = promised + timedelta(days=late), promised - timedelta(days=5)
    quantity = max(1, round(deal.amount / (product.list_price or deal.amount or 1)))
    return (
        *(f"order-{key}", deal.account.name, f"SO-{key}", f"DN-{key}", closed_on, promised),
        *(sent if sent < today else "", came if came < today else "", "Truck", product.name, quantity, deal.amount),
    )


def largest_programmes() -> list[Account]:
    ordered = Account.objects.filter(source="scms", roles__contains=["customer"]).annotate(value=Sum("order__value"))
    return list(ordered.filter(value__gt=0).order_by("-value")[:PROGRAMMES])


def best_customers() -> list[Account]:
    won = Opportunity.objects.filter(stage__kind=Stage.Kind.WON, account__source="crm").values("account").annotate(n=Count("pk"))
    best = [row["account"] for row in won.order_by("-n", "account__name")[:COMMERCIAL]]
    return sorted(Account.objects.filter(pk__in=best), key=lambda account: account.name)


def draw(key: str, sides: int) -> int:
    """A number below `sides` that belongs to the key: the same on every machine and at every load."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "big") % sides


def csv_of(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(headings)
    writer.writerows(rows)
    return text.getvalue().encode()
