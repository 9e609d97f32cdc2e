"""Reports on the deals that ended: what is in the address is all that decides them."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from mutua.foundation import days
from mutua.foundation.access import NotFound, needs
from mutua.foundation.exports import csv_response
from mutua.foundation.money.codes import is_currency
from mutua.foundation.records.errors import Refused
from mutua.foundation.ui import formats
from mutua.sales.queries.reports import BYS, Reports, reports_of
from mutua.sales.rules.periods import Period, period_of, read_period


@require_GET
@needs("sales.opportunity.view")
def reports(request: HttpRequest) -> HttpResponseBase:
    by = request.GET.get("by", "person")
    if by not in BYS:
        raise NotFound(_("grouping"))
    currency = request.GET.get("currency", "").upper()
    if currency and not is_currency(currency):
        raise Refused(_("No currency has the code “%(code)s”.") % {"code": currency[:20]})
    found = reports_of(request.actor, _period(request), by=by, currency=currency)  # type: ignore[arg-type]
    match request.GET.get("as"):
        case "csv":
            return csv_response(f"{_('Deals')} {found.period.text}", _columns(found), _rows(found))
        case "reasons":
            names = (_("Why it was lost"), _("Deals"), _("Share of the lost ones"))
            return csv_response(
                f"{_('Lost deals')} {found.period.text}", names, [(one.text, one.deals, round(one.share, 4)) for one in found.reasons]
            )
        case "stages":
            columns = (_("Stage"), _("Entered"), _("Went on"), _("Lost from here"), _("Still there"))
            told = [(one.stage, one.entered, one.went_on, one.lost, one.still) for one in found.stages]
            return csv_response(f"{_('Stages')} {found.period.text}", columns, told)
    kept = {"by": found.by, "period": found.period.text}
    context = {
        "reports": found, "bys": [(word, f"?{urlencode({**kept, 'by': key})}", key == found.by) for key, word in _words().items()],
        "lengths": _lengths(found), "before": f"?{urlencode({**kept, 'period': found.period.previous.text})}",
        "after": f"?{urlencode({**kept, 'period': found.period.next.text})}", "kept": urlencode(kept), "finding": _finding(found),
        "most_lost": max((one.deals for one in found.reasons), default=0), "title": _words()[found.by],
        "reason_table": {"columns": (_("Why it was lost"), _("Deals"), _("Share")), "rows": [(one.text or _("nobody told"), one.deals, formats.share(one.share)) for one in found.reasons]},
    }  # fmt: skip
    return render(request, "sales/reports/reports.html", context)


def _words() -> dict[str, str]:
    return {
        "person": _("People"),
        "source": _("Sources"),
        "segment": _("Segments"),
        "strategy": _("Strategies"),
        "territory": _("Territories"),
        "product": _("Products"),
    }


def _period(request: HttpRequest) -> Period:
    """That of the address, else the present year."""
    text = request.GET.get("period", "")
    if not text:
        return period_of(days.today(), "year")
    try:
        return read_period(text)
    except ValueError:
        raise Refused(_("Write a year, a quarter or a month: 2026, 2026-Q4 or 2026-12.")) from None


def _lengths(found: Reports) -> list[tuple[str, str, bool]]:
    day = days.today() if found.period.holds(days.today()) else found.period.first
    lengths = [(_("Month"), period_of(day, "month")), (_("Quarter"), period_of(day, "quarter")), (_("Year"), period_of(day, "year"))]
    return [(word, f"?{urlencode({'by': found.by, 'period': one.text})}", one.length == found.period.length) for word, one in lengths]


def _finding(found: Reports) -> str:
    whole = found.total
    if whole.rate is None:
        return _("No deal ended.")
    told = {"won": formats.number(whole.won), "of": formats.number(whole.closed), "share": formats.share(whole.rate)}
    return _("%(won)s of %(of)s deals that ended were won (%(share)s).") % told


def _columns(found: Reports) -> tuple[str, ...]:
    return (
        _words()[found.by], _("Ended"), _("Won"), _("Lost"), _("Win rate"), _("Won, %(currency)s") % {"currency": found.currency},
        _("Days to win, a quarter within"), _("half within"), _("three quarters within"),
    )  # fmt: skip


def _rows(found: Reports) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for one in [*found.groups, found.total]:
        took = (one.took.lower, one.took.median, one.took.upper) if one.took else (None, None, None)
        rows.append((one.name, one.closed, one.won, one.lost, None if one.rate is None else round(one.rate, 4), one.amount, *took))
    return rows
