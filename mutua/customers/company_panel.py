"""The tab that shows a company from top to bottom."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mutua.customers.models import Account
from mutua.customers.queries.company import MOST, company_of
from mutua.customers.rules.company import Totals
from mutua.customers.standing import COUNT
from mutua.foundation.access import Actor
from mutua.foundation.panels import panel
from mutua.foundation.ui.formats import money, number

ROWS = 200
DEEPEST_STEP = 6  # deeper ones are not moved in further: a phone has no room for it


@panel("account", key="company-tab", title=gettext_lazy("Hierarchy"), place="wide", tab="company", order=10, needs="customers.account.view")
def company_tab(actor: Actor, account: Account) -> tuple[str, dict[str, Any]]:
    company = company_of(actor, account)
    rows = [
        {
            "branch": branch,
            "step": min(branch.depth, DEEPEST_STEP),
            "level": _("level %(n)s") % {"n": branch.depth + 1},
            "figures": [in_words(totals) for totals in branch.figures],
        }
        for branch in company.branches[:ROWS]
    ]
    context = {
        "company": company,
        "rows": rows,
        "total": len(company.branches),
        "more": max(0, len(company.branches) - ROWS),
        "most": number(MOST),
    }
    return "customers/panels/_company_tab.html", context


def in_words(totals: Totals) -> list[str]:
    """A line for each currency, in the order of their codes."""
    return [number(amount) if currency == COUNT else money(amount, currency) for currency, amount in sorted(totals.items())]
