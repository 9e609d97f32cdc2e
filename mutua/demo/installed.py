"""What stands at the commercial accounts: one thing with a serial number for each of their newest delivered orders.

No published file holds a serial number or a configuration, so all of them are invented; customer, product and days follow the orders.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Max

from mutua.backoffice.models import Order
from mutua.demo.derived import csv_of, draw
from mutua.demo.noting import SOURCE

ASSET = (
    "key", "account", "serial_number", "product", "order", "as_built", "as_shipped", "built_on", "shipped_on", "warranty_from",
    "warranty_until", "as_of",
)  # fmt: skip
MOST = 60
WARRANTIES = (365, 730, 1095)  # days
PANELS, FIRMWARES = ("7 inch", "10 inch"), ("2.1", "2.2", "2.4")


def assets(today: date) -> bytes:
    """One in three got another firmware between the works and the truck; the warranty begins with the delivery."""
    rows: list[Sequence[object]] = []
    delivered = (
        Order.objects.filter(source=SOURCE, state=Order.State.DELIVERED).select_related("account").prefetch_related("lines__product")
    )
    newest = delivered.annotate(came=Max("shipments__delivered_on")).filter(came__lte=today).order_by("-came", "number")[:MOST]
    for order in newest:
        product = next((line.product.name for line in order.lines.all() if line.product), "")
        came, said = order.came, order.number
        firmware = FIRMWARES[draw(f"{said} firmware", 2)]
        shipped = FIRMWARES[2] if draw(f"{said} update", 3) == 0 else firmware
        parts = f"Panel: {PANELS[draw(f'{said} panel', 2)]}; Power supply: {(230, 115)[draw(f'{said} power', 2)]} V"
        built = came - timedelta(days=12 + draw(f"{said} built", 20))
        ends = came + timedelta(days=WARRANTIES[draw(f"{said} warranty", 3)])
        serial = said.replace("SO-", "SN-")
        rows.append(
            (
                f"asset-{said}", order.account.name, serial, product, said, f"{parts}; Firmware: {firmware}", f"{parts}; Firmware: {shipped}",
                built, came - timedelta(days=2), came, ends, today,
            )
        )  # fmt: skip
    return csv_of(ASSET, rows)
