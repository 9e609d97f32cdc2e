"""What the palette finds of strategy, and what it can do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mutua.customers.queries.worded import worded
from mutua.foundation.access import Actor
from mutua.foundation.search import Found, command, searchable
from mutua.foundation.search.words import foremost
from mutua.strategy.queries.segments import segments_seen
from mutua.strategy.queries.strategies import find_strategies


@searchable("strategy", title=_("Strategies"), order=40, needs="strategy.strategy.view")
def strategies(actor: Actor, text: str, limit: int) -> list[Found]:
    return [
        Found(title=one.name, subtitle=f"{one.segment}, {one.offering}", url=one.get_absolute_url(), glyph="target-arrow")
        for one in find_strategies(actor, text, limit)
    ]


@searchable("segment", title=_("Segments"), order=45, needs="strategy.segment.view")
def segments(actor: Actor, text: str, limit: int) -> list[Found]:
    seen = segments_seen(actor)
    found = foremost(seen, worded(seen, "name", text), "name", "pk", limit=limit)
    return [
        Found(title=one.name, subtitle=str(one.get_party_kind_display()), url=one.get_absolute_url(), glyph="users-group") for one in found
    ]


command(
    key="new-strategy", title=_("New strategy"), url_name="strategy:strategy-new", icon="plus", needs="strategy.strategy.edit", keys="c s"
)
command(key="new-segment", title=_("New segment"), url_name="strategy:segment-new", icon="plus", needs="strategy.segment.edit")
