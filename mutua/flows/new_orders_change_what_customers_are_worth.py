"""Orders came in: what their customers are worth is worked out anew."""

from __future__ import annotations

from mutua.backoffice.events import OrdersImported
from mutua.backoffice.tasks import count_worth_of_all
from mutua.foundation.events import when


@when(OrdersImported)
def new_orders_change_what_customers_are_worth(event: OrdersImported) -> None:
    count_worth_of_all.defer()
