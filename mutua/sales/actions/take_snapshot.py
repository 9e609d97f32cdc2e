"""Taking the snapshot of a week: the pipeline as it stands, kept for ever."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import connection, transaction
from django.db.models import F, Q

from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.sales.events import SnapshotTaken
from mutua.sales.models import ForecastSnapshot, Opportunity, SnapshotDeal, Stage
from mutua.sales.queries.categories import category_of

CLOSED_KEPT = timedelta(days=100)  # a quarter and a week: how far two snapshots may be apart that are compared
AT_ONCE = 2_000


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


@transaction.atomic
def take_snapshot(actor: Actor) -> ForecastSnapshot:
    """That of this week; where it was taken already, that one as it is."""
    require(actor, "sales.forecast.call")
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('sales.snapshot'))")
    monday = monday_of(days.today())
    taken = ForecastSnapshot.objects.filter(on=monday).first()
    if taken is not None:
        return taken

    snapshot = ForecastSnapshot.objects.create(on=monday, taken_at=days.now())
    SnapshotDeal.objects.bulk_create(_rows(snapshot), AT_ONCE)

    announce(SnapshotTaken(snapshot_id=snapshot.pk), actor=actor)
    return snapshot


def _rows(snapshot: ForecastSnapshot) -> list[SnapshotDeal]:
    standing = Q(stage__kind=Stage.Kind.OPEN) | Q(closed_on__gte=days.today() - CLOSED_KEPT)
    deals = Opportunity.objects.filter(standing).annotate(
        category=category_of(), state=F("stage__kind"), likely=F("stage__probability"), territory=F("account__territory_place__territory")
    )
    columns = ("pk", "name", "owner_id", "territory", "state", "category", "likely", "amount", "currency", "expected_on", "closed_on")
    return [
        SnapshotDeal(
            snapshot=snapshot, opportunity_id=pk, number=pk, name=name, owner_id=owner, territory_id=territory, state=state, category=category,
            probability=likely, amount=amount, currency=currency, expected_on=expected_on, closed_on=closed_on,
        )
        for pk, name, owner, territory, state, category, likely, amount, currency, expected_on, closed_on in deals.order_by("pk").values_list(*columns)
    ]  # fmt: skip
