"""The yearly plans and what they could choose from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, Exists, Max, OuterRef, Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce

from mutua.customers.models import Account
from mutua.foundation import days
from mutua.foundation.access import Actor, find, visible_to
from mutua.relationships.models import PlanCycle, Profile, ProfileVersion, RoadmapItem
from mutua.relationships.queries.prerequisites import Before, before_items
from mutua.relationships.queries.readiness import Gate, gates_of
from mutua.relationships.queries.roadmaps import items_seen
from mutua.relationships.rules.expectation import expected_returns
from mutua.relationships.rules.kick_off import KickOff, check_kick_off, is_fresh
from mutua.relationships.rules.lifecycles import ItemState, ProfileState
from mutua.relationships.rules.planning import Planned, TierFloor, Use, plus

CANDIDATES = (ItemState.SIZED, ItemState.GATED, ItemState.SELECTED)
UNDER_WAY = (ItemState.COMMITTED, ItemState.RUNNING)
BEGUN = (*UNDER_WAY, ItemState.DONE, ItemState.EVALUATED)
QUARTERS = 4  # of a year
REVIEWED = (ProfileState.REVIEWED, ProfileState.VALIDATED, ProfileState.BASELINED)


@dataclass(frozen=True)
class Candidates:
    """What a plan can choose from: the items as the plan reads them, by key, beside the records and their gates.

    bound: what items of earlier years' plans take of this one's quarters already.
    """

    planned: dict[str, Planned]
    records: dict[str, RoadmapItem]
    gates: dict[int, Gate]
    bound: Use


def plans_seen(actor: Actor) -> QuerySet[PlanCycle]:
    return visible_to(actor, PlanCycle.objects.select_related("approved_by"))


def plans_in_brief(actor: Actor) -> QuerySet[PlanCycle]:
    """Without what they chose among, which may be megabytes each. netted: what the chosen items net; how_sure: the status of the search;
    both None before it."""
    value, status = (Coalesce(KT(f"snapshot__{name}"), KT(f"choice__{name}")) for name in ("value", "status"))
    netted = Cast(value, DecimalField(max_digits=18, decimal_places=2))
    return plans_seen(actor).defer("choice", "snapshot").annotate(netted=netted, how_sure=status)


def plan_for(actor: Actor, plan_id: int) -> PlanCycle:
    """Raises NotFound."""
    return find(plans_seen(actor), pk=plan_id)


def candidates_of(actor: Actor, plan: PlanCycle) -> Candidates:
    """Every sized item that is not committed yet, in the plan's currency, of its accounts (of all, where it names none)."""
    items = items_seen(actor).filter(state__in=CANDIDATES, currency=plan.currency).prefetch_related("requires__activity")
    if plan.pk and plan.accounts.exists():
        items = items.filter(account__in=plan.accounts.all())
    records = {str(item.pk): item for item in items.order_by("pk")}
    gates = gates_of(actor, records.values())
    ends, bound = _committed(actor, plan)
    before = before_items(actor, records.values())
    read = {key: planned(item, gates[item.pk], records, ends, before.get(item.pk, Before())) for key, item in records.items()}
    return Candidates(read, records, gates, bound)


def floors_of(plan: PlanCycle) -> list[TierFloor]:
    return [TierFloor(int(row["tier"]), int(row.get("items", 0)), Decimal(row.get("money", 0))) for row in plan.floors]


def planned(item: RoadmapItem, gate: Gate, among: dict[str, RoadmapItem], ends: dict[str, int], before: Before) -> Planned:
    """An item as the plan reads it. What it requires and is committed already has its quarter, in `ends`; what is done is not waited for.

    before: what the catalogue asks to come first, whether or not somebody has linked the items.
    """
    needs = {needed.pk: needed for needed in (*item.requires.all(), *before.coming)}.values()
    waits_for = tuple(sorted(str(needed.pk) for needed in needs if str(needed.pk) in among))
    out_of_reach = [needed.name for needed in needs if str(needed.pk) not in among and needed.state not in BEGUN]
    stuck_on = tuple(sorted({*out_of_reach, *before.missing}))
    overridden = gate.is_overridden and not gate.is_open
    return Planned(
        key=str(item.pk),
        account=item.account.name,
        costs=tuple(item.investment_us),
        returns=_believed(item, gate),
        hours={team: tuple(Decimal(str(hour)) for hour in row) for team, row in sorted(item.hours.items())},
        requires=waits_for,
        lasts=item.lasts,
        not_before=max([item.not_before - 1, *(ends.get(str(needed.pk), 0) for needed in needs if needed.state in UNDER_WAY)]),
        ready=gate.is_passable and not stuck_on,
        forced=overridden and not stuck_on,
        stuck_on=stuck_on,
        true_net=gate.true_net,
        their_costs=tuple(item.investment_them),
        their_returns=tuple(item.return_them),
        account_id=item.account_id,
        tier=item.account.tier,
        lever=item.lever.name if item.lever else "",
    )


