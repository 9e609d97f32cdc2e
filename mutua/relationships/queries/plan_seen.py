"""A plan as far as a person sees its accounts: what it may not see is told neither by name nor by figure, and totals only to who sees all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Func, JSONField
from django.db.models.functions import Coalesce
from django.utils.translation import ngettext

from mutua.customers.models import Account
from mutua.foundation.access import Actor, may, visible_to
from mutua.foundation.records.errors import Refused
from mutua.relationships.models import PlanCycle
from mutua.relationships.queries.plans import plans_seen

Read = dict[str, Any]
# Why an item was left out, where that tells of nothing but the item and what it needs.
OF_ITSELF = frozenset(
    {
        "never_ready", "ready_after_horizon", "prerequisite_impossible", "prerequisites_too_long", "prerequisite_missing", "prerequisite_late",
        "no_value", "breaks_even",
    }
)  # fmt: skip
NO_ROOM = "no_room"  # the code of every other reason, which would tell of the plan as a whole


@dataclass(frozen=True)
class Seen:
    """read: the content of the plan with the items that this person sees. unseen: how many others are in the plan; unseen_left: are left out of it."""

    read: Read
    unseen: int
    unseen_left: int

    @property
    def is_whole(self) -> bool:
        return not (self.unseen or self.unseen_left)


def as_seen(actor: Actor, plan: PlanCycle) -> Seen | None:
    """None while nothing has been chosen. One query at most."""
    read = plan.snapshot or plan.choice
    if not read:
        return None
    hidden = _hidden(actor, {item["account_id"] for item in read["items"].values()})
    if not hidden:
        return Seen(read, 0, 0)
    items = {key: item for key, item in read["items"].items() if item["account_id"] not in hidden}
    start = {key: begins for key, begins in read["start"].items() if key in items}
    part = {
        **{name: read[name] for name in ("status", "complete", "budget", "capacity", "approved_by", "year", "currency") if name in read},
        "items": items,
        "start": start,
        "used": _used(items, start, len(read["budget"])),
        "why_not": {key: _own(reason) for key, reason in read["why_not"].items() if key in items},
    }
    unseen = len(read["start"]) - len(start)
    return Seen(part, unseen, len(read["items"]) - len(items) - unseen)


def sees_all(actor: Actor, plan: PlanCycle) -> bool:
    seen = as_seen(actor, plan)
    return seen is None or seen.is_whole


def check_sees_all(actor: Actor, plan: PlanCycle) -> None:
    """Raises Refused where items of the plan, chosen or not, belong to accounts that this person does not see."""
    seen = as_seen(actor, plan)
    if seen is None or seen.is_whole:
        return
    count = seen.unseen + seen.unseen_left
    sentence = ngettext(
        "%(n)s item of this plan belongs to an account that you do not see. Somebody who sees all of the plan has to do this. Nothing was changed.",
        "%(n)s items of this plan belong to accounts that you do not see. Somebody who sees all of the plan has to do this. Nothing was changed.",
        count,
    )
    raise Refused(sentence % {"n": count})


def tell_nets(actor: Actor, plans: Sequence[PlanCycle]) -> None:
    """plans: in brief. Takes `netted` from those of which this person does not see all. Two queries at most, whatever their number."""
    if not plans or actor.scope == "all":
        return
    numbers = {plan.pk for plan in plans}
    named = _Accounts(Coalesce("snapshot", "choice"))
    accounts = dict(plans_seen(actor).filter(pk__in=numbers).order_by().annotate(named=named).values_list("pk", "named"))
    hidden = _hidden(actor, {number for found in accounts.values() for number in found or ()})
    for plan in plans:
        if hidden.intersection(accounts.get(plan.pk) or ()):
            plan.netted = None  # type: ignore[attr-defined]


def net_told(actor: Actor, plan: PlanCycle) -> Decimal | None:
    """What the chosen items net, for who sees all of the plan; None before the search."""
    seen = as_seen(actor, plan)
    return plan.net if seen is not None and seen.is_whole else None


class _Accounts(Func):
    """The accounts of the items of a choice, as a list of numbers."""

    template = "jsonb_path_query_array(%(expressions)s, '$.items.*.account_id')"
    output_field = JSONField()


def _hidden(actor: Actor, named: set[int]) -> frozenset[int]:
    """Those of these accounts that this person may not see, the ones that are gone among them."""
    if not may(actor, "relationships.roadmap.view"):
        return frozenset(named)
    if not named or actor.scope == "all":
        return frozenset()
    return frozenset(named - _seen(actor, named))


def _seen(actor: Actor, numbers: Iterable[int]) -> set[int]:
    return set(visible_to(actor, Account.everything.filter(pk__in=numbers)).values_list("pk", flat=True))


def _used(items: Read, start: Mapping[str, int], quarters: int) -> Read:
    """Money and hours by quarter of the year that these items take."""
    rows = [(items[key]["costs"], begins) for key, begins in start.items()]
    hours = {
        team: [(items[key]["hours"].get(team, []), begins) for key, begins in start.items()]
        for team in sorted({team for key in start for team in items[key]["hours"]})
    }
    return {"money": _by_quarter(rows, quarters), "hours": {team: _by_quarter(of, quarters) for team, of in hours.items()}}


def _by_quarter(rows: Iterable[tuple[list[str], int]], quarters: int) -> list[str]:
    totals = [Decimal(0)] * quarters
    for amounts, begins in rows:
        for place, amount in enumerate(amounts[: max(0, quarters - begins)]):
            totals[begins + place] += Decimal(amount)
    return [str(total) for total in totals]


def _own(reason: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """Without what it tells of the plan as a whole."""
    if not reason or reason["code"] not in OF_ITSELF:
        return {"code": NO_ROOM, "params": {}, "more": []} if reason else None
    return {**reason, "more": [more for more in reason["more"] if more["code"] in OF_ITSELF]}
