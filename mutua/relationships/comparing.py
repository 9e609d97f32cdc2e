"""A comparison as its page shows it: designs in words, what came in money or points, and the two courses drawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mutua.foundation.ui import formats
from mutua.foundation.ui.drawing import Scale, path, ticks
from mutua.relationships.designs import ASSUMES, NAMES, why_not
from mutua.relationships.models import PostEvaluation
from mutua.relationships.queries.evaluating import Ground
from mutua.relationships.rules.evaluation import Design, as_sure, best

WIDTH, HEIGHT, LEFT, RIGHT, TOP, FLOOR = 640, 228, 52, 620, 12, 192
SURE = 0.1  # a way before that chance explains less often than this is doubtful


@dataclass(frozen=True)
class Offered:
    """One design with what it assumes. lacks: why the data do not allow it, empty where they do. best: allowed, and assumes least."""

    key: str
    name: Any
    assumes: Any
    lacks: str
    is_trial: bool
    is_refused: bool
    best: bool


@dataclass(frozen=True)
class Courses:
    """Two lines over the periods, drawn; began_x: where the activity began."""

    own: str
    others: str
    began_x: float
    x_ticks: tuple[tuple[float, str], ...]
    y_ticks: tuple[tuple[float, str], ...]
    table: dict[str, Any]
    label: str


@dataclass(frozen=True)
class Compared:
    """Texts of the figures: what came with its interval, and what stands beside it. courses None: a trial, of which only the figure is known."""

    assumes: Any
    came: str
    lower: str
    upper: str
    shrunk: str
    before_after: str
    two_way: str
    together: str
    group_time: str
    pre_trend: str
    pre_trend_is_doubtful: bool
    counts: str
    courses: Courses | None


def offered(ground: Ground) -> list[Offered]:
    """Every design in the order of what it assumes."""
    first = best(ground.offers)
    return [
        Offered(
            key=offer.design.value,
            name=NAMES[offer.design],
            assumes=ASSUMES[offer.design],
            lacks=why_not(offer)
            if ground.began_on or offer.design in (Design.TRIAL, Design.BEFORE_AFTER)
            else _("Nobody has noted since when."),
            is_trial=offer.design is Design.TRIAL,
            is_refused=offer.design is Design.BEFORE_AFTER,
            best=offer.design is first,
        )
        for offer in ground.offers
    ]


def compared(evaluation: PostEvaluation) -> Compared:
    """The kept figures in words; nothing is computed anew."""
    found = evaluation.found

    def amount(value: Any, half: float = float(evaluation.upper - evaluation.lower) / 2) -> str:
        if evaluation.is_money:
            return formats.money(as_sure(float(value), half), evaluation.currency, short=True)
        return _("%(points)s points") % {"points": formats.number(float(value) * 100, 1)}

    def part(value: Any) -> str:
        return formats.share(value) if evaluation.is_money else amount(value)

    def interval(given: dict[str, Any] | None) -> str:
        return f"{part(given['effect'])} [{part(given['lower'])}, {part(given['upper'])}]" if given else ""

    p_value = found.get("pre_trend", {}).get("p_value")
    margin = float(evaluation.margin_share)
    return Compared(
        assumes=ASSUMES[Design(evaluation.design)],
        came=amount(evaluation.effect),
        lower=amount(evaluation.lower),
        upper=amount(evaluation.upper),
        shrunk=amount(evaluation.shrunk_effect) if evaluation.shrunk_effect is not None else "",
        before_after=amount(found["before_after"] * margin) if "before_after" in found else "",
        two_way=interval(found.get("two_way")),
        together=interval(found["together"]) if found.get("together", {}).get("accounts", 0) > 1 else "",
        group_time=interval(found.get("group_time")),
        pre_trend=f"p {formats.number(p_value, 2)}" if p_value is not None else _("too few to test") if "pre_trend" in found else "",
        pre_trend_is_doubtful=p_value is not None and p_value < SURE,
        counts=_counts(found),
        courses=_courses(evaluation) if "own" in found else None,
    )


def _counts(found: dict[str, Any]) -> str:
    if not found:
        return ""
    words = _("%(treated)s accounts that began, compared with %(compared)s.") % found
    if found["early"] or found["unknown"]:
        words += " " + _("Left out: %(early)s that had it since before, %(unknown)s of which nobody knows since when.") % found
    if found.get("mixed"):
        words += " " + _(
            "Also left out: %(mixed)s that began or stopped something else that moves the same in this time, for then two things changed at once."
        ) % {"mixed": found["mixed"]}
    if found.get("own_mixed"):
        words += " " + _("This account itself began or stopped %(names)s in this time: the figure holds what that brought, too.") % {
            "names": ", ".join(found["own_mixed"])
        }
    return words


def _courses(evaluation: PostEvaluation) -> Courses:
    found = evaluation.found
    own, others, began = found["own"], found["others"], found["began"]
    high, low = max([*own, *others, 0.0]), min([*own, *others, 0.0])
    across, up = Scale(0, max(1, len(own) - 1), LEFT, RIGHT), Scale(low, high or 1.0, FLOOR, TOP)
    days = [date.fromisoformat(text) for text in found["months"]]

    def say(value: float) -> str:
        return formats.share(value, 0)

    step = max(1, len(days) // 6)
    words = {"own": say(sum(own[began:]) / len(own[began:])), "others": say(sum(others[began:]) / len(others[began:]))}
    return Courses(
        own=path([(across(at), up(value)) for at, value in enumerate(own)]),
        others=path([(across(at), up(value)) for at, value in enumerate(others)]),
        began_x=across(began - 0.5),
        x_ticks=tuple((across(at), date_format(days[at], "M y")) for at in range(0, len(days), step)),
        y_ticks=tuple((up(tick), say(tick)) for tick in ticks(low, high or 1.0, 4)),
        table={
            "columns": [_("From"), _("This account"), _("Compared with")],
            "rows": [
                [formats.day(day, year=True), formats.share(mine), formats.share(theirs)]
                for day, mine, theirs in zip(days, own, others, strict=True)
            ],
        },
        label=_("After it began this account stood at %(own)s on average, those that it is compared with at %(others)s.") % words,
    )
