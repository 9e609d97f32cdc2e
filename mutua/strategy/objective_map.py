"""The objectives of a version as a tree in four perspectives: drawn in four bands, and told as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from textwrap import wrap
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mutua.foundation.ui import formats
from mutua.strategy.rules.objectives import tree
from mutua.strategy.sentences import figure
from mutua.strategy.showing import Shown

# From what pays down to what makes it possible (Kaplan & Norton 1992).
BANDS = (
    ("finance", gettext_lazy("Finance")),
    ("customer", gettext_lazy("Customer")),
    ("process", gettext_lazy("Process")),
    ("learning", gettext_lazy("Learning")),
)
WIDTH, LEFT, BAND, BOX, TALL = 1080, 110, 92, 224, 60
EMPTY = 34  # a band in which nothing stands


@dataclass(frozen=True)
class Branch:
    """One objective in the tree. depth: how many stand above it."""

    shown: Shown
    depth: int

    @property
    def indent(self) -> str:
        return f"depth-{min(self.depth, 4)}" if self.depth else ""


@dataclass(frozen=True)
class Box:
    """One objective in the picture: its place, its name in at most two lines, its estimate and plan."""

    x: float
    y: float
    lines: list[str]
    below: str
    state: str
    wide: int = BOX
    tall: int = TALL


@dataclass(frozen=True)
class ObjectiveMap:
    """lines: the `d` of each "serves". missing: perspectives without an objective, in words. budget, planned_return: of all that say one."""

    branches: list[Branch]
    boxes: list[Box]
    bands: list[tuple[float, float, str]]
    lines: list[str]
    missing: list[str]
    budget: Decimal | None
    planned_return: Decimal | None
    label: str
    width: int
    height: float

    @property
    def ratio(self) -> str:
        """How often the return pays the budget."""
        if not self.budget or self.planned_return is None:
            return ""
        return formats.number(self.planned_return / self.budget, 1)


def objective_map(objectives: Sequence[Shown]) -> ObjectiveMap | None:
    """None without objectives."""
    if not objectives:
        return None
    by_number = {one.reading.objective.pk: one for one in objectives}
    above = {number: one.reading.objective.serves_id for number, one in by_number.items()}
    placed = tree(list(by_number), above)
    rows: dict[str, list[int]] = {key: [] for key, _title in BANDS}
    for number, _depth in placed:
        rows[by_number[number].reading.objective.perspective].append(number)
    widest = max(len(row) for row in rows.values())
    width = max(WIDTH, LEFT + widest * (BOX + 16))
    talls = [BAND if row else EMPTY for row in rows.values()]
    tops = [sum(talls[:band]) for band in range(len(talls))]
    middles = [top + tall / 2 for top, tall in zip(tops, talls, strict=True)]
    boxes = {
        number: _box(by_number[number], LEFT + (at + 0.5) * (width - LEFT) / len(row), middles[band])
        for band, row in enumerate(rows.values())
        for at, number in enumerate(row)
    }
    budgets = [one.reading.objective.budget for one in objectives if one.reading.objective.budget is not None]
    returns = [one.reading.objective.planned_return for one in objectives if one.reading.objective.planned_return is not None]
    return ObjectiveMap(
        branches=[Branch(by_number[number], depth) for number, depth in placed],
        boxes=list(boxes.values()),
        bands=[(top, middle, str(title)) for top, middle, (_key, title) in zip(tops, middles, BANDS, strict=True)],
        lines=[_line(boxes[number], boxes[up]) for number, up in above.items() if up in boxes],
        missing=[str(title) for key, title in BANDS if not rows[key]],
        budget=sum(budgets, Decimal(0)) if budgets else None,
        planned_return=sum(returns, Decimal(0)) if returns else None,
        label=_label(rows, above),
        width=width,
        height=sum(talls),
    )


def _box(one: Shown, middle: float, centre: float) -> Box:
    lines = wrap(one.reading.objective.name, 30)
    if len(lines) > 2:
        lines = [lines[0], f"{lines[1][:28]}…"]
    said = _("%(now)s, plan %(plan)s") % {"now": one.estimated, "plan": one.plan}
    return Box(round(middle - BOX / 2, 1), centre - TALL / 2, lines, said, one.state)


def _line(child: Box, parent: Box) -> str:
    start, end = child.x + BOX / 2, parent.x + BOX / 2
    if child.y == parent.y:
        side = (child.x, parent.x + BOX) if child.x > parent.x else (child.x + BOX, parent.x)
        return f"M{side[0]:g} {child.y + TALL / 2:g}L{side[1]:g} {parent.y + TALL / 2:g}"
    from_y, to_y = (child.y, parent.y + TALL) if child.y > parent.y else (child.y + TALL, parent.y)
    middle = (from_y + to_y) / 2
    return f"M{start:g} {from_y:g}C{start:g} {middle:g} {end:g} {middle:g} {end:g} {to_y:g}"


def _label(rows: dict[str, list[int]], above: dict[int, int | None]) -> str:
    count = sum(map(len, rows.values()))
    serving = sum(up in above for up in above.values())
    said = ngettext("%(n)s objective", "%(n)s objectives", count) % {"n": count}
    counted = ", ".join(f"{title} {len(rows[key])}" for key, title in BANDS)
    return _("%(objectives)s: %(counted)s; %(serving)s serve another.") % {"objectives": said, "counted": counted, "serving": serving}


def table_of(drawn: ObjectiveMap, currency: str) -> dict[str, Any]:
    columns = [_("Objective"), _("Perspective"), _("Serves"), _("Measure"), _("Baseline"), _("Now"), _("Plan"), _("Break-even"), _("Due"), _("Budget a year"), _("Planned return a year")]  # fmt: skip
    names = {branch.shown.reading.objective.pk: branch.shown.reading.objective.name for branch in drawn.branches}
    return {"columns": columns, "rows": [_told(branch.shown, names, currency) for branch in drawn.branches]}


def _told(one: Shown, names: dict[int, str], currency: str) -> list[str]:
    objective = one.reading.objective
    return [
        objective.name,
        str(objective.get_perspective_display()),
        names.get(objective.serves_id or 0, "–"),
        str(one.reading.metric.title),
        figure(objective.baseline, one.unit),
        one.estimated,
        one.plan,
        one.break_even,
        formats.day(objective.due, year=True) if objective.due else "–",
        formats.money(objective.budget, currency) if objective.budget is not None else "–",
        formats.money(objective.planned_return, currency) if objective.planned_return is not None else "–",
    ]
