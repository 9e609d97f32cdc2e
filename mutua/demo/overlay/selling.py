"""Territories, quotas, and twelve Mondays of the pipeline, rebuilt from when each deal began and ended.

The published file says neither when an open deal was expected to close nor how sure anybody was: both follow from rules, the same for every deal.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, Sum

from mutua.demo.derived import SLIPS, csv_of, draw, expected
from mutua.demo.noting import SOURCE, noted
from mutua.demo.shift import Shift
from mutua.foundation import days
from mutua.foundation.access import Actor
from mutua.foundation.access.people import actor_of
from mutua.foundation.identity.models import Team, User
from mutua.foundation.money.actions.set_rate import set_rate
from mutua.foundation.money.models import ExchangeRate
from mutua.sales.actions.call_forecast import call_forecast
from mutua.sales.actions.create_territory import create_territory
from mutua.sales.actions.join_territory import join_territory
from mutua.sales.actions.override_forecast import override_forecast
from mutua.sales.actions.place_accounts import place_accounts
from mutua.sales.actions.say_quota import say_quota
from mutua.sales.actions.take_snapshot import CLOSED_KEPT, monday_of
from mutua.sales.models import ForecastSnapshot, Opportunity, Quota, SnapshotDeal, Stage, Territory
from mutua.sales.rules.periods import Period, period_of

WEEKS: Final = 12
COMMITTED: Final = 30  # of a hundred deals older than a month, so many are committed to
# Name, what it stands under, and the rule: countries, industries, or none.
LANDS: Final = (
    ("Public health", None, ()),
    ("East Africa", "Public health", ("Kenya", "Uganda", "Tanzania", "Rwanda", "Ethiopia", "Burundi", "South Sudan")),
    ("Southern Africa", "Public health", ("Zambia", "Zimbabwe", "Mozambique", "South Africa", "Botswana", "Namibia", "Malawi", "Lesotho", "Swaziland", "Angola")),
    ("West and Central Africa", "Public health", ("Nigeria", "Côte d'Ivoire", "Ghana", "Mali", "Senegal", "Cameroon", "Congo, DRC", "Benin", "Togo", "Guinea", "Liberia", "Sierra Leone", "Burkina Faso")),
    ("Commercial", None, ()),
)  # fmt: skip


def with_expected_days(pipeline: bytes, today: date) -> bytes:
    """The published deals with one column more: when each open one is expected to close. today: in the time of the file."""
    rows = list(csv.DictReader(io.StringIO(pipeline.decode("utf-8-sig"))))
    told = [{**row, "expected_close": _expected_text(row, today)} for row in rows]
    return csv_of(list(told[0]), [list(row.values()) for row in told])


def _expected_text(row: dict[str, str], today: date) -> str:
    began = row["engage_date"]
    return str(expected(date.fromisoformat(began), today)) if began and not row["close_date"] else ""


def lay_selling(actor: Actor, shift: Shift) -> None:
    _offices()
    _territories(actor)
    _rates(actor, shift)
    _sure_ones(actor)
    _quotas(actor)
    for back in reversed(range(WEEKS)):
        _rebuild(monday_of(shift.today) - timedelta(weeks=back))


def _offices() -> None:
    """The teams of a regional office stand under it."""
    for team in Team.objects.filter(name__contains=": ", parent=None):
        office, is_new = Team.objects.get_or_create(name=team.name.partition(": ")[0])
        if is_new:
            noted(office)
        Team.objects.filter(pk=team.pk).update(parent=office)


def _territories(actor: Actor) -> None:
    ben, ada = (User.objects.get(name=name) for name in ("Ben Okafor", "Ada Lindqvist"))
    made: dict[str, Territory] = {}
    for name, above, countries in LANDS:
        made[name] = _territory(
            actor, name, made.get(above or ""), {"field": "country", "op": "in", "value": list(countries)} if countries else {}
        )
    industries = Opportunity.objects.filter(account__source="crm").exclude(account__industry="")
    for industry in sorted(set(industries.values_list("account__industry", flat=True))):
        rule = {"all": [{"field": "industry", "op": "is", "value": industry}, {"field": "source", "op": "is", "value": "crm"}]}
        land = _territory(actor, industry.capitalize(), made["Commercial"], rule)
        busiest = Opportunity.objects.filter(account__industry=industry, account__source="crm", owner__isnull=False).order_by()
        owner = busiest.values("owner").annotate(n=Count("pk")).order_by("-n", "owner").first()
        if owner is not None and not land.members.exists():
            join_territory(actor, land.pk, user=User.objects.get(pk=owner["owner"]), since=days.today() - timedelta(days=365))
    lead = Team.objects.filter(name__contains=": ", lead__isnull=False).order_by("name").first()
    if lead is not None and lead.lead is not None and not made["Commercial"].members.exists():
        join_territory(actor, made["Commercial"].pk, user=lead.lead, role="manager", since=days.today() - timedelta(days=365))
    if not made["Public health"].members.exists():
        join_territory(actor, made["Public health"].pk, user=ben, role="manager", since=days.today() - timedelta(days=365))
        for name in ("East Africa", "Southern Africa", "West and Central Africa"):
            join_territory(actor, made[name].pk, user=ada, role="seller", since=days.today() - timedelta(days=365))
    place_accounts(actor)


def _territory(actor: Actor, name: str, parent: Territory | None, rule: dict[str, Any]) -> Territory:
    stands = Territory.everything.filter(source=SOURCE, source_key=f"territory-{name}").first()
    return stands or create_territory(actor, name=name, parent=parent, predicate=rule, source=SOURCE, source_key=f"territory-{name}")


def _rates(actor: Actor, shift: Shift) -> None:
    """Of round figures, and said to be invented."""
    for of, factor in (("EUR", "1.10"), ("GBP", "1.30"), ("ZMW", "0.04")):
        on = shift.today.replace(day=1) - timedelta(days=1)
        if not ExchangeRate.objects.filter(of=of, to="USD", on=on).exists():
            noted(set_rate(actor, of=of, to="USD", factor=Decimal(factor), on=on, source="Invented for the demonstration"))


def _sure_ones(actor: Actor) -> None:
    """Of the dearest open deals some are committed to, and one is left out: by their owners, with a reason."""
    dearest = Opportunity.objects.filter(stage__kind=Stage.Kind.OPEN, expected_on__isnull=False, owner__isnull=False, forecast_category="")
    if Opportunity.objects.exclude(forecast_category="").exists():
        return
    for deal in dearest.order_by("-amount", "pk")[:60]:
        if draw(f"sure-{deal.source_key}", 100) < COMMITTED:
            override_forecast(actor, deal.pk, version=None, category="commit", reason="Terms are agreed; the order is being written.")
        elif draw(f"out-{deal.source_key}", 100) < 4:
            override_forecast(
                actor, deal.pk, version=None, category="omitted", reason="The budget was cut; it stays open to ask again in spring."
            )


def _quotas(actor: Actor) -> None:
    """What each won in the quarter before, and a twentieth more; for the last quarter and this one. One manager expects less than the deals say."""
    if Quota.objects.exists():
        return
    now = period_of(days.today(), "quarter")
    for period in (now.previous, now):
        for owner, amount in _won_in(period.previous).items():
            noted(
                say_quota(
                    actor, of=owner, first=period.first, last=period.last, amount=amount, reason="Last quarter, and a twentieth more."
                )
            )
        for team in Team.objects.exclude(parent=None):
            members = {one.pk for one in team.members.all()}
            together = sum((amount for owner, amount in _won_in(period.previous).items() if owner.pk in members), Decimal(0))
            if together:
                noted(
                    say_quota(actor, of=team, first=period.first, last=period.last, amount=together, reason="Those of its people together.")
                )
    ben = User.objects.get(name="Ben Okafor")
    ada = User.objects.get(name="Ada Lindqvist")
    said = {
        "first": now.first,
        "last": now.last,
        "amount": Decimal(250_000),
        "reason": "Two of the frameworks wait for their ministries until spring.",
    }
    noted(call_forecast(actor_of(ben), of=ada, **said))  # type: ignore[arg-type]


def _won_in(period: Period) -> dict[User, Decimal]:
    won = Opportunity.objects.filter(
        stage__kind=Stage.Kind.WON, closed_on__range=(period.first, period.last), currency="USD", owner__isnull=False
    )
    sums = dict(won.order_by().values("owner").annotate(sum=Sum("amount")).values_list("owner", "sum"))
    people = User.objects.in_bulk(list(sums))
    return {
        people[number]: (amount * Decimal("1.05")).quantize(Decimal("1E+3")).quantize(Decimal(1))
        for number, amount in sums.items()
        if amount
    }


def _rebuild(monday: date) -> None:
    if ForecastSnapshot.objects.filter(on=monday).exists():
        return
    snapshot = noted(ForecastSnapshot.objects.create(on=monday, taken_at=days.now(), rebuilt=True))
    SnapshotDeal.objects.bulk_create(_stood(snapshot, monday), 2_000)


def _stood(snapshot: ForecastSnapshot, on: date) -> Iterator[SnapshotDeal]:
    """Each deal as it stood that day: open between its two days and at list price until it was won, closed after the second."""
    columns = (
        "pk", "name", "source_key", "owner", "account__territory_place__territory", "stage__kind", "stage__probability", "amount", "product__list_price",
        "currency", "engaged_on", "closed_on", "expected_on", "forecast_category",
    )  # fmt: skip
    began = Opportunity.objects.filter(engaged_on__lte=on).order_by("pk").values_list(*columns)
    for pk, name, key, owner, land, kind, likely, amount, price, currency, engaged_on, closed_on, expected_on, category in began.iterator():
        is_open = kind == Stage.Kind.OPEN or (closed_on is not None and closed_on > on)
        if not is_open and (closed_on is None or closed_on < on - CLOSED_KEPT):
            continue
        # What was won later than that day was open then, and nobody knew at which price it would be.
        listed = price.quantize(Decimal("0.01")) if price is not None and kind != Stage.Kind.OPEN else amount
        yield SnapshotDeal(
            snapshot=snapshot, opportunity_id=pk, number=pk, name=name, owner_id=owner, territory_id=land, state="open" if is_open else kind,
            category=_category(key, category, engaged_on, on) if is_open else "", probability=Decimal("0.5") if is_open else likely,
            amount=listed if is_open else amount, currency=currency, closed_on=None if is_open else closed_on,
            expected_on=expected(engaged_on, on) if is_open else expected_on,
        )  # fmt: skip


def _category(key: str, now: str, engaged_on: date, on: date) -> str:
    if now == "omitted":
        return now
    old = on - engaged_on > SLIPS
    return "commit" if now == "commit" or (old and draw(f"sure-{key}", 100) < COMMITTED) else "best"
