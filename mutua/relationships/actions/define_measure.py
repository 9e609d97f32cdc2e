"""Defining another measure at a touchpoint: what the customer counts there, and how."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.customers.queries.accounts import account_for
from mutua.foundation.access import Actor, NotFound, require
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.saving import store
from mutua.relationships.events import MeasureChanged
from mutua.relationships.measures import kinds
from mutua.relationships.measures.saying import check_definition
from mutua.relationships.models import AccountTouchpoint, PerformanceMeasure
from mutua.relationships.queries.catalogue import touchpoint_named
from mutua.relationships.queries.touchpoints import touchpoint_for
from mutua.relationships.tasks import reconcile_measure, watch_measures

MOST = 20  # of one touchpoint: whoever measures more than that looks at none


@transaction.atomic
def define_measure(actor: Actor, account_id: int, touchpoint: str, *, kind: str, **values: Any) -> PerformanceMeasure:
    """kind: one of `mutua.relationships.measures`; values: any of `change_measure.FIELDS`, the rest as the kind starts.

    Raises NotFound, NotAllowed, Refused.
    """
    at = _opened(actor, account_id, touchpoint)
    require(actor, "relationships.measure.edit", at)
    chosen = kinds().get(kind)
    if chosen is None:
        raise Refused(_("There is no such kind of measure. Nothing was made."), field="kind")
    taken = set(PerformanceMeasure.everything.select_for_update().filter(account_touchpoint=at).values_list("key", flat=True))
    if len(taken) >= MOST:
        raise Refused(_("This touchpoint has %(most)s measures already. Nothing was made.") % {"most": MOST})
    usual = {"name": str(chosen.title), "target": chosen.target, "tolerance": chosen.tolerance, "window_days": chosen.window_days}
    measure = PerformanceMeasure(
        account_touchpoint=at, key=_free(kind, taken), kind=kind, unit=chosen.unit, better=chosen.better, **{**usual, **values}
    )
    check_definition(chosen, measure)

    store(measure)

    announce(
        MeasureChanged(
            measure_id=measure.pk,
            account_id=at.account_id,
            touchpoint=at.touchpoint.key,
            measure=measure.name,
            change=_("from now on it is measured"),
            restarted=False,
        ),
        actor=actor,
    )
    watch_measures.defer(measure_ids=[measure.pk])
    reconcile_measure.defer(measure_id=measure.pk)
    return measure


def _opened(actor: Actor, account_id: int, key: str) -> AccountTouchpoint:
    """Raises Refused where the account and the touchpoint are there, and do not meet yet."""
    try:
        return touchpoint_for(actor, account_id, key)
    except NotFound:
        words = {"touchpoint": touchpoint_named(actor, key).name, "account": account_for(actor, account_id).name}
        sentence = _("%(touchpoint)s is not opened at %(account)s yet. Open it first; nothing was made.")
        raise Refused(sentence % words, field="touchpoint") from None


def _free(kind: str, taken: set[str]) -> str:
    return next(key for number in range(1, MOST + 2) if (key := kind if number == 1 else f"{kind}-{number}") not in taken)
