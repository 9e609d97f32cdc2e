"""The roadmap items that serve a strategy, those of one activity together, by quarter of the calendar."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from decimal import Decimal
from itertools import zip_longest

from django.urls import reverse
from django.utils.translation import ngettext

from mutua.foundation import days
from mutua.foundation.access import Actor, visible_to
from mutua.relationships.models import PlanCycle, RoadmapItem
from mutua.relationships.models.labels import ITEM_STATES
from mutua.relationships.queries.roadmaps import items_seen
from mutua.relationships.queries.segment_items import segment_items_seen
from mutua.relationships.rules.lifecycles import ItemState
from mutua.strategy.models import GenericStrategy
from mutua.strategy.planned import Line, Lines, Sides, quarter_of

MOST = 2000  # items read at a time
NOTHING = Decimal(0)


def planned_for(actor: Actor, strategy: GenericStrategy) -> Lines:
    """What was stopped is left out. An item that no approved plan chose begins in the first quarter in which it may, of the year whose plan is open.

    Items of one activity, or of one item for the whole segment, are one line. Four queries, whatever their number.
    """
    serving = items_seen(actor).filter(strategy=strategy).exclude(state=ItemState.STOPPED.value)
    read = list(serving.order_by("-pk")[:MOST])
    items = [item for item in read if item.currency == strategy.offering.currency]
    if not items:
        return Lines([], 0, foreign=len(read))
    starts, open_year = _starts(actor, items)
    groups: dict[tuple[str, int], list[RoadmapItem]] = defaultdict(list)
    for item in items:
        groups[("segment", item.of_segment_id) if item.of_segment_id else ("activity", item.activity_id)].append(item)
    wanted = [number for kind, number in groups if kind == "segment"]
    whole = {one.pk: one for one in segment_items_seen(actor).filter(pk__in=wanted)} if wanted else {}
    lines = []
    for (kind, number), rows in groups.items():
        of = whole.get(number) if kind == "segment" else None
        url = of.get_absolute_url() if of else _url(strategy, rows)
        lines.append(_line(of.name if of else rows[0].name if len(rows) == 1 else rows[0].activity.name, url, rows, starts, open_year))
    unread = serving.count() - MOST if len(read) == MOST else 0
    return Lines(sorted(lines, key=lambda line: (min(line.costs), line.title)), len(items), unread, len(read) - len(items))


def _url(strategy: GenericStrategy, rows: Sequence[RoadmapItem]) -> str:
    return rows[0].get_absolute_url() if len(rows) == 1 else reverse("strategy:rows", args=[strategy.pk, "roadmap-items"])


def _line(title: str, url: str, rows: Sequence[RoadmapItem], starts: dict[int, int], open_year: int) -> Line:
    costs: dict[int, Sides] = defaultdict(lambda: (NOTHING, NOTHING))
    for item in rows:
        first = starts.get(item.pk, quarter_of(open_year, item.not_before))
        costs[first] = costs[first]  # also where it costs nothing
        for place, (ours, theirs) in enumerate(zip_longest(item.investment_us, item.investment_them, fillvalue=NOTHING)):
            costs[first + place] = (costs[first + place][0] + ours, costs[first + place][1] + theirs)
    accounts = len({item.account_id for item in rows})
    states, names = Counter(item.state for item in rows), dict(ITEM_STATES)
    note = rows[0].account.name if accounts == 1 else ngettext("%(n)s account", "%(n)s accounts", accounts) % {"n": accounts}
    return Line(
        title=title,
        url=url,
        note=note,
        costs=dict(costs),
        returns=(sum((item.gain for item in rows), NOTHING), sum((item.their_gain for item in rows), NOTHING)),
        state=", ".join(
            f"{states[state]} {str(names[state]).lower()}" if len(rows) > 1 else str(names[state]).lower()
            for state in names
            if states[state]
        ),
    )


def _starts(actor: Actor, items: Sequence[RoadmapItem]) -> tuple[dict[int, int], int]:
    """The quarter for which an approved plan chose each item, the newest plan first; and the year of the plan that is open, else this one."""
    plans = visible_to(actor, PlanCycle.objects.all()).order_by("year", "approved_at", "pk")
    wanted = {str(item.pk): item.pk for item in items}
    starts: dict[int, int] = {}
    open_years = []
    for year, approved_at, chosen in plans.values_list("year", "approved_at", "snapshot__start"):
        if approved_at is None:
            open_years.append(year)
        starts |= {wanted[key]: quarter_of(year, period + 1) for key, period in (chosen or {}).items() if key in wanted}
    return starts, open_years[0] if open_years else days.today().year
