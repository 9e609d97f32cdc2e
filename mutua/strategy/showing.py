"""What the review and the replay show of an objective, put together for their templates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from mutua.foundation.ui import formats
from mutua.strategy.drawing import Course, course
from mutua.strategy.models import Measurement, VerdictTurn
from mutua.strategy.queries.reviewing import Reading
from mutua.strategy.sentences import STATES, figure, finding_words

VERDICTS = dict(Measurement.Verdict.choices)
ENDLESS = {"low": float("-inf"), "high": float("inf")}
TABLE_ROWS = 40


@dataclass(frozen=True)
class Shown:
    """One objective on a page: figures in words, the band and the course."""

    reading: Reading
    verdict: str
    word: str
    state: str
    words: str
    low: float
    high: float
    estimate: float | None
    observations: int

    @property
    def unit(self) -> str:
        return self.reading.metric.unit

    @property
    def kind(self) -> str:
        return "share" if self.unit == "share" else "number"

    @property
    def interval(self) -> str:
        return _("%(low)s to %(high)s") % {"low": _end(self.low, self.unit), "high": _end(self.high, self.unit)}

    @property
    def plan(self) -> str:
        return figure(self.reading.judged.plan, self.unit)

    @property
    def break_even(self) -> str:
        return figure(self.reading.judged.break_even, self.unit)

    @property
    def estimated(self) -> str:
        return figure(self.estimate, self.unit)


def shown(reading: Reading, now: Any = None) -> Shown:
    """now: a measurement or a replayed day; the newest measurement when left out."""
    known = now if now is not None else reading.now
    verdict = known.verdict if known else reading.verdict
    estimate = known.estimate if known else None
    return Shown(
        reading=reading,
        verdict=verdict,
        word=str(VERDICTS[verdict]),
        state=STATES[verdict],
        words=finding_words(verdict, known.more if known else None, figure(estimate, reading.metric.unit), pays=_pays(reading, known)),
        low=ENDLESS["low"] if known is None or known.lower is None else known.lower,
        high=ENDLESS["high"] if known is None or known.upper is None else known.upper,
        estimate=estimate,
        observations=known.observations if known else 0,
    )


def _pays(reading: Reading, known: Any) -> bool:
    if known is None:
        return False
    if reading.metric.better == "higher":
        return known.lower is not None and known.lower >= reading.judged.break_even
    return known.upper is not None and known.upper <= reading.judged.break_even


@dataclass(frozen=True)
class Story:
    """The course of an objective as a picture and as a table, and where its verdict turned."""

    course: Course
    table: dict[str, Any]
    turns: Sequence[VerdictTurn]
    ticks: list[tuple[float, str]]
    label: str


def story(reading: Reading, known: Sequence[Measurement], turned: Sequence[VerdictTurn], *, now: date | None = None) -> Story | None:
    """None before the first outcome. turned: all of its turns."""
    if not known:
        return None
    judged, unit = reading.judged, reading.metric.unit
    turned_on = sorted({turn.day for turn in turned})
    drawn = course(known, plan=judged.plan, break_even=judged.break_even, turned_on=turned_on, now=now)
    return Story(
        course=drawn,
        table={"columns": [_("Day"), _("Outcomes"), _("Low"), _("Estimate"), _("High"), _("Verdict")], "rows": _rows(known, unit)},
        turns=turned,
        ticks=[
            (mark.at, figure(mark.value, unit, 0 if unit == "share" and round(mark.value * 100, 6).is_integer() else 1))
            for mark in drawn.values
        ],
        label=_("Estimate with its always-valid band from %(first)s to %(last)s: now %(now)s, plan %(plan)s, break-even %(even)s.")
        % {
            "first": formats.day(known[0].day, year=True),
            "last": formats.day(known[-1].day, year=True),
            "now": shown(reading, known[-1]).interval,
            "plan": figure(judged.plan, unit),
            "even": figure(judged.break_even, unit),
        },
    )


def _rows(known: Sequence[Measurement], unit: str) -> list[list[str]]:
    step = max(1, -(-len(known) // TABLE_ROWS))
    chosen = [*known[::step]] if (len(known) - 1) % step == 0 else [*known[::step], known[-1]]
    return [
        [
            formats.day(one.day, year=True),
            formats.number(one.observations),
            figure(one.lower, unit),
            figure(one.estimate, unit),
            figure(one.upper, unit),
            str(VERDICTS[one.verdict]),
        ]
        for one in chosen
    ]


def _end(value: float, unit: str) -> str:
    return "∞" if value == ENDLESS["high"] else "−∞" if value == ENDLESS["low"] else figure(value, unit)
