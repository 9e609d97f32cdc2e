"""The executive page in words: figures of money on both sides, and what has changed since the last visit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor
from mutua.foundation.ui import formats
from mutua.strategy.models import Measurement, StrategyVersion
from mutua.strategy.money import KINDS
from mutua.strategy.queries.seen_summary import Before
from mutua.strategy.queries.summary import Line, Purseful, Summary, decided_since, facts_of
from mutua.strategy.rules.since import Change, changes
from mutua.strategy.sentences import STATES

VERDICTS = dict(Measurement.Verdict.choices)
VERSION_STATES = dict(StrategyVersion.State.choices)
MOST_NEWS = 30


@dataclass(frozen=True)
class News:
    """One thing that has changed. state: of the mark before it."""

    strategy: Any
    words: str
    url: str
    state: str = ""


@dataclass(frozen=True)
class Since:
    """at: the visit before; None where there was none. more: how many changes are left out."""

    at: datetime | None
    news: Sequence[News]
    more: int = 0


@dataclass(frozen=True)
class Cell:
    """One kind of money on both sides: amounts, None where nothing is known, and where their rows are."""

    kind: str
    us: Decimal | None
    them: Decimal | None
    us_url: str = ""
    them_url: str = ""

    @property
    def title(self) -> Any:
        return KINDS[self.kind]


@dataclass(frozen=True)
class Money:
    """The money of one strategy, or of all, in one currency."""

    currency: str
    budget: Decimal | None
    wanted: Decimal | None
    cells: Sequence[Cell]


def money_of(line: Line) -> list[Money]:
    return money_in_words(line.money, line.version.strategy_id)


def money_in_words(money: Sequence[Purseful], strategy_id: int) -> list[Money]:
    return [_money(one, strategy_id) for one in money]


def totals_of(found: Summary) -> list[Money]:
    return [_money(one) for one in found.totals]


def _money(one: Purseful, strategy_id: int | None = None) -> Money:
    def address(kind: str, side: str) -> str:
        if strategy_id is None or one.of(kind, side) is None:
            return ""
        return reverse("strategy:money", args=[strategy_id, kind, side])

    cells = [Cell(kind, one.of(kind, "us"), one.of(kind, "them"), address(kind, "us"), address(kind, "them")) for kind in KINDS]
    return Money(one.currency, one.budget, one.wanted, cells)


def since(actor: Actor, found: Summary, before: Before | None) -> Since:
    """What is other than at the visit before, and what was decided since; of strategies that the actor sees."""
    if before is None:
        return Since(None, [])
    by_number = {line.version.strategy_id: line for line in found.lines}
    news = [_decision(review) for review in decided_since(actor, before.at)]
    news += [_news(by_number[change.strategy_id], change) for change in changes(before.facts, facts_of(found))]
    return Since(before.at, news[:MOST_NEWS], max(0, len(news) - MOST_NEWS))


def _decision(review: Any) -> News:
    strategy = review.version_of.strategy
    words = _("%(name)s decided: %(decision)s. %(reason)s") % {
        "name": review.decider_name,
        "decision": str(review.get_decision_display()).lower(),
        "reason": review.reason,
    }
    return News(strategy, words, reverse("strategy:review", args=[strategy.pk]))


def _news(line: Line, change: Change) -> News:
    review = reverse("strategy:review", args=[line.version.strategy_id])
    house = line.strategy.get_absolute_url()
    match change.kind:
        case "new":
            return News(line.strategy, _("New here: %(state)s.") % {"state": _state(change.now)}, house)
        case "version":
            return News(line.strategy, _("Version %(now)s after version %(was)s.") % {"now": change.now, "was": change.was}, house)
        case "state":
            told = {"was": _state(change.was), "now": _state(change.now)}
            return News(line.strategy, _("It was %(was)s and is %(now)s.") % told, house)
        case "verdict":
            names = {str(reading.objective.pk): reading.objective.name for reading in line.readings}
            told = {"name": names.get(change.what, ""), "was": _word(change.was), "now": _word(change.now)}
            words = _("“%(name)s” turned from %(was)s to %(now)s.") % told
            return News(line.strategy, words, f"{review}?objective={change.what}", STATES.get(change.now, ""))
    kind, side, currency = change.what.split(" ")
    told = {
        "kind": str(KINDS[kind]).lower(),
        "moved": formats.money(change.moved, currency, signed=True),
        "now": formats.money(Decimal(change.now or 0), currency),
    }
    words = (
        _("%(moved)s %(kind)s on our side: %(now)s now.") if side == "us" else _("%(moved)s %(kind)s on the customers’ side: %(now)s now.")
    )
    return News(line.strategy, words % told, reverse("strategy:money", args=[line.version.strategy_id, kind, side]))


def _state(state: str) -> str:
    return str(VERSION_STATES.get(state, state)).lower()


def _word(verdict: str) -> str:
    return str(VERDICTS.get(verdict, verdict)).lower()
