"""What the commercial accounts owe: invoices of their invented deliveries, and the credit standing that adds up from them.

No published file holds an invoice, so the terms, who pays late and the limits are invented; amounts and days follow the orders.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Max

from mutua.backoffice.models import Invoice, Order
from mutua.backoffice.rules.owing import days_overdue
from mutua.demo.derived import csv_of, draw
from mutua.demo.noting import SOURCE

TERMS = timedelta(days=30)
PAYS_AFTER = 12  # days after the due day at which the last of those who pay have paid
INVOICE = ("key", "account", "number", "corrects", "order", "invoiced_on", "due_on", "value", "open_amount", "as_of")
CREDIT = ("key", "account", "credit_limit", "exposure", "days_overdue", "as_of")


def invoices(today: date) -> bytes:
    """One for each delivered order, on the day after it came; one in eight is never paid, one in twelve has a credit note of a tenth."""
    rows: list[Sequence[object]] = []
    delivered = Order.objects.filter(source=SOURCE, account__source="crm", state=Order.State.DELIVERED).select_related("account")
    for order in delivered.annotate(came=Max("shipments__delivered_on")).order_by("number"):
        on = order.came + timedelta(days=1)
        if on > today:
            continue
        due = on + TERMS
        unpaid = draw(f"{order.number} pays", 8) == 0 or due + timedelta(days=draw(f"{order.number} when", PAYS_AFTER)) >= today
        left = order.value if unpaid else 0
        number = order.number.replace("SO-", "INV-")
        rows.append((f"invoice-{order.number}", order.account.name, number, "", order.number, on, due, order.value, left, today))
        if draw(f"{order.number} back", 12) == 0:
            back = -(order.value / 10).quantize(Decimal("0.01"))
            note = number.replace("INV-", "CN-")
            # Every other note puts an error of its invoice right; the rest are rebates.
            wrong = number if draw(f"{order.number} why", 2) else ""
            rows.append((f"note-{order.number}", order.account.name, note, wrong, order.number, on, "", back, back if unpaid else 0, today))
    return csv_of(INVOICE, rows)


def credit(today: date) -> bytes:
    """What is open of each account and what it has ordered since; the limit is a round sum near what it usually owes."""
    open_by: dict[str, Decimal] = defaultdict(Decimal)
    late_by: dict[str, int] = defaultdict(int)
    for invoice in Invoice.objects.filter(source=SOURCE).select_related("account"):
        name = str(invoice.party)
        open_by[name] += invoice.open_amount
        late_by[name] = max(late_by[name], days_overdue(invoice.open_amount, invoice.due_on, today))
    for order in Order.objects.filter(source=SOURCE, account__source="crm", state=Order.State.OPEN).select_related("account"):
        open_by[order.account.name] += order.value
    rows: list[Sequence[object]] = [
        (f"credit-{name}", name, 5000 * (1 + draw(f"{name} limit", 6)), exposure, late_by[name], today)
        for name, exposure in sorted(open_by.items())
    ]
    return csv_of(CREDIT, rows)
