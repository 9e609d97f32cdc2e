"""Mutua's own business case, for other programs."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from mutua.foundation.access import NotFound, needs
from mutua.foundation.api.doors import version_wanted
from mutua.strategy.actions.tell_business_case import Line, tell_business_case
from mutua.strategy.queries.business_case import Case, CaseLine, business_case

router = Router()


class CaseLineIn(Schema, extra="forbid"):
    """baseline, expected: of the measure, in its unit. worth: what one whole unit brings a year; a share of 100 % is one unit."""

    title: str
    metric: str
    baseline: float
    expected: float
    worth: Decimal


class CaseIn(Schema, extra="forbid"):
    used_since: date
    cost_per_year: Decimal
    reason: str
    lines: list[CaseLineIn]


class CaseLineOut(CaseLineIn, extra="ignore"):
    """brings, verified, low, high: money a year; null: not known, or no bound yet. read_to: null before the first reading."""

    observations: int
    estimate: float | None
    verdict: str
    brings: Decimal
    verified: Decimal | None
    low: Decimal | None
    high: Decimal | None
    read_to: date | None


class CaseOut(Schema):
    """expected, verified: a year, of all lines; net: less what using Mutua costs. number: of the version, for If-Match."""

    number: int
    currency: str
    used_since: date
    cost_per_year: Decimal
    reason: str
    told_by: str
    lines: list[CaseLineOut]
    expected: Decimal
    verified: Decimal | None
    net: Decimal | None


@router.get("/business-case", response=CaseOut, summary="What using Mutua was to bring, and what is verified of it")
@needs("strategy.strategy.view")
def get_case(request: HttpRequest, response: HttpResponse) -> Any:
    """404 where nobody has told one."""
    return _told(request, response)


@router.put("/business-case", response=CaseOut, summary="Tell the business case anew; older ones are kept")
@needs("strategy.strategy.edit")
def put_case(request: HttpRequest, response: HttpResponse, sent: CaseIn) -> Any:
    """If-Match: the number that you have read, 0 where there is none yet. What became known since is read by a job right after."""
    lines = [Line(**one.dict()) for one in sent.lines]
    tell_business_case(
        request.actor,
        lines,
        used_since=sent.used_since,
        cost_per_year=sent.cost_per_year,
        reason=sent.reason,
        version=version_wanted(request),
    )
    return _told(request, response)


def _told(request: HttpRequest, response: HttpResponse) -> dict[str, Any]:
    case = business_case(request.actor)
    if case is None:
        raise NotFound
    response["ETag"] = f'"{case.row.number}"'
    return _case(case)


def _case(case: Case) -> dict[str, Any]:
    row = case.row
    told = {name: getattr(row, name) for name in ("number", "currency", "used_since", "cost_per_year", "reason")}
    lines = [_line(line) for line in case.lines]
    return {**told, "told_by": row.told_by_name, "lines": lines, "expected": case.expected, "verified": case.verified, "net": case.net}


def _line(line: CaseLine) -> dict[str, Any]:
    told = {name: getattr(line, name) for name in ("title", "baseline", "worth", "observations", "estimate", "verdict")}
    money = {name: getattr(line, name) for name in ("verified", "low", "high", "read_to")}
    return {**told, **money, "metric": line.metric.key, "expected": line.planned, "brings": line.expected}
