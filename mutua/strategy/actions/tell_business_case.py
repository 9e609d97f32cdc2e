"""Saying what using Mutua should bring."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.metrics import MONEY, metric_named
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.saving import store
from mutua.strategy.events import BusinessCaseTold
from mutua.strategy.models import BusinessCase
from mutua.strategy.rules.objectives import is_ordered
from mutua.strategy.tasks import read_business_case

MOST = 12


@dataclass(frozen=True)
class Line:
    """baseline, expected: of the measure, in its unit. worth: what one whole unit brings a year; a share of 100 % is one unit."""

    title: str
    metric: str
    baseline: float
    expected: float
    worth: Decimal


@transaction.atomic
def tell_business_case(
    actor: Actor, lines: Sequence[Line], *, used_since: date, cost_per_year: Decimal, reason: str, version: int | None
) -> BusinessCase:
    """The next version of the case. version: the number that was seen, 0 for none. Raises NotAllowed, Refused."""
    require(actor, "strategy.strategy.edit")
    newest = BusinessCase.objects.select_for_update().order_by("-number").first()
    number = newest.number if newest else 0
    if version is not None and version != number:
        raise Refused(
            _("Somebody has told another case meanwhile (version %(number)s). Nothing was saved; look at it first.") % {"number": number}
        )
    _check(lines, used_since, cost_per_year, reason)

    case = BusinessCase(
        number=number + 1, used_since=used_since, cost_per_year=cost_per_year, reason=reason.strip(),
        lines=[{"title": one.title.strip(), "metric": one.metric, "baseline": one.baseline, "expected": one.expected, "worth": str(one.worth)} for one in lines],
        told_by_id=actor.user_id, told_by_name=actor.name, told_at=days.now(),
    )  # fmt: skip
    store(case)
    read_business_case.defer()

    announce(BusinessCaseTold(business_case_id=case.pk, number=case.number), actor=actor)
    return case


def _check(lines: Sequence[Line], used_since: date, cost_per_year: Decimal, reason: str) -> None:
    if not lines:
        raise Refused(_("Say at least one thing that using Mutua should change. Nothing was saved."))
    if len(lines) > MOST:
        raise Refused(_("At most %(most)s lines are kept. Nothing was saved.") % {"most": MOST})
    if used_since > days.today():
        raise Refused(_("The day from which it is used has not come yet. Nothing was saved."), field="used_since")
    if cost_per_year < 0:
        raise Refused(_("What it costs cannot be negative. Nothing was saved."), field="cost_per_year")
    if not reason.strip():
        raise Refused(_("Say why: whoever reads this next year was not there. Nothing was saved."), field="reason")
    for line in lines:
        _check_line(line)


def _check_line(line: Line) -> None:
    try:
        metric = metric_named(line.metric)
    except LookupError:
        raise Refused(_("There is no measure “%(key)s”. Choose one of the list.") % {"key": line.metric}) from None
    if metric.unit == MONEY:
        raise Refused(
            _("“%(measure)s” is told in several currencies; a line of the case needs a measure that has one unit.")
            % {"measure": metric.title}
        )
    if not line.title.strip():
        raise Refused(_("Say what should change. Nothing was saved."))
    if not all(math.isfinite(figure) for figure in (line.baseline, line.expected, line.worth)):
        raise Refused(_("“%(title)s” has a figure that is no number. Nothing was saved.") % {"title": line.title})
    if not is_ordered(line.expected, 0.0, line.baseline, metric.better) or line.expected == line.baseline:
        raise Refused(_("“%(title)s” is expected to be no better than it was. Nothing was saved.") % {"title": line.title})
    if metric.bounds and not all(metric.bounds[0] <= value <= metric.bounds[1] for value in (line.baseline, line.expected)):
        bounds = {"low": metric.bounds[0], "high": metric.bounds[1]}
        raise Refused(_("This measure lies between %(low)g and %(high)g; a share of 97 %% is 0.97. Nothing was saved.") % bounds)
