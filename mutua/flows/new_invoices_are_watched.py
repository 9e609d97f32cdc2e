"""Invoices came in or were taken back: the measures that count them take them in, or are read anew from what is left."""

from __future__ import annotations

from django.db.models import Count, F, Q, QuerySet

from mutua.backoffice.events import InvoicesImported
from mutua.foundation.access import flow_actor
from mutua.foundation.events import when
from mutua.foundation.imports.events import ImportUndone
from mutua.relationships.actions.read_again import read_measures_again
from mutua.relationships.measures.rows import INVOICES
from mutua.relationships.models import PerformanceMeasure
from mutua.relationships.queries.reconciling import to_compare
from mutua.relationships.tasks import reconcile_measure, watch_measures

FLOW = "new invoices are watched"


@when(InvoicesImported)
def new_invoices_are_watched(event: InvoicesImported) -> None:
    counted = _counting_invoices().filter(account_touchpoint__account__in=event.account_ids)
    watch_measures.defer_many({"measure_ids": [number]} for number in counted.order_by("pk").values_list("pk", flat=True))
    compared = to_compare(INVOICES.key, event.account_ids)
    reconcile_measure.defer_many({"measure_id": number} for number in compared.values_list("pk", flat=True))


@when(ImportUndone)
def invoices_taken_back_are_read_again(event: ImportUndone) -> None:
    if event.kind != "invoices":
        return
    # What the watch had counted of an invoice went with it.
    present = Count("outcomes", filter=Q(outcomes__reading=F("reading")))
    lacking = _counting_invoices().annotate(present=present).filter(present__lt=F("watch__seen"))
    read_measures_again(flow_actor(FLOW), list(lacking.values_list("pk", flat=True)))


def _counting_invoices() -> QuerySet[PerformanceMeasure]:
    return PerformanceMeasure.objects.filter(counted_from=PerformanceMeasure.CountedFrom.INVOICES)
