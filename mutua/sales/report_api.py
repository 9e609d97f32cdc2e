"""Reports on deals for other programs."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema

from mutua.foundation.access import needs
from mutua.foundation.records.errors import Refused
from mutua.sales.queries.reports import BYS, Group, reports_of
from mutua.sales.rules.periods import read_period

router = Router()


class GroupOut(Schema):
    """rate: won of those that ended. days_to_win: days within which a quarter, a half and three quarters were won; null of fewer than five."""

    name: str
    ended: int
    won: int
    lost: int
    rate: float | None
    amount: Decimal
    days_to_win: list[float] | None


class StageMovesOut(Schema):
    """Of deals that began in the period and whose moves were recorded."""

    stage: str
    entered: int
    went_on: int
    lost: int
    still: int


class ReasonOut(Schema):
    """reason empty: nobody told."""

    reason: str
    deals: int
    share: float


class DealReportsOut(Schema):
    """half_ended_after: days after which half of the deals that began had ended, open ones counted as long as they were watched; null: not known yet."""

    period: str
    by: str
    currency: str
    groups: list[GroupOut]
    total: GroupOut
    began: int
    still_open: int
    half_ended_after: int | None
    with_moves: int
    stages: list[StageMovesOut]
    lost_reasons: list[ReasonOut]
    left_out: dict[str, Decimal]


@router.get("/deal-reports", response=DealReportsOut, summary="Win rate, time to win, stages and lost reasons of a period")
@needs("sales.opportunity.view")
def get_deal_reports(request: HttpRequest, period: str, by: str = "person", currency: str = "") -> Any:
    if by not in BYS:
        raise Refused(_("Compare by one of: %(names)s.") % {"names": ", ".join(BYS)}, field="by")
    try:
        wanted = read_period(period)
    except ValueError:
        raise Refused(_("Write a year, a quarter or a month: 2026, 2026-Q4 or 2026-12."), field="period") from None
    found = reports_of(request.actor, wanted, by=by, currency=currency.upper())  # type: ignore[arg-type]
    return {
        "period": found.period.text, "by": found.by, "currency": found.currency, "groups": [_group(one) for one in found.groups], "total": _group(found.total),
        "began": found.began, "still_open": found.still_open, "half_ended_after": found.half_after, "with_moves": found.with_moves, "stages": found.stages,
        "lost_reasons": [{"reason": one.text, "deals": one.deals, "share": one.share} for one in found.reasons], "left_out": found.left_out,
    }  # fmt: skip


def _group(group: Group) -> dict[str, Any]:
    took = [group.took.lower, group.took.median, group.took.upper] if group.took else None
    return {
        "name": group.name, "ended": group.closed, "won": group.won, "lost": group.lost, "rate": group.rate, "amount": group.amount, "days_to_win": took,
    }  # fmt: skip
