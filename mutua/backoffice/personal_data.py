"""Which rows are about a person: those of people who are customers. What was billed stays, without a name."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mutua.backoffice.models import Asset, CreditStanding, Invoice, Order, OrderLine, Shipment, ShipmentLine, Worth, WorthCohort
from mutua.foundation.privacy import belongs, must_stay, nothing_personal

nothing_personal(Asset, CreditStanding, Invoice, Order, OrderLine, Shipment, ShipmentLine, Worth, WorthCohort)
belongs(CreditStanding, "person")
belongs(Asset, "person")
belongs(Worth, "person")
BOOKS = _("Books have to be kept for years: the number, the days and the amounts stay.")

must_stay(
    Order,
    "person",
    blanks={"custom": {}},
    keeps={
        "number": _("Books name an order by it"),
        "currency": _("Part of the amount"),
        "state": _("What became of it"),
        "source": _("The system that it came from"),
        "source_key": _("Its own number there"),
    },
    why=BOOKS,
)
must_stay(
    OrderLine,
    "order__person",
    blanks={},
    keeps={
        "description": _("The article"),
        "source": _("The system that it came from"),
        "source_key": _("Its own number there"),
    },
    why=BOOKS,
)
must_stay(
    Invoice,
    "person",
    blanks={"custom": {}},
    keeps={
        "number": _("Books name an invoice by it"),
        "currency": _("Part of the amount"),
        "source": _("The system that it came from"),
        "source_key": _("Its own number there"),
    },
    why=BOOKS,
)
