"""Readiness that has expired, told to whoever is responsible: gates still rest on it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mutua.foundation import days
from mutua.foundation.access import Actor, visible_to
from mutua.foundation.today import Need, needs_me
from mutua.foundation.today.asking import put_off_of
from mutua.foundation.ui import formats
from mutua.relationships.models import Readiness

MOST = 200  # what nobody reads to its end need not be fetched


@needs_me(
    key="readiness",
    title=gettext_lazy("Readiness that has expired"),
    note=gettext_lazy("gates rest on what was seen long ago"),
    order=55,
    needs="relationships.readiness.edit",
)
def expired_readiness(actor: Actor, team: bool = False) -> list[Need]:
    """Of the accounts that the actor is responsible for, and our own where it was the actor who assessed it; team: of all that it sees."""
    old = Readiness.objects.filter(assessed_on__lt=days.today() - timedelta(days=settings.READINESS_DAYS))
    mine = Q(account__owner=actor.user_id, account__deleted_at=None) | Q(account=None, assessor=actor.user_id)
    seen = visible_to(actor, old).filter(Q(account=None) | Q(account__deleted_at=None) if team else mine)
    put_off = put_off_of(actor, "readiness")
    rows = seen.order_by().values("account", "account__name").annotate(oldest=Min("assessed_on"), dimensions=Count("pk"))
    told = (_need(row) for row in rows.order_by("oldest", "account")[: MOST + len(put_off)])
    return [need for need in told if need.key not in put_off]


def _need(row: dict[str, Any]) -> Need:
    account_id: int | None = row["account"]
    oldest: date = row["oldest"]
    if account_id is None:
        page, act = reverse("relationships:our-readiness"), reverse("relationships:our-readiness-assess")
    else:
        page, act = reverse("relationships:readiness", args=[account_id]), reverse("relationships:readiness-assess", args=[account_id])
    return Need(
        # Assessed anew it is another line, and put off it stays away until then.
        key=f"readiness-{account_id or 'us'}-{oldest.isoformat()}",
        what=_("Readiness of %(account)s") % {"account": row["account__name"]} if account_id else _("Our own readiness"),
        what_url=page,
        reason=_("Assessed on %(day)s and not since; it counts as half as sure.") % {"day": formats.day(oldest, year=True)},
        evidence_label=_("%(count)s of 5 expired") % {"count": row["dimensions"]},
        evidence_url=page,
        evidence_icon="gauge",
        when=formats.ago(oldest),
        act_label=_("Assess anew"),
        act_url=act,
        act_key="e",
        glyph="clock",
        account_id=account_id,
    )
