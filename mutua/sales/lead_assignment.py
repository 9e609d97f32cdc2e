"""Why a lead went to whom it went, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

_PLACES = (
    gettext_lazy("first"), gettext_lazy("second"), gettext_lazy("third"), gettext_lazy("fourth"), gettext_lazy("fifth"), gettext_lazy("sixth"),
    gettext_lazy("seventh"), gettext_lazy("eighth"), gettext_lazy("ninth"), gettext_lazy("tenth"),
)  # fmt: skip


def told_assignment(why: Mapping[str, Any]) -> str:
    """Such as “third in turn of team North; 4 open leads”; empty where a person gave it."""
    if not why:
        return ""
    of = _("territory %(name)s") if why["territory"] else _("team %(name)s")
    whose = of % {"name": why["pool"]}
    place = str(_PLACES[why["place"] - 1]) if why["place"] <= len(_PLACES) else _("no. %(n)s") % {"n": why["place"]}
    if why["by"] == "load":
        said = _("fewest of %(of)s in %(whose)s") % {"of": why["of"], "whose": whose}
    else:
        said = _("%(place)s in turn of %(whose)s") % {"place": place, "whose": whose}
    count = ngettext("%(n)s open lead", "%(n)s open leads", why["open"]) % {"n": why["open"]}
    skipped = "; " + _("%(names)s had as many as they take") % {"names": ", ".join(why["skipped"])} if why["skipped"] else ""
    return f"{said}; {count}{skipped}"
