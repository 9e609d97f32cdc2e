"""Line of sight: from a strategy down to the rows that serve it, and how much of the work under way serves none (P17)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, QuerySet, Subquery, Value

from mutua.foundation.access import Actor, may
from mutua.foundation.identity.models import Team
from mutua.strategy.models import GenericStrategy
from mutua.strategy.queries.concealed import is_concealed
from mutua.strategy.queries.strategies import strategies_seen
from mutua.strategy.work import Work, works

PAGE = 100
MOST_PAGES = 200
NO_TEAM = 0


@dataclass(frozen=True)
class Below:
    """How many rows of a kind serve a strategy."""

    work: Work
    count: int


@dataclass(frozen=True)
class Share:
    """Work under way: how much in all, and how much of it names no strategy."""

    all: int
    off: int

    @property
    def share(self) -> float:
        return self.off / self.all if self.all else 0.0

    def __add__(self, other: Share) -> Share:
        return Share(self.all + other.all, self.off + other.off)


@dataclass(frozen=True)
class TeamLine:
    """A team's work under way, by kind. name "" : whoever is in no team, and rows that nobody is responsible for."""

    name: str
    shares: list[Share]
    whole: Share


@dataclass(frozen=True)
class StrategyLine:
    """Work under way that serves a strategy, by kind."""

    strategy: GenericStrategy
    counts: list[int]
    whole: int


@dataclass(frozen=True)
class UnderWay:
    """All work under way that the actor sees: by kind, by team and by strategy."""

    kinds: list[Work]
    shares: list[Share]
    whole: Share
    teams: list[TeamLine]
    strategies: list[StrategyLine]


def works_seen(actor: Actor) -> list[Work]:
    return [work for work in works() if may(actor, work.needs)]


def rows_serving(actor: Actor, work: Work, strategy_id: int | None) -> QuerySet[Any]:
    """The rows of a kind that serve this strategy and that the actor sees, newest first; of None: those that serve none.

    None of the kinds that serve by their customer's segment, where that would tell who is in one whose rule is concealed.
    """
    found = work.rows(actor)
    if work.of is not None and strategy_id is not None and _is_concealed(actor, strategy_id):
        return found.none()
    if strategy_id is None:
        serving = found.filter(**{f"{work.serving}__isnull": True})
    else:
        serving = work.of(found, strategy_id) if work.of is not None else found.filter(**{work.serving: strategy_id})
    return serving.order_by(*work.newest)


def _is_concealed(actor: Actor, strategy_id: int) -> bool:
    """One query, for actors from whom something is hidden."""
    strategy = strategies_seen(actor).filter(pk=strategy_id).first() if actor.hidden else None
    return strategy is not None and is_concealed(actor, strategy.segment)


class Counted(Subquery):
    """How many rows a query finds."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()
    empty_result_set_value = 0


def below(actor: Actor, strategy: GenericStrategy) -> list[Below]:
    """One query, whatever the number of kinds."""
    kinds = works_seen(actor)
    counts = {f"n{place}": Counted(rows_serving(actor, work, strategy.pk).order_by().values("pk")) for place, work in enumerate(kinds)}
    if not kinds:
        return []
    found = strategies_seen(actor).filter(pk=strategy.pk).annotate(**counts).values_list(*counts).get()
    return [Below(work, n) for work, n in zip(kinds, found, strict=True)]


def under_way(actor: Actor) -> UnderWay:
    """One query a kind and two more. A person in two teams counts for the first by name."""
    kinds = [work for work in works_seen(actor) if work.open is not None]
    teams = _teams()
    by_team: dict[str, list[Share]] = defaultdict(lambda: [Share(0, 0)] * len(kinds))
    by_strategy: dict[int, list[int]] = defaultdict(lambda: [0] * len(kinds))
    shares = [Share(0, 0)] * len(kinds)
    for place, work in enumerate(kinds):
        for owner, strategy, n in _counted(actor, work):
            one = Share(n, n if strategy is None else 0)
            shares[place] += one
            team = by_team[teams.get(owner, "")]
            team[place] += one
            if strategy is not None:
                by_strategy[strategy][place] += n
    names = {one.pk: one for one in strategies_seen(actor).filter(pk__in=by_strategy)}
    return UnderWay(
        kinds,
        shares,
        _sum(shares),
        [TeamLine(name, found, _sum(found)) for name, found in sorted(by_team.items(), key=lambda one: (one[0] == "", one[0]))],
        sorted(
            (StrategyLine(names[pk], counts, sum(counts)) for pk, counts in by_strategy.items() if pk in names),
            key=lambda line: (-line.whole, line.strategy.name),
        ),
    )


def off_strategy(actor: Actor) -> list[tuple[Work, Share]]:
    """By kind, for the line that is always there: one query for all kinds."""
    kinds = [work for work in works_seen(actor) if work.open is not None]
    parts = [
        work.rows(actor)
        .filter(work.open)
        .order_by()
        .annotate(of_kind=Value(work.key))
        .values("of_kind")
        .annotate(n_all=Count("pk"), n_on=Count(work.serving))
        .values_list("of_kind", "n_all", "n_on")
        for work in kinds
    ]
    found = {key: Share(n, n - on) for key, n, on in parts[0].union(*parts[1:], all=True) if n} if parts else {}
    return [(work, found[work.key]) for work in kinds if work.key in found]


def _counted(actor: Actor, work: Work) -> Iterable[tuple[int | None, int | None, int]]:
    assert work.open is not None
    rows = work.rows(actor).filter(work.open).order_by().values(work.owner, work.serving).annotate(n=Count("pk"))
    return rows.values_list(work.owner, work.serving, "n")


def _teams() -> dict[int | None, str]:
    """user → team, the first by name; who leads one and belongs to none belongs to that."""
    found: dict[int | None, str] = {}
    for name, lead, member in Team.objects.order_by("-name").values_list("name", "lead", "members"):
        if lead is not None:
            found.setdefault(lead, name)
        if member is not None:
            found[member] = name
    return found


def _sum(shares: Iterable[Share]) -> Share:
    whole = Share(0, 0)
    for share in shares:
        whole += share
    return whole
