"""Line of sight for other programs: what serves a strategy, and how much of the work under way serves none."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.params.functions import Query

from mutua.foundation.access import NotFound, needs
from mutua.strategy.queries.sight import PAGE, Share, below, rows_serving, under_way, works_seen
from mutua.strategy.queries.strategies import strategy_for
from mutua.strategy.work import Work

router = Router()


class KindOut(Schema):
    """kind: as in the addresses of the rows; count: how many of those that you see serve the strategy."""

    kind: str
    title: str
    count: int


class ServingOut(Schema):
    """A row that serves a strategy, or none. link: its page."""

    title: str
    link: str
    note: str
    day: date | None
    account_id: int | None


class ServingPage(Schema):
    """count: of all pages."""

    count: int
    items: list[ServingOut]


class ShareOut(Schema):
    """all: work under way; off: how much of it names no strategy."""

    all: int
    off: int


class TeamOut(Schema):
    """team "": whoever is in no team, and rows that nobody answers for. kinds: by kind of work."""

    team: str
    whole: ShareOut
    kinds: dict[str, ShareOut]


class StrategyWorkOut(Schema):
    strategy_id: int
    name: str
    whole: int
    kinds: dict[str, int]


class UnderWayOut(Schema):
    """All work under way that you see, by kind, by team and by strategy."""

    whole: ShareOut
    kinds: dict[str, ShareOut]
    teams: list[TeamOut]
    strategies: list[StrategyWorkOut]


@router.get("/strategies/under-way", response=UnderWayOut, summary="Work under way and how much of it is off strategy")
@needs("strategy.strategy.view")
def get_under_way(request: HttpRequest) -> Any:
    found = under_way(request.actor)
    keys = [work.key for work in found.kinds]
    return {
        "whole": _share(found.whole),
        "kinds": dict(zip(keys, map(_share, found.shares), strict=True)),
        "teams": [
            {"team": team.name, "whole": _share(team.whole), "kinds": dict(zip(keys, map(_share, team.shares), strict=True))}
            for team in found.teams
        ],
        "strategies": [
            {
                "strategy_id": one.strategy.pk,
                "name": one.strategy.name,
                "whole": one.whole,
                "kinds": dict(zip(keys, one.counts, strict=True)),
            }
            for one in found.strategies
        ],
    }


@router.get("/strategies/off/{kind}", response=ServingPage, summary="Work under way of a kind that serves no strategy")
@needs("strategy.strategy.view")
def list_off(request: HttpRequest, kind: str, page: int = Query(1, ge=1, le=10_000)) -> Any:
    """Newest first, a hundred a page."""
    work = _work(request, kind)
    if work.open is None:
        raise NotFound
    rows = rows_serving(request.actor, work, None).filter(work.open)
    return {"count": rows.count(), "items": shown_rows(work.show, rows, page)}


@router.get("/strategies/{int:strategy_id}/rows", response=list[KindOut], summary="What serves a strategy, by kind")
@needs("strategy.strategy.view")
def list_kinds(request: HttpRequest, strategy_id: int) -> Any:
    found = below(request.actor, strategy_for(request.actor, strategy_id))
    return [{"kind": one.work.key, "title": str(one.work.title), "count": one.count} for one in found]


@router.get("/strategies/{int:strategy_id}/rows/{kind}", response=ServingPage, summary="The rows of a kind that serve a strategy")
@needs("strategy.strategy.view")
def list_work(request: HttpRequest, strategy_id: int, kind: str, page: int = Query(1, ge=1, le=10_000)) -> Any:
    """Newest first, a hundred a page."""
    strategy = strategy_for(request.actor, strategy_id)
    work = _work(request, kind)
    rows = rows_serving(request.actor, work, strategy.pk)
    return {"count": rows.count(), "items": shown_rows(work.show, rows, page)}


def shown_rows(show: Callable[[Any], Any], rows: Any, page: int) -> list[dict[str, Any]]:
    """A hundred rows, each as its domain shows it."""
    return [
        {
            "title": str(one.title),
            "link": one.url,
            "note": str(one.note),
            "day": one.day,
            "account_id": one.account.pk if one.account else None,
        }
        for one in map(show, rows[(page - 1) * PAGE : page * PAGE])
    ]


def _work(request: HttpRequest, kind: str) -> Work:
    found = next((work for work in works_seen(request.actor) if work.key == kind), None)
    if found is None:
        raise NotFound
    return found


def _share(one: Share) -> dict[str, int]:
    return {"all": one.all, "off": one.off}
