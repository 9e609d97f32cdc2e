"""The forecast of a period as the person who looks sees it, rolled up by person, team or territory, in one currency."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from django.db.models import Count, F, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from mutua.foundation import days
from mutua.foundation.access import Actor, visible_to
from mutua.foundation.identity.models import Team, User
from mutua.foundation.money import Money
from mutua.foundation.money.queries.rates import rates_on
from mutua.foundation.money.rates import Rates
from mutua.foundation.records.trees import line_up
from mutua.sales.models import ForecastCall, Opportunity, Quota, Stage
from mutua.sales.models.quota import Said
from mutua.sales.queries.categories import category_of
from mutua.sales.queries.opportunities import opportunities_seen
from mutua.sales.queries.territories import Place, placed, territories_seen
from mutua.sales.rules.forecast import COLUMNS, Column, Figures, together
from mutua.sales.rules.periods import Period

By = Literal["person", "team", "territory"]
BYS: tuple[By, ...] = ("person", "team", "territory")
MOST_PEOPLE = 500


@dataclass(frozen=True)
class Line:
    """One person, team or territory. depth: how far below the top. quota, call: None where nothing was said.

    links: column → the list of the deals under its figure.
    """

    key: str
    name: str
    depth: int
    figures: Figures
    quota: Decimal | None = None
    call: ForecastCall | None = None
    called: Decimal | None = None
    links: Mapping[str, str] = field(default_factory=dict)

    @property
    def attained(self) -> float | None:
        """What is won and committed, as a share of the quota."""
        return float(self.figures.committed / self.quota) if self.quota else None


@dataclass(frozen=True)
class Forecast:
    """lines add up to `total` where they are people or the tops of the tree; rates: by which amounts were converted.

    left_out: what is in a currency without a rate, by currency. undated: open deals that are in no period, for nobody said when they are expected.
    """

    period: Period
    by: By
    currency: str
    lines: list[Line]
    total: Line
    rates: Rates
    left_out: dict[str, Decimal]
    undated: int
    overdue: int
    undated_url: str = ""
    overdue_url: str = ""


def in_period(period: Period) -> Q:
    """Deals won in the period, and open ones that are expected in it."""
    return Q(stage__kind=Stage.Kind.WON, closed_on__range=(period.first, period.last)) | Q(
        stage__kind=Stage.Kind.OPEN, expected_on__range=(period.first, period.last)
    )


def usual_currency(actor: Actor) -> str:
    """The one in which most of the deals are that the actor sees."""
    found = opportunities_seen(actor).order_by().values("currency").annotate(n=Count("pk")).order_by("-n", "currency").first()
    return str(found["currency"]) if found else "USD"


def forecast_of(actor: Actor, period: Period, *, by: By = "person", currency: str = "") -> Forecast:
    """A fixed number of queries, however many deals there are."""
    currency = currency or usual_currency(actor)
    rates = rates_on(actor, days.today())
    cells, left_out = _cells(actor, period, currency, rates)
    quotas, calls = _said(actor, Quota, period), _said(actor, ForecastCall, period)
    rows = _ROWS[by](actor, cells)
    lines = [_line(row, period, currency, rates, quotas, calls) for row in rows]
    whole = _Row("", _("Together"), 0, together(cells.values()), {})
    open_deals = opportunities_seen(actor).filter(stage__kind=Stage.Kind.OPEN)
    counted = open_deals.aggregate(
        undated=Count("pk", filter=Q(expected_on=None)), overdue=Count("pk", filter=Q(expected_on__lt=days.today()))
    )
    return Forecast(
        period, by, currency, lines, _line(whole, period, currency, rates, {}, {}), rates, left_out, counted["undated"], counted["overdue"],
        undated_url=_listed([_OPEN, {"field": "expected_on", "op": "empty"}]),
        overdue_url=_listed([_OPEN, {"field": "expected_on", "op": "before", "value": str(days.today())}]),
    )  # fmt: skip


Cells = dict[tuple[int | None, int | None], Figures]  # (owner, territory) → figures


def _cells(actor: Actor, period: Period, currency: str, rates: Rates) -> tuple[Cells, dict[str, Decimal]]:
    """Summed by owner and territory in one query; each sum is converted by itself, so that what is added up further is to the cent."""
    deals = opportunities_seen(actor).filter(in_period(period)).order_by()
    by = ("owner", "territory", "column", "won", "currency")
    grouped = deals.annotate(territory=F("account__territory_place__territory"), column=category_of(), won=F("stage__kind")).values(*by)
    cells: Cells = {}
    left_out: dict[str, Decimal] = {}
    for row in grouped.annotate(sum=Sum("amount"), likely=Sum(F("amount") * F("stage__probability")), n=Count("pk")).order_by(*by):
        column: Column = "won" if row["won"] == Stage.Kind.WON else row["column"]
        amount, likely = (rates.convert(Money(row[name], row["currency"]), currency) for name in ("sum", "likely"))
        if amount is None or likely is None:
            left_out[row["currency"]] = left_out.get(row["currency"], Decimal(0)) + row["sum"]
            continue
        place = (row["owner"], row["territory"])
        cells[place] = cells.get(place, Figures()).with_deals(column, amount.amount, likely.amount, row["n"])
    return cells, left_out


@dataclass(frozen=True)
class _Row:
    """A line before quota and call. tree: the leaf of a filter that says which deals are under it."""

    key: str
    name: str
    depth: int
    figures: Figures
    leaf: dict[str, Any]


def _by_person(actor: Actor, cells: Cells) -> list[_Row]:
    owners: dict[int | None, Figures] = {}
    for (owner, _territory), figures in cells.items():
        owners[owner] = owners.get(owner, Figures()) + figures
    names = dict(User.objects.filter(pk__in=[one for one in owners if one]).values_list("pk", "name"))
    rows = [
        _Row(f"user-{one}", names.get(one, ""), 0, figures, {"field": "owner", "op": "is", "value": one})
        for one, figures in owners.items()
        if one
    ]
    rows.sort(key=lambda row: (-row.figures.best_case, row.name))
    if None in owners:
        rows.append(_Row("", _("Nobody owns them"), 0, owners[None], {"field": "owner", "op": "empty"}))
    return rows[:MOST_PEOPLE]


def _by_team(actor: Actor, cells: Cells) -> list[_Row]:
    """A team stands with all below it; who belongs to two teams counts in both, and once in what is together."""
    teams = {team.pk: team for team in Team.objects.order_by("name").prefetch_related("members")}
    above = {team.pk: team.parent_id for team in teams.values()}
    people: dict[int, set[int]] = {number: set() for number in teams}
    for team in teams.values():
        own = {one.pk for one in team.members.all()} | ({team.lead_id} if team.lead_id else set())
        for number in line_up(team.pk, above):
            people[number] |= own
    rows = []
    for number in _in_tree_order(teams, above):
        owners = people[number]
        figures = together(one for (owner, _territory), one in cells.items() if owner in owners)
        if figures.deals:
            leaf: dict[str, Any] = {"field": "owner", "op": "in", "value": sorted(owners)}
            rows.append(_Row(f"team-{number}", teams[number].name, len(line_up(number, above)) - 1, figures, leaf))
    in_teams = set().union(*people.values()) if people else set()
    rest = together(one for (owner, _territory), one in cells.items() if owner not in in_teams)
    if rest.deals:
        leaf = {"not": {"field": "owner", "op": "in", "value": sorted(in_teams) or [0]}}
        rows.append(_Row("", _("In no team"), 0, rest, leaf))
    return rows


def _in_tree_order(teams: Mapping[int, Team], above: Mapping[int, int | None]) -> list[int]:
    return sorted(teams, key=lambda number: [(teams[one].name, one) for one in reversed(line_up(number, above)) if one in teams])


def _by_territory(actor: Actor, cells: Cells) -> list[_Row]:
    tree: list[Place] = placed(territories_seen(actor).order_by("name", "pk"))
    rows = []
    for place in tree:
        figures = together(one for (_owner, territory), one in cells.items() if territory in place.below)
        leaf = {"field": "territory", "op": "in", "value": sorted(place.below)}
        rows.append(_Row(f"territory-{place.territory.pk}", place.territory.name, place.depth, figures, leaf))
    known = {place.territory.pk for place in tree}
    rest = together(one for (_owner, territory), one in cells.items() if territory not in known)
    if rest.deals:
        rows.append(_Row("", _("In no territory"), 0, rest, {"field": "territory", "op": "empty"}))
    return rows


_ROWS: dict[By, Callable[[Actor, Cells], list[_Row]]] = {"person": _by_person, "team": _by_team, "territory": _by_territory}

S = dict[str, list[Any]]


def _said(actor: Actor, model: type[Said], period: Period) -> S:
    """Subject → what stands now for spans inside the period, the newest of each span: one query."""
    rows: QuerySet[Any] = visible_to(actor, model._default_manager.filter(first__gte=period.first, last__lte=period.last))
    newest: dict[tuple[str, date, date], Any] = {}
    for one in rows.order_by("said_at", "pk"):
        key = f"user-{one.user_id}" if one.user_id else f"team-{one.team_id}" if one.team_id else f"territory-{one.territory_id}"
        newest[(key, one.first, one.last)] = one
    found: S = {}
    for (key, _first, _last), one in newest.items():
        if one.amount is not None:
            found.setdefault(key, []).append(one)
    return found


def _quota(said: Iterable[Quota], period: Period, currency: str, rates: Rates) -> Decimal | None:
    """That of the period itself; where none is, those of the spans inside it together, none of which lies in another."""
    rows = list(said)
    whole = [one for one in rows if (one.first, one.last) == (period.first, period.last)]
    inside = whole or [
        one for one in rows if not any(other is not one and other.first <= one.first and one.last <= other.last for other in rows)
    ]
    amounts = [rates.convert(Money(one.amount or Decimal(0), one.currency), currency) for one in inside]
    known = [one.amount for one in amounts if one is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(amounts) else None


def _line(row: _Row, period: Period, currency: str, rates: Rates, quotas: S, calls: S) -> Line:
    call = next((one for one in calls.get(row.key, []) if (one.first, one.last) == (period.first, period.last)), None)
    called = rates.convert(Money(call.amount, call.currency), currency) if call is not None else None
    return Line(
        row.key, row.name, row.depth, row.figures, _quota(quotas.get(row.key, []), period, currency, rates), call,
        called.amount if called is not None else None, {column: _rows_under(row.leaf, column, period) for column in COLUMNS},
    )  # fmt: skip


_OPEN: dict[str, Any] = {"field": "kind", "op": "is", "value": "open"}


def _rows_under(leaf: dict[str, Any], column: Column, period: Period) -> str:
    span = [str(period.first), str(period.last)]
    parts: list[dict[str, Any]]
    if column == "won":
        parts = [{"field": "kind", "op": "is", "value": "won"}, {"field": "closed_on", "op": "between", "value": span}]
    else:
        parts = [_OPEN, {"field": "expected_on", "op": "between", "value": span}, {"field": "forecast", "op": "is", "value": column}]
    return _listed([leaf, *parts] if leaf else parts)


def _listed(parts: list[dict[str, Any]]) -> str:
    return f"{reverse('sales:deals')}?{urlencode({'f': json.dumps({'all': parts}, separators=(',', ':'))})}"


def deals_in(actor: Actor, period: Period) -> QuerySet[Opportunity]:
    """The deals of which the forecast of a period consists."""
    return opportunities_seen(actor).filter(in_period(period))
