"""What sales needs from a person today: deals that stand still, and deals that serve no strategy."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mutua.foundation import days
from mutua.foundation.access import Actor
from mutua.foundation.today import Need, needs_me
from mutua.foundation.today.asking import put_off_of
from mutua.foundation.ui.formats import money
from mutua.sales.models import Opportunity, Pipeline, Stage
from mutua.sales.queries.opportunities import WITH, opportunities_seen
from mutua.sales.queries.pace import Pace, pace_of

SHOWN = 3


@needs_me(
    key="stuck",
    title=gettext_lazy("Stuck"),
    note=gettext_lazy("no movement, or no strategy behind it"),
    order=40,
    needs="sales.opportunity.edit",
)
def stuck(actor: Actor, team: bool = False) -> list[Need]:
    put_off = put_off_of(actor, "stuck")
    most = SHOWN + len(put_off)
    found = [need for pipeline in Pipeline.objects.all() for need in _slow(actor, pipeline, team, most) if need.key not in put_off]
    return found[:SHOWN] + _off_strategy(actor, team)


def _slow(actor: Actor, pipeline: Pipeline, team: bool, most: int) -> list[Need]:
    pace = pace_of(actor, pipeline)
    if pace.slow_after is None:
        return []
    since = days.today() - timedelta(days=int(pace.slow_after))
    slow = (
        _worked_on(actor, team)
        .filter(stage__pipeline=pipeline, engaged_on__lt=since)
        .select_related(*WITH)
        .order_by("-amount", "engaged_on")
    )
    return [_need(deal, pace) for deal in slow[:most]]


def _need(deal: Opportunity, pace: Pace) -> Need:
    age = (days.today() - deal.engaged_on).days if deal.engaged_on else 0
    return Need(
        key=f"stuck-{deal.pk}-{deal.stage_id}",
        what=f"{deal.account} · {deal.product or deal.name} · {money(deal.amount, deal.currency)}",
        what_url=deal.get_absolute_url(),
        reason=_("%(age)s days in %(stage)s. Half of the won deals took %(median)s or less.")
        % {"age": age, "stage": deal.stage.name, "median": round(pace.median or 0)},
        evidence_label=deal.source_key or str(deal.pk),
        evidence_url=deal.get_absolute_url(),
        when=_("%(n)s d") % {"n": age},
        act_label=_("Decide"),
        act_url=deal.get_absolute_url(),
        act_key="m",
        glyph="clock-pause",
        account_id=deal.account_id,
    )


def _off_strategy(actor: Actor, team: bool) -> list[Need]:
    off = _worked_on(actor, team).filter(strategy=None).count()
    if not off:
        return []
    url = f"{reverse('sales:deals')}?view=off"
    return [
        Need(
            key="off-strategy",
            what=_("%(n)s open deals serve no strategy") % {"n": off},
            what_url=url,
            reason=_("Name the strategy that each serves, or let it go."),
            evidence_label=_("%(n)s deals") % {"n": off},
            evidence_url=url,
            when="",
            act_label=_("Triage"),
            act_url=url,
            act_key="t",
            glyph="unlink",
        )
    ]


def _worked_on(actor: Actor, team: bool):  # type: ignore[no-untyped-def]
    deals = opportunities_seen(actor).filter(stage__kind=Stage.Kind.OPEN)
    return deals if team else deals.filter(owner=actor.user_id)
