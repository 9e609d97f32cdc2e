"""The lines of a page as HTML. A record shows twenty at first, so they are put together here and not by a template."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from mutua.foundation.ui.formats import moment
from mutua.foundation.ui.markup import escaped
from mutua.foundation.ui.templatetags.mutua import label, side

if TYPE_CHECKING:
    from mutua.foundation.timeline.models import TimelineEntry


def drawn(entries: Iterable[TimelineEntry]) -> SafeString:
    return mark_safe("".join(_line(entry) for entry in entries))


def _line(entry: TimelineEntry) -> str:
    words = f'<a href="{escaped(entry.link)}">{entry.words}</a>' if entry.link else entry.words
    at = f'<time datetime="{timezone.localtime(entry.at).isoformat()}">{moment(entry.at)}</time>'
    detail, touchpoint = entry.detail, entry.touchpoint_label
    return (
        f'<li>{side(entry.side)}<div><p class="who">{words}{at}</p>'
        + (f'<p class="what">{escaped(detail)}</p>' if detail else "")
        + (f'<p class="mt-half">{label(touchpoint, icon=entry.icon)}</p>' if touchpoint else "")
        + "</div></li>\n"
    )