def _believed(item: RoadmapItem, gate: Gate) -> tuple[Decimal, ...]:
    """What it returns by quarter. Where the gate was lowered and somebody is not ready, what is expected at that readiness."""
    if gate.is_ready or not gate.is_open or not item.return_us:
        return tuple(item.return_us)
    return expected_returns(item.return_us, gate.ready.ratio, gate.expected_loss)


def _committed(actor: Actor, plan: PlanCycle) -> tuple[dict[str, int], Use]:
    """Of what approved plans committed: by key the first quarter of `plan` (0: its first) by which it has run its course, and
    what those of earlier years that are still under way take of its money and hours."""
    ends: dict[str, int] = {}
    bound = Use()
    under_way = {str(number) for number in items_seen(actor).filter(state__in=UNDER_WAY).values_list("pk", flat=True)}
    approved: QuerySet[PlanCycle, tuple[int, str, dict[str, Any]]] = (
        plans_seen(actor).exclude(snapshot=None).values_list("year", "currency", "snapshot")  # type: ignore[assignment]
    )
    for year, currency, frozen in approved:
        for key, begins in frozen["start"].items():
            first, item = (year - plan.year) * QUARTERS + begins, frozen["items"][key]
            ends[key] = max(first + item["lasts"], ends.get(key, 0))
            if year < plan.year and currency == plan.currency and key in under_way:
                hours = {team: _from(row, -first) for team, row in item["hours"].items()}
                bound = plus(
                    bound,
                    Use(_from(item["costs"], -first)[: len(plan.budget)], {team: row[: len(plan.budget)] for team, row in hours.items()}),
                )
    return ends, bound


def _from(row: list[str], quarter: int) -> tuple[Decimal, ...]:
    return tuple(Decimal(amount) for amount in row[max(0, quarter) :])


@dataclass(frozen=True)
class Missing:
    """What keeps a plan year from beginning. stale: first-tier accounts with the day of their newest profile, None without one; the longest without first."""

    kick_off: KickOff
    stale: list[tuple[Account, date | None]]
    unevaluated: list[RoadmapItem]


def kick_off_of(actor: Actor, year: int | None = None) -> KickOff:
    """How far the company is from beginning its plan of that year (None: the coming one): four queries."""
    return _kick_off(_newest_profiles(actor), unevaluated_before(actor, year).count())


def missing_of(actor: Actor, year: int | None = None) -> Missing:
    """The same with every account and item that is missing: four queries."""
    newest = _newest_profiles(actor)
    today = days.today()
    stale = [(account, day) for account, day in newest if not is_fresh(day, today)]
    stale.sort(key=lambda row: (row[1] is not None, row[1] or today, row[0].sort_key))
    unevaluated = list(unevaluated_before(actor, year))
    return Missing(_kick_off(newest, len(unevaluated)), stale, unevaluated)


def unevaluated_before(actor: Actor, year: int | None = None) -> QuerySet[RoadmapItem]:
    """What earlier years did and nobody has evaluated. Not among them: what was stopped before anybody committed it, for it has done nothing
    that could be evaluated, and what a plan of that year or a later one began."""
    year = days.today().year + 1 if year is None else year
    begun = items_seen(actor).filter(events__state__in=UNDER_WAY).order_by().values("pk")
    ended = items_seen(actor).filter(Q(state=ItemState.DONE) | Q(state=ItemState.STOPPED, pk__in=begun))
    later = plans_seen(actor).filter(year__gte=year).exclude(snapshot=None).values_list("snapshot__start", flat=True)
    return ended.exclude(pk__in=[int(key) for start in later for key in start])


def _kick_off(newest: list[tuple[Account, date | None]], unevaluated: int) -> KickOff:
    return check_kick_off([day for _account, day in newest], unevaluated, days.today())


def _newest_profiles(actor: Actor) -> list[tuple[Account, date | None]]:
    """Every customer of the first tier with the day of its newest profile that says something and that the team has reviewed.

    While somebody works at the next draft, the reviewed one that it followed still counts.
    """
    first_tier = visible_to(actor, Account.objects.filter(tier=Account.Tier.FIRST, roles__contains=[Account.Role.CUSTOMER.value]))
    drafts = Profile.objects.filter(account=OuterRef("account"), perspective=OuterRef("perspective"), state=ProfileState.DRAFT)
    was_reviewed = ProfileVersion.objects.filter(profile=OuterRef("pk"), state__in=REVIEWED)
    followed = Q(Exists(was_reviewed), Exists(drafts), state=ProfileState.SUPERSEDED)
    said = Profile.objects.filter(Q(state__in=REVIEWED) | followed, as_of__lte=days.today(), cells__isnull=False)
    living = visible_to(actor, said.filter(account__in=first_tier.values("pk")))
    newest = dict(living.order_by().values("account_id").annotate(day=Max("as_of")).values_list("account_id", "day"))
    return [(account, newest.get(account.pk)) for account in first_tier.select_related("owner")]


def teams_of(actor: Actor) -> list[str]:
    """Teams that any item needs hours of, by name."""
    rows: list[dict[str, Any]] = list(items_seen(actor).exclude(hours={}).values_list("hours", flat=True))
    return sorted({team for row in rows for team in row})
