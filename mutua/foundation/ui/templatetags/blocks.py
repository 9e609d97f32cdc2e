"""Tags with something inside: panels, charts, notes, empty pages; and the slots that panels fill."""

from __future__ import annotations

from itertools import count
from typing import Any

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify

register = template.Library()
_numbers = count(1)


@register.simple_block_tag
def panel(
    content: str,
    title: Any,
    note: Any = "",
    link: str = "",
    link_text: Any = "",
    count: Any = "",
    id: str = "",
    wide: bool = False,
    css: str = "",
) -> SafeString:
    """A titled box: small note beside the title, one link at the right."""
    # Two panels may carry one title, ids may not be shared: a heading is numbered when no id is given.
    heading = id or f"{slugify(str(title)) or 'panel'}-{next(_numbers)}"
    return render_to_string(
        "ui/components/_panel.html",
        {
            "content": content,
            "title": title,
            "note": note,
            "link": link,
            "link_text": link_text,
            "count": count,
            "heading": heading,
            "css": f"{css} panel-wide".strip() if wide else css,
        },
    )


@register.simple_block_tag
def fact(content: str, title: Any) -> SafeString:
    return format_html("<div><dt>{}</dt><dd>{}</dd></div>", title, content)


@register.simple_block_tag
def note(content: str, kind: str = "plain", icon: str = "") -> SafeString:
    """A sentence that the reader should not miss. kind: plain, watch, breach."""
    return render_to_string("ui/components/_note.html", {"content": content, "kind": kind, "icon": icon})


@register.simple_block_tag
def blank(content: str, title: Any, text: Any = "", art: str = "two", steps: Any = ()) -> SafeString:
    """An empty page: what the thing is, the first step, the three after."""
    return render_to_string("ui/components/_blank.html", {"content": content, "title": title, "text": text, "art": art, "steps": steps})


@register.simple_block_tag
def chart(
    content: str, title: Any, units: Any = "", label: Any = "", table: Any = None, csv: str = "", note: Any = "", level: int = 3
) -> SafeString:
    """A picture with its title, units, finding in words, table and CSV. The drawing inside is hidden from screen readers."""
    return render_to_string(
        "ui/components/_chart.html",
        {"content": content, "title": title, "units": units, "label": label, "table": table, "csv": csv, "note": note, "level": level},
    )


@register.simple_tag(takes_context=True)
def slot(context: Context, name: str, record: Any, place: str = "main", tab: str | None = None) -> SafeString:
    """The panels that other domains put here."""
    from mutua.foundation.panels import render_slot

    return render_slot(context["request"], name, record, place=place, tab=tab)


@register.inclusion_tag("ui/components/_progress.html")
def progress(work: Any, url: str = "") -> dict[str, Any]:
    """A bar for long work. work: title, done, total, state, message; url: polled while it runs."""
    total = int(getattr(work, "total", 0) or 0)
    done = int(getattr(work, "done", 0) or 0)
    running = str(getattr(work, "state", "")) in ("waiting", "running", "todo", "doing")
    return {
        "work": work,
        "done": done,
        "total": total,
        "percent": round(min(100, done / total * 100), 1) if total else 0,
        "running": running,
        "url": url,
    }
