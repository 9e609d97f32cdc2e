"""Working out what each customer is expected to order."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import F, IntegerField, Value
from django.db.models.functions import Cast
from psycopg import sql

from mutua.backoffice.events import WorthCounted
from mutua.backoffice.models import Order, Worth, WorthCohort
from mutua.backoffice.queries.seen import Days
from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.database import arrays
from mutua.foundation.events import announce

if TYPE_CHECKING:
    from mutua.backoffice.rules.worth import Expected

FIRST = date(1970, 1, 1)


def count_worth(actor: Actor) -> list[WorthCohort]:
    """Anew for all customers, one cohort after the other, each in a transaction of its own. Running it twice changes nothing."""
    require(actor, "backoffice.order.import")
    counted = []
    for kind in ("account", "person", "household"):
        ordered = Order.objects.filter(**{f"{kind}__isnull": False}).order_by()
        now = set(ordered.values_list("currency", flat=True).distinct())
        before = set(WorthCohort.objects.filter(kind=kind).values_list("currency", flat=True))
        counted += [_count(kind, currency) for currency in sorted(now | before)]
    with transaction.atomic():
        announce(WorthCounted(), actor=actor)
    return counted


@transaction.atomic
def _count(kind: str, currency: str) -> WorthCohort:
    from mutua.backoffice.rules.worth import expected

    WorthCohort.objects.get_or_create(kind=kind, currency=currency)
    # Whoever counts at the same time waits here, and finds the same
    cohort = WorthCohort.objects.select_for_update().get(kind=kind, currency=currency)
    today = days.today()
    orders = Order.objects.filter(**{f"{kind}__isnull": False}, currency=currency, value__gt=0, dated_on__lte=today)
    since_first = Days(F("dated_on"), Value(FIRST))
    rows = orders.exclude(state=Order.State.CANCELLED).order_by().values_list(f"{kind}_id", Cast(since_first, IntegerField()), "value")
    found = expected(*arrays.read(*rows.query.sql_with_params(), ("bigint", "integer", "double precision")), until=today)
    _write(kind, currency, found)
    cohort.counted_on, cohort.customers, cohort.again = today, found.customers, found.again
    for name in ("r", "alpha", "a", "b"):
        setattr(cohort, name, getattr(found.buying, name, None))
    for name in ("p", "q", "v"):
        setattr(cohort, name, getattr(found.spending, name, None))
    cohort.save()
    return cohort


def _write(kind: str, currency: str, found: Expected) -> None:
    Worth.objects.filter(**{f"{kind}__isnull": False}, currency=currency).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE worth_held (party bigint, orders integer, alive double precision, purchases double precision,"
            " value double precision)"
        )
        if found.buying is not None:
            arrays.write(
                "worth_held",
                {
                    "party": found.customer,
                    "orders": found.orders,
                    "alive": found.alive,
                    "purchases": found.purchases,
                    "value": found.value,
                },
            )
        # Money is kept as money from here on
        cursor.execute(
            sql.SQL(
                "INSERT INTO {} ({}, currency, orders, alive, purchases, value)"
                " SELECT party, %s, orders, alive, purchases, round(nullif(value, 'NaN')::numeric, 2) FROM worth_held ORDER BY party"
            ).format(sql.Identifier(Worth._meta.db_table), sql.Identifier(f"{kind}_id")),
            [currency],
        )
        cursor.execute("DROP TABLE worth_held")
