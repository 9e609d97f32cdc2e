"""How readiness went: a stepped line for each side, from the first assessment to today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mutua.foundation.ui.drawing import Scale, path
from mutua.relationships.queries.assessments import Assessment
from mutua.relationships.rules.readiness import MOST

WIDTH, HEIGHT = 240, 44


@dataclass(frozen=True)
class Course:
    """The two lines of one dimension in a picture of WIDTH by HEIGHT; empty where nothing was assessed."""

    ours: str
    theirs: str


def course(ours: Sequence[Assessment], theirs: Sequence[Assessment], since: date, today: date) -> Course:
    """ours, theirs: oldest first."""
    return Course(*(_steps(one, since, today) for one in (ours, theirs)))


def _steps(assessments: Sequence[Assessment], since: date, today: date) -> str:
    across, up = Scale(since.toordinal(), max(today.toordinal(), since.toordinal() + 1), 2, WIDTH - 2), Scale(0, float(MOST), HEIGHT - 3, 3)
    points: list[tuple[float, float] | None] = []
    stands: float | None = None
    for one in assessments:
        x = across(one.on.toordinal())
        if stands is not None:
            points.append((x, stands))
        # Taken back: the line ends, for from that day on nobody knew.
        stands = None if one.level is None else up(float(one.level))
        points.append(None if stands is None else (x, stands))
    if stands is not None:
        points.append((across(today.toordinal()), stands))
    return path(points)
