"""What relationships shows on the page of an account, and in the list of accounts."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from mutua.customers.columns import account_column
from mutua.customers.facts import Fact, account_fact
from mutua.customers.models import Account
from mutua.customers.tabs import account_tab
from mutua.foundation.access import Actor
from mutua.foundation.access.prepared import prepared
from mutua.foundation.lists import Column
from mutua.foundation.panels import panel, slot
from mutua.foundation.ui.formats import share
from mutua.foundation.ui.templatetags.mutua import perf
from mutua.relationships.models import ON_TIME_IN_FULL, PerformanceMeasure
from mutua.relationships.queries.reading import reading_of
from mutua.relationships.queries.touchpoints import Performance, figures_of, measures_at, touchpoint_numbered, touchpoints_seen
from mutua.relationships.queries.values import balance_of

Filled = tuple[str, dict[str, Any]] | None
MOST = 6


def _open_touchpoints(actor: Actor, account: Account) -> int | None:
    return len(reading_of(actor, account).meetings) or None


account_tab(
    "touchpoints",
    _("Touchpoints"),
    order=20,
    url_name="relationships:account-touchpoints",
    needs="relationships.touchpoint.view",
    count=_open_touchpoints,
)
account_tab("profile", _("Profile"), order=30, url_name="relationships:profile", needs="relationships.profile.view")
account_tab("roadmap", _("Roadmap"), order=40, url_name="relationships:roadmap", needs="relationships.roadmap.view")

# What other domains know of one touchpoint of an account, on its page.
slot("account-touchpoint", find=touchpoint_numbered)


@account_fact(key="on-time", order=30, needs="relationships.touchpoint.view")
def on_time_fact(actor: Actor, account: Account) -> Fact | None:
    """Delivered as the customer asks. Absent where nothing is counted."""
    for meeting in reading_of(actor, account).meetings:
        figure = meeting.proportion
        if figure is not None and figure.measure.key == ON_TIME_IN_FULL and figure.of:
            return Fact(_("On time in full"), template="relationships/panels/_on_time_fact.html", context={"performance": figure})
    return None


def fill_on_time(actor: Actor, rows: list[Any]) -> None:
    """On time in full of each account of a page of the list: two or three queries."""
    figures = figures_of(actor, _on_time_measures(actor, [row.pk for row in rows])).values()
    found: dict[int, Performance] = {figure.measure.account_touchpoint.account_id: figure for figure in figures}
    for row in rows:
        row.on_time = found.get(row.pk)


@prepared
def _on_time_measures(actor: Actor, account_ids: list[int]) -> QuerySet[PerformanceMeasure]:
    places = touchpoints_seen(actor).filter(account__in=account_ids, measures__key=ON_TIME_IN_FULL)
    return measures_at(actor, places.values("pk")).filter(key=ON_TIME_IN_FULL)


def _on_time_cell(row: Any) -> SafeString:
    # Written in code: a list draws it fifty times
    if not (row.on_time and row.on_time.of):
        return SafeString('<span class="ink-3">–</span>')
    return perf(row.on_time.standing.value, share(row.on_time.rate))


account_column(
    Column(
        "on_time",
        _("On time in full"),
        text=_on_time_cell,
        value=lambda row: row.on_time.rate if row.on_time else None,
        numeric=True,
        phone=True,
    ),
    order=30,
    prepare=fill_on_time,
)


@panel("account", key="value", title=_("Value, both ways"), place="wide", order=20, needs="relationships.value.view")
def value_panel(actor: Actor, account: Account) -> Filled:
    balance = balance_of(actor, account.pk, account.currency, items=reading_of(actor, account).items)
    return ("relationships/panels/_value.html", {"balance": balance, "account": account}) if balance else None


@panel("account", key="performance", title=_("Performance by touchpoint"), place="main", order=20, needs="relationships.touchpoint.view")
def performance_panel(actor: Actor, account: Account) -> Filled:
    shown = reading_of(actor, account).meetings
    return ("relationships/panels/_performance.html", {"meetings": shown, "account": account}) if shown else None


@panel("account", key="gap", title=_("Where both want to be"), place="side", order=20, needs="relationships.profile.view")
def gap_panel(actor: Actor, account: Account) -> Filled:
    """The gaps of the surest profile. Hidden where no profile stands."""
    reading = reading_of(actor, account)
    if reading.profile is None:
        return None
    return "relationships/panels/_gap.html", {"profile": reading.profile, "gaps": reading.gaps, "account": account}


@panel("account", key="roadmap", title=_("Roadmap"), place="side", order=25, needs="relationships.roadmap.view")
def roadmap_panel(actor: Actor, account: Account) -> Filled:
    reading = reading_of(actor, account)
    if not reading.items:
        return None
    rows = [(item, reading.passable[item.pk]) for item in reading.items[:MOST]]
    return "relationships/panels/_roadmap.html", {"rows": rows, "count": len(reading.items), "account": account}
