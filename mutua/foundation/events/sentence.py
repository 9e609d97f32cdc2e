"""What the timeline says of an event: a key, and what was known at the time. The words come when it is read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from mutua.foundation.ui.markup import escaped

Side = Literal["us", "them", "both"]
Subject = tuple[str, int]

_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Sentence:
    """One line for the timeline of each subject in `about`, e.g. ("account", 5).

    params: names, amounts and days as they were then, never only numbers of records; a later reader can no longer ask.
    `detail` among them is shown as a second line. side: who did it. at: when it happened, if that was before it was told.
    touchpoint: the key of the touchpoint it belongs to. link: a path of ours.
    """

    key: str
    params: Mapping[str, Any] = field(default_factory=dict)
    about: Sequence[Subject] = ()
    side: Side = "us"
    touchpoint: str = ""
    link: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Wording:
    """The words of one sentence key. needs: the permission without which the line is not shown."""

    template: Any  # a lazy translation with {places}
    needs: str | None
    icon: str


_wordings: dict[str, Wording] = {}


def say(key: str, template: Any, *, needs: str | None = None, icon: str = "") -> None:
    """Declare the words of a sentence. Places in braces are filled from its params; {who} is the one who acted."""
    known = _wordings.get(key)
    if known is not None and str(known.template) != str(template):
        raise ValueError(f"The sentence {key} is declared twice, with different words.")
    _wordings[key] = Wording(template, needs, icon)


def wordings() -> dict[str, Wording]:
    return dict(_wordings)


def wording_of(key: str) -> Wording | None:
    return _wordings.get(key)


def render(key: str, params: Mapping[str, str], who: str = "") -> SafeString:
    """The sentence as HTML. Every value is escaped; a place that nothing is known for shows a dash."""
    wording = _wordings.get(key)
    if wording is None:
        return format_html("{}", _("Something happened that this version has no words for (%(key)s)") % {"key": key})
    known = {"who": who or _("Mutua"), **params}
    parts: list[str] = []
    end = 0
    template = str(wording.template)
    for place in _PLACE.finditer(template):
        parts.append(escaped(template[end : place.start()]))
        name, value = place[1], escaped(known.get(place[1], "–"))
        parts.append(f'<b class="b">{value}</b>' if name == "who" else value)
        end = place.end()
    parts.append(escaped(template[end:]))
    return mark_safe("".join(parts))  # every part was escaped above
