"""The forecast in words and as a table: for its pages, its sheet and its files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from mutua.foundation.ui import formats
from mutua.sales.queries.forecast import Forecast
from mutua.sales.queries.snapshots import Changes
from mutua.sales.rules.waterfall import STEPS


def bar_word(key: str) -> str:
    words = {
        "opening": _("Was open"),
        "new": _("New"),
        "moved_in": _("Moved in"),
        "grown": _("Grown"),
        "shrunk": _("Shrunk"),
        "moved_out": _("Moved out"),
        "won": _("Won"),
        "lost": _("Lost"),
        "gone": _("Deleted"),
        "closing": _("Is open"),
    }
    return words[key]


def columns_of_forecast() -> tuple[str, ...]:
    return (
        _("Whose"),
        _("Quota"),
        _("Won"),
        _("Commit"),
        _("Best case"),
        _("Pipeline"),
        _("Omitted"),
        _("Weighted"),
        _("Manager’s call"),
        _("Currency"),
    )


def forecast_rows(found: Forecast) -> Iterator[tuple[Any, ...]]:
    for line in [*found.lines, found.total]:
        f = line.figures
        yield line.name, line.quota, f.won, f.commit, f.best, f.pipeline, f.omitted, f.weighted, line.called, found.currency


def waterfall_table(changed: Changes) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """Its columns and rows: opening, each step with how many deals, closing."""
    of = changed.bridge
    rows: list[tuple[Any, ...]] = [(bar_word("opening"), of.opening, "")]
    rows += [(bar_word(step), of.steps[step], len(of.deals[step])) for step in STEPS]
    return (_("What"), _("Amount, %(currency)s") % {"currency": changed.currency}, _("Deals")), [
        *rows,
        (bar_word("closing"), of.closing, ""),
    ]


def finding_of(changed: Changes) -> str:
    """The picture in one sentence, for who does not see it."""
    of, code = changed.bridge, changed.currency
    steps = [f"{bar_word(step).lower()} {formats.money(of.steps[step], code, signed=True)}" for step in STEPS if of.steps[step]]
    told = {
        "was": formats.money(of.opening, code),
        "now": formats.money(of.closing, code),
        "steps": ", ".join(steps) or _("nothing changed"),
    }
    return _("From %(was)s to %(now)s: %(steps)s.") % told
