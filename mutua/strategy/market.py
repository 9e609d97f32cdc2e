"""The position in the market as a picture and as a table: the share by year, found years solid, envisioned ones dashed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from mutua.foundation.ui import formats
from mutua.foundation.ui.drawing import Scale, path
from mutua.strategy.models import MarketPosition

WIDTH, HEIGHT, SIDE, TOP, FLOOR = 560, 206, 48, 34, 140


@dataclass(frozen=True)
class Dot:
    """One year in the units of the view box; words stand above and below it."""

    x: float
    y: float
    year: int
    share: str
    size: str
    rank: str
    is_envisioned: bool


@dataclass(frozen=True)
class MarketPicture:
    """found, wanted: the `d` of both lines; wanted begins where found ends."""

    dots: tuple[Dot, ...]
    found: str
    wanted: str
    label: str
    table: dict[str, Any]
    width: int = WIDTH
    height: int = HEIGHT
    floor: int = FLOOR


def market_picture(places: Sequence[MarketPosition], currency: str) -> MarketPicture | None:
    """places: by year. None where there are none."""
    if not places:
        return None
    across = Scale(places[0].year, places[-1].year, SIDE, WIDTH - SIDE)
    up = Scale(0, float(max(place.share for place in places)) * 1.05 or 1.0, FLOOR, TOP)
    dots = tuple(
        Dot(
            across(one.year),
            up(float(one.share)),
            one.year,
            formats.share(one.share, 1),
            _size(one, currency),
            _rank(one),
            one.is_envisioned,
        )
        for one in places
    )
    found = [dot for dot in dots if not dot.is_envisioned]
    wanted = [*found[-1:], *(dot for dot in dots if dot.is_envisioned)]
    return MarketPicture(
        dots, path((dot.x, dot.y) for dot in found), path((dot.x, dot.y) for dot in wanted), _label(places), _table(places, currency)
    )


def _size(place: MarketPosition, currency: str) -> str:
    return _("of %(size)s") % {"size": formats.money(place.size, currency, short=True)} if place.size else ""


def _rank(place: MarketPosition) -> str:
    return _("no. %(rank)s") % {"rank": place.rank} if place.rank else ""


def _label(places: Sequence[MarketPosition]) -> str:
    found = [place for place in places if not place.is_envisioned]
    wanted = [place for place in places if place.is_envisioned]
    said = []
    if found:
        said.append(_("%(share)s of the market in %(year)s") % {"share": formats.share(found[-1].share, 1), "year": found[-1].year})
    if wanted:
        said.append(_("%(share)s envisioned for %(year)s") % {"share": formats.share(wanted[-1].share, 1), "year": wanted[-1].year})
    return ", ".join(said)


def _table(places: Sequence[MarketPosition], currency: str) -> dict[str, Any]:
    columns = [_("Year"), _("Our share"), _("Market, a year"), _("Rank"), _("Is"), _("Where it comes from")]
    rows = [
        [
            str(one.year),
            formats.share(one.share, 1),
            formats.money(one.size, currency) if one.size is not None else "–",
            str(one.rank or "–"),
            _("envisioned") if one.is_envisioned else _("found"),
            one.origin or "–",
        ]
        for one in places
    ]
    return {"columns": columns, "rows": rows}
