"""Two versions of a strategy side by side."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_plus

from django.utils.translation import gettext as _

from mutua.foundation.access import Actor
from mutua.foundation.metrics import Metric, in_currency, metrics
from mutua.foundation.ui import formats
from mutua.strategy.contact_facts import told_criterion
from mutua.strategy.models import Objective, StrategyVersion
from mutua.strategy.queries.grounds import Grounds, grounds_of
from mutua.strategy.queries.parts_then import PartsThen
from mutua.strategy.queries.roadmap import initiatives_of
from mutua.strategy.rules.differences import Row, rows
from mutua.strategy.rules.statement import QUESTIONS as QUESTION_KEYS
from mutua.strategy.sentences import QUESTIONS, figure

Told = list[tuple[str, str]]


@dataclass(frozen=True)
class Section:
    """A part of both versions, line by line."""

    title: str
    rows: list[Row]

    @property
    def differences(self) -> int:
        return sum(row.status != "same" for row in self.rows)


def comparison(
    actor: Actor, left: StrategyVersion, right: StrategyVersion, then: tuple[PartsThen | None, PartsThen | None] = (None, None)
) -> list[Section]:
    """left, right: with their parts, as `version_shown` or, of a day of the past, `worded` brings them with `then`. A section that both leave empty is left out."""
    sides = zip(parts_of(actor, left, then[0]), parts_of(actor, right, then[1]), strict=True)
    sections = [Section(title, rows(ours, theirs)) for (title, ours), (_title, theirs) in sides]
    return [section for section in sections if section.rows]


def parts_of(actor: Actor, version: StrategyVersion, then: PartsThen | None = None) -> list[tuple[str, Told]]:
    """All that a version says and rests on, part by part, in lines of what it is about and what is said of it. then: its parts of a day of the past."""
    found, currency = grounds_of(actor, version, then), version.strategy.offering.currency
    objectives = list(version.objectives.all()) if then is None else then.objectives
    assumptions = list(version.assumptions.all()) if then is None else then.assumptions
    initiatives = initiatives_of(actor, version) if then is None else then.initiatives
    levers, criteria = (version.levers.all(), version.criteria.all()) if then is None else (then.levers, then.criteria)
    return [
        (_("Statement"), _statement(version)),
        (_("Levers"), [(row.lever.name, _lever(row, currency)) for row in levers]),
        (_("Objectives"), _objectives(objectives, currency)),
        (_("Needs that it answers"), [(need.words, _need(need)) for need in found.needs]),
        (_("Position in the market"), _market(found, currency)),
        (_("SWOT"), [(item.sentence, _finding(item)) for item in found.swot]),
        (_("Options"), _options(found)),
        (_("Initiatives"), [(one.name, _initiative(one, currency)) for one in initiatives]),
        (_("What must be true"), [(one.sentence, _assumption(one)) for one in assumptions]),
        (_("What a contact must fulfil"), [(one.question, told_criterion(one)) for one in criteria]),
    ]


def _statement(version: StrategyVersion) -> Told:
    answers = [(str(QUESTIONS[question]), getattr(version, question)) for question in QUESTION_KEYS]
    alpha = formats.share(float(version.alpha), 1)
    return [
        (_("the statement"), version.statement),
        *answers,
        (_("kind of growth"), str(version.get_ansoff_display())),
        (_("chance of a wrong alarm"), alpha),
    ]


def _lever(row: Any, currency: str) -> str:
    said = _("chosen") if row.is_chosen else _("thought of")
    return said if row.contribution is None else f"{said}, +{formats.money(row.contribution, currency)}"


def _objectives(found: list[Objective], currency: str) -> Told:
    known = {one.key: in_currency(one, currency) for one in metrics()}
    names = {one.pk: one.name for one in found}
    return [(one.name, _objective(one, known, names, currency)) for one in found]


def _objective(one: Any, known: Mapping[str, Metric], names: Mapping[int, str], currency: str) -> str:
    metric = known.get(one.metric)
    unit = metric.unit if metric else ""
    parts = [
        str(one.get_perspective_display()),
        _("measured by %(measure)s") % {"measure": metric.title if metric else one.metric},
        _("plan %(plan)s") % {"plan": figure(one.target, unit)},
        _("tolerance %(tolerance)s") % {"tolerance": figure(one.tolerance, unit)},
        _("break-even %(even)s") % {"even": figure(one.break_even, unit)},
    ]
    if one.baseline is not None:
        parts.append(_("baseline %(baseline)s") % {"baseline": figure(one.baseline, unit)})
    if one.due is not None:
        parts.append(_("due %(day)s") % {"day": formats.day(one.due, year=True)})
    if one.serves_id is not None:
        parts.append(_("serves “%(name)s”") % {"name": names.get(one.serves_id, "–")})
    if one.budget is not None:
        parts.append(_("budget %(budget)s") % {"budget": formats.money(one.budget, currency)})
    if one.planned_return is not None:
        parts.append(_("planned return %(returned)s") % {"returned": formats.money(one.planned_return, currency)})
    return ", ".join(parts)


def _need(need: Any) -> str:
    return _("answered, of %(name)s") % {"name": need.account or need.person}


def _finding(item: Any) -> str:
    """With what it rests on, as far as that is told to whoever looks."""
    need = item.need_seen.words if item.need_seen else ""
    told = (str(item.get_kind_display()), item.evidence, _page(item.link), need, _measure(item.metric))
    return ", ".join(part for part in told if part)


def _page(link: str) -> str:
    """The path of a page, and the words of what it is filtered by."""
    path, _mark, query = link.partition("?")
    words = " ".join(re.findall(r"[^\W_][\w.]*", unquote_plus(query)))
    return f"{path} ({words})" if words else path


def _measure(key: str) -> str:
    return next((str(one.title) for one in metrics() if one.key == key), key)


def _market(found: Grounds, currency: str) -> Told:
    return [(str(one.year), _place(one, currency)) for one in found.positions]


def _place(one: Any, currency: str) -> str:
    parts = [formats.share(one.share, 1), _("envisioned") if one.is_envisioned else _("found")]
    if one.size is not None:
        parts.append(_("of %(size)s") % {"size": formats.money(one.size, currency, short=True)})
    return ", ".join([*parts, *([_("no. %(rank)s") % {"rank": one.rank}] if one.rank else []), *([one.origin] if one.origin else [])])


def _options(found: Grounds) -> Told:
    return [(f"{one.kind}: {one.inside.sentence} × {one.outside.sentence}", _option(one)) for one in found.options]


def _option(one: Any) -> str:
    said = f"{one.get_state_display()}: {one.sentence}"
    return " ".join(part for part in (said, f"({one.lever})" if one.lever else "", one.reason) if part)


def _initiative(one: Any, currency: str) -> str:
    parts = [
        _("from Q%(quarter)s %(year)s, %(lasts)s quarters") % {"quarter": one.quarter, "year": one.year, "lasts": one.lasts},
        _("we invest %(amount)s") % {"amount": formats.money(one.cost_us, currency)},
        _("they invest %(amount)s") % {"amount": formats.money(one.cost_them, currency)},
    ]
    if one.return_us is not None:
        parts.append(_("returns to us %(amount)s") % {"amount": formats.money(one.return_us, currency)})
    if one.return_them is not None:
        parts.append(_("to them %(amount)s") % {"amount": formats.money(one.return_them, currency)})
    return ", ".join([*parts, *([str(one.lever)] if one.lever else [])])


def _assumption(one: Any) -> str:
    due = _("by %(day)s") % {"day": formats.day(one.due, year=True)} if one.due else ""
    checked = formats.day(one.checked_on, year=True) if one.checked_on else ""
    return ", ".join(
        part for part in (one.test_plan or _("no test planned"), _measure(one.metric), due, str(one.get_holds_display()), checked) if part
    )
