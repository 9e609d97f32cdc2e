"""What others may hold an objective to."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mutua.backoffice.models import Shipment
from mutua.foundation.metrics import Alarm, MetricQuery, Outcome, metric, rings_for
from mutua.relationships.models import ON_TIME_IN_FULL, ToleranceAlarm
from mutua.relationships.queries.on_time import with_outcome


@metric("delivery.on_time_in_full", title=gettext_lazy("On time in full"), unit="share", better="higher", bounds=(0.0, 1.0))
def on_time_in_full(query: MetricQuery) -> Iterator[Outcome]:
    """One trial a shipment, by the window of the account that received it; accounts without a window bring none."""
    shipments = Shipment.objects.filter(deleted_at=None)
    if query.account_ids is not None:
        shipments = shipments.filter(account__in=query.account_ids)
    known = with_outcome(shipments).filter(known_on__gte=query.since, known_on__lte=query.until).order_by("known_on", "pk")
    columns = known.values_list("pk", "known_on", "success", "account_id", "number", "value", "currency")
    for key, known_on, success, account_id, label, value, currency in columns.iterator():
        yield Outcome(key, known_on, float(success), account_id, label, reverse("backoffice:shipment", args=[key]), value, currency)


@rings_for("delivery.on_time_in_full")
def broken_tolerances(query: MetricQuery) -> Iterator[Alarm]:
    """Each day on which a measure of an account fell out of its tolerance, by the window that it has now."""
    present = ToleranceAlarm.objects.filter(measure__key=ON_TIME_IN_FULL, reading=F("measure__reading"))
    rung = present.filter(broken_on__gte=query.since, broken_on__lte=query.until)
    if query.account_ids is not None:
        rung = rung.filter(measure__account_touchpoint__account__in=query.account_ids)
    for alarm in rung.select_related("measure__account_touchpoint__account").order_by("broken_on", "pk"):
        account = alarm.measure.account_touchpoint.account
        detail = _("%(late)s of the last %(of)s failed") % {"late": alarm.late, "of": alarm.of}
        link = reverse("backoffice:shipment", args=[alarm.shipment_id]) if alarm.shipment_id else alarm.measure.get_absolute_url()
        yield Alarm(alarm.broken_on, account.pk, account.name, detail, link)
