"""Evidence panels on the page of a review: one for each domain, and one for what cannot be counted. Each fails alone."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mutua.foundation.access import Actor
from mutua.foundation.database.apart import apart
from mutua.foundation.panels import panel, slot
from mutua.strategy.models import Objective
from mutua.strategy.queries.evidence_counts import Counted, asked_about, counted, panels_for
from mutua.strategy.queries.strategies import objective_for
from mutua.strategy.review_evidence import Count, EvidencePanel, gives_evidence

log = logging.getLogger(__name__)
SLOT = "objective"
Filled = tuple[str, dict[str, Any]] | None


@dataclass(frozen=True)
class Line:
    """One number with the address of its rows, and its parts: (value, number, address)."""

    counted: Counted
    url: str
    parts: list[tuple[str, int, str]]


def under_review() -> None:
    """Declare the slot of the page; what cannot be counted stands last in it, and with whoever may see the strategy."""
    slot(SLOT, find=objective_for)
    panel(SLOT, key="missing", title=_("What cannot be counted"), needs="strategy.strategy.view", order=90, lazy=True)(_missing)


def register(one: EvidencePanel) -> None:
    """Put a domain's evidence on the page of each objective. It comes when somebody scrolls to it."""
    gives_evidence(one)
    if all(count.missing for count in one.counts):
        return  # it stands with what cannot be counted

    def fill(actor: Actor, objective: Objective) -> Filled:
        return _filled(actor, objective, one)

    panel(SLOT, key=one.key, title=one.title, needs=one.needs, order=one.order, lazy=True)(fill)


def _filled(actor: Actor, objective: Objective, one: EvidencePanel) -> Filled:
    asked = asked_about(objective)
    if asked is None or one not in panels_for(actor, objective):
        return None
    found = counted(actor, asked, [count for count in one.counts if not count.missing])
    if not any(line.number for line in found):
        return None
    told = one.told({line.count.key: line.number for line in found}) if one.told else ""
    context = {"panel": one, "lines": [_line(objective, one.key, line) for line in found], "told": told, "asked": asked}
    return "strategy/review/_evidence_panel.html", context


def _missing(actor: Actor, objective: Objective) -> Filled:
    """Of each domain that the actor may ask; one that breaks is named, and the others are told."""
    asked = asked_about(objective)
    if asked is None:
        return None
    lines, broken = [], []
    for one in panels_for(actor, objective):
        wanted: list[Count] = [count for count in one.counts if count.missing]
        try:
            with apart():
                lines += [_line(objective, one.key, line) for line in counted(actor, asked, wanted) if line.number]
        except Exception:
            # Whatever it was: what the others lack is still worth knowing, and the log has the trace.
            log.exception("What %s lacks for objective %s could not be counted", one.key, objective.pk)
            broken.append(one.title)
    return "strategy/review/_missing.html", {"lines": lines, "broken": broken, "asked": asked}


def _line(objective: Objective, panel_key: str, found: Counted) -> Line:
    url = reverse("strategy:evidence-rows", args=[objective.pk, panel_key, found.count.key])
    parts = [(value, number, f"{url}?{_query(value)}") for value, number in found.parts]
    return Line(found, url, parts)


def _query(value: str) -> str:
    return urlencode({"of": value})
