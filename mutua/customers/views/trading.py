"""The trading partners of an account: a map, a table, a file."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from mutua.customers.frame import account_frame
from mutua.customers.queries.trade_map import MOST, Partner, TradeMap, trade_map
from mutua.foundation.access import needs
from mutua.foundation.exports import csv_response
from mutua.foundation.ui.formats import money, share


@require_GET
@needs("customers.account.view")
def trading(request: HttpRequest, account_id: int) -> HttpResponseBase:
    frame = account_frame(request, account_id, tab="trading")
    shown = trade_map(request.actor, frame["account"])
    columns = [
        _("Partner"), _("What it does"), _("Value per year"), _("Currency"), _("Part of what this account trades"), _("Part of what the partner trades"),
    ]  # fmt: skip
    if request.GET.get("as") == "csv":
        rows = (
            [p.account.name, words_of(p, frame["account"].pk), p.link.value_per_year, p.link.currency, p.ours, p.theirs]
            for p in shown.partners
        )
        return csv_response(f"{frame['account'].name} trading partners", columns, rows)
    context = {
        **frame, "map": shown, "most": MOST, "label": in_words(shown, str(frame["account"])),
        "csv": reverse("customers:trading", args=[account_id]) + "?as=csv", "table": _table(shown, frame["account"].pk, columns),
    }  # fmt: skip
    return render(request, "customers/trading/map.html", context)


def words_of(partner: Partner, account_id: int) -> str:
    """What the partner does, as a sentence's end: supplies this account, buys from it."""
    if partner.link.kind == "supplies":
        return _("buys from this account") if partner.link.supplier_id == account_id else _("supplies this account")
    return str(partner.link.get_kind_display())


def in_words(shown: TradeMap, name: str) -> str:
    """What the picture says, for whoever does not see it."""
    left = ngettext("%(n)s partner supplies %(name)s", "%(n)s partners supply %(name)s", len(shown.suppliers))
    right = ngettext("%(n)s buys from it", "%(n)s buy from it", len(shown.buyers))
    said = [left % {"n": len(shown.suppliers), "name": name}, right % {"n": len(shown.buyers)}]
    first = next((p for p in shown.partners if p.link.value_per_year is not None), None)
    if first is not None:
        said.append(_("the largest flow is with %(partner)s") % {"partner": first.account.name})
    return "; ".join(said) + "."


def _table(shown: TradeMap, account_id: int, columns: list[str]) -> dict[str, Any]:
    rows = [
        [
            p.account.name,
            words_of(p, account_id),
            money(p.link.value_per_year, p.link.currency),
            p.link.currency,
            share(p.ours, 0),
            share(p.theirs, 0),
        ]
        for p in shown.partners
    ]
    return {"columns": columns, "rows": rows}
