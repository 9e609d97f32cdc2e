"""Rendering: each panel apart from the others, so that one that fails takes nothing down with it."""

from __future__ import annotations

import logging
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from mutua.foundation.database.apart import apart
from mutua.foundation.panels.registry import Panel, panels_of

log = logging.getLogger(__name__)


def render_slot(request: HttpRequest, slot: str, record: Any, *, place: str = "main", tab: str | None = None) -> SafeString:
    """All panels of one place, one after the other."""
    actor = request.actor  # type: ignore[attr-defined]
    shown = (
        _later(panel, record) if panel.lazy else render_panel(request, panel, record)
        for panel in panels_of(actor, slot, place=place, tab=tab)
    )
    return mark_safe("".join(shown))


def render_panel(request: HttpRequest, panel: Panel, record: Any) -> str:
    """One panel; what goes wrong inside is logged and said in its place."""
    try:
        with apart():
            filled = panel.fill(request.actor, record)  # type: ignore[attr-defined]
            if filled is None:
                return ""
            template, context = filled
            return render_to_string(template, {"record": record, "actor": request.actor, **context}, request=request)  # type: ignore[attr-defined]
    except Exception:
        # Whatever it was: the other panels of the page are still worth showing, and the log has the trace.
        log.exception("The panel %s of %s %s could not be shown", panel.key, panel.slot, record.pk)
        return render_to_string("panels/_failed.html", {"panel": panel, "again": _address(panel, record)}, request=request)


def _later(panel: Panel, record: Any) -> str:
    return render_to_string("panels/_later.html", {"panel": panel, "address": _address(panel, record)})


def _address(panel: Panel, record: Any) -> str:
    return reverse("panels:panel", args=[panel.slot, record.pk, panel.key])
