"""The roadmap of a version: its own initiatives and what is planned for it at accounts, quarter by quarter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mutua.foundation import days
from mutua.foundation.access import Actor, may, visible_to
from mutua.foundation.ui.gantt import QUARTERS, Bar, Gantt, Segment, gantt
from mutua.strategy.models import Initiative, StrategyVersion
from mutua.strategy.planned import Line, Lines, kinds_planned, quarter_of
from mutua.strategy.queries.parts_then import PartsThen
from mutua.strategy.rules.spreading import spread

NOTHING = Decimal(0)
SHOWN = 40  # lines of a year


@dataclass(frozen=True)
class Sum:
    """What one kind of work costs and brings either side, over all years. count: rows behind it."""

    title: str
    count: int
    cost_us: Decimal
    cost_them: Decimal
    return_us: Decimal
    return_them: Decimal

    @property
    def net_us(self) -> Decimal:
        return self.return_us - self.cost_us

    @property
    def net_them(self) -> Decimal:
        return self.return_them - self.cost_them


@dataclass(frozen=True)
class Roadmap:
    """gantt: of `year`; None where nothing is planned at all. years: those in which something runs. left: lines of the year that are not drawn.

    unread, foreign: rows at accounts that are in no line, because they are too many or in another currency.
    """

    year: int
    years: list[int]
    gantt: Gantt | None
    sums: list[Sum]
    left: int
    unread: int
    foreign: int

    @property
    def whole(self) -> Sum:
        return _sum(_("All"), sum(one.count for one in self.sums), self.sums)

    @property
    def is_later(self) -> bool:
        """Whether something runs in other years as well."""
        return len(self.years) > 1


def initiatives_of(actor: Actor, version: StrategyVersion) -> list[Initiative]:
    return list(visible_to(actor, Initiative.objects.filter(version_of=version)).select_related("lever").order_by("year", "quarter", "pk"))


def roadmap_of(
    actor: Actor, version: StrategyVersion, *, year: int | None = None, only_own: bool = False, then: PartsThen | None = None
) -> Roadmap:
    """year: which one is drawn; without one this year, or the next in which something runs. only_own: without what is planned at accounts.

    then: the parts of a day of the past; without them the initiatives as they stand.
    """
    own = _own(then.initiatives if then is not None else initiatives_of(actor, version))
    parts: list[tuple[str, Lines]] = [(_("Initiatives of this version"), own)]
    if not only_own:
        parts += [(str(kind.title), kind.lines(actor, version.strategy)) for kind in kinds_planned() if may(actor, kind.needs)]
    lines = [line for _title, told in parts for line in told.rows]
    years = sorted({quarter // QUARTERS for line in lines for quarter in line.costs})
    drawn = year if year in years else _year_of(years)
    bars = [bar for line in lines if (bar := _bar(line, drawn))]
    return Roadmap(
        year=drawn,
        years=years,
        gantt=gantt(bars[:SHOWN]) if lines else None,
        sums=[_sum(title, told.count, [_whole(line) for line in told.rows]) for title, told in parts if told.count],
        left=max(0, len(bars) - SHOWN),
        unread=sum(told.unread for _title, told in parts),
        foreign=sum(told.foreign for _title, told in parts),
    )


def _year_of(years: Sequence[int]) -> int:
    this = days.today().year
    return next((year for year in years if year >= this), years[-1] if years else this)


def _own(rows: Iterable[Initiative]) -> Lines:
    lines = [_line(one) for one in rows]
    return Lines(lines, len(lines))


def _line(one: Initiative) -> Line:
    first = quarter_of(one.year, one.quarter)
    sides = zip(spread(one.cost_us, one.lasts), spread(one.cost_them, one.lasts), strict=True)
    return Line(
        title=one.name,
        note=str(one.lever) if one.lever else "",
        costs={first + place: both for place, both in enumerate(sides)},
        returns=(one.return_us or NOTHING, one.return_them or NOTHING),
    )


def _bar(line: Line, year: int) -> Bar | None:
    """The part of a line that lies in the year; what it returns is told in the year in which it begins."""
    first, last = min(line.costs), max(line.costs)
    begins, ends = max(first, year * QUARTERS), min(last, year * QUARTERS + QUARTERS - 1)
    if begins > ends:
        return None
    note = [part for part in (line.note, _outside(first, last, year)) if part]
    here = first // QUARTERS == year
    return Bar(
        line.title,
        " · ".join(note),
        line.url,
        begins % QUARTERS + 1,
        tuple(Segment(*line.costs.get(quarter, (NOTHING, NOTHING))) for quarter in range(begins, ends + 1)),
        line.returns[0] if here else NOTHING,
        line.returns[1] if here else NOTHING,
        state=line.state,
    )


def _outside(first: int, last: int, year: int) -> str:
    if first // QUARTERS < year:
        return _("since %(year)s") % {"year": first // QUARTERS}
    later = last - (year * QUARTERS + QUARTERS - 1)
    return ngettext("%(n)s quarter more", "%(n)s quarters more", later) % {"n": later} if later > 0 else ""


def _whole(line: Line) -> Sum:
    ours, theirs = (sum((both[side] for both in line.costs.values()), NOTHING) for side in (0, 1))
    return Sum(line.title, 1, ours, theirs, *line.returns)


def _sum(title: str, count: int, parts: Iterable[Sum]) -> Sum:
    told = list(parts)
    return Sum(
        title,
        count,
        sum((one.cost_us for one in told), NOTHING),
        sum((one.cost_them for one in told), NOTHING),
        sum((one.return_us for one in told), NOTHING),
        sum((one.return_them for one in told), NOTHING),
    )
