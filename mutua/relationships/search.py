"""What the palette finds of relationships."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mutua.foundation.access import Actor
from mutua.foundation.search import Found, command, searchable
from mutua.relationships.queries.plans import plans_seen
from mutua.relationships.queries.roadmaps import items_seen
from mutua.relationships.queries.touchpoints import touchpoints_seen


@searchable("account-touchpoint", title=_("Touchpoints"), order=40, needs="relationships.touchpoint.view")
def account_touchpoints(actor: Actor, text: str, limit: int) -> list[Found]:
    """By the name of the account or of the touchpoint; all words have to fit, in any order."""
    fits = Q()
    for word in text.split():
        fits &= Q(account__search__contains=word.casefold()) | Q(touchpoint__name__icontains=word)
    rows = (
        touchpoints_seen(actor).filter(fits, touchpoint__name__icontains=text.split()[-1])
        if text.split()
        else touchpoints_seen(actor).none()
    )
    return [
        Found(title=at.touchpoint.name, subtitle=at.account.name, url=at.get_absolute_url(), glyph="arrows-join-2")
        for at in rows.select_related("account", "touchpoint")[:limit]
    ]


@searchable("roadmap-item", title=_("Roadmap items"), order=45, needs="relationships.roadmap.view")
def roadmap_items(actor: Actor, text: str, limit: int) -> list[Found]:
    rows = items_seen(actor).filter(Q(title__icontains=text) | Q(title="", activity__name__icontains=text))
    return [Found(title=item.name, subtitle=item.account.name, url=item.get_absolute_url(), glyph="route") for item in rows[:limit]]


@searchable("plan", title=_("Plans"), order=60, needs="relationships.plan.view")
def yearly_plans(actor: Actor, text: str, limit: int) -> list[Found]:
    wanted = text.casefold()
    plans = [plan for plan in plans_seen(actor)[:50] if wanted in str(plan).casefold()]
    return [
        Found(title=str(plan), subtitle=str(plan.get_state_display()), url=plan.get_absolute_url(), glyph="calendar-stats")
        for plan in plans[:limit]
    ]


command(
    key="catalogue",
    title=_("Catalogue of touchpoints"),
    url_name="relationships:catalogue",
    icon="book",
    needs="relationships.catalogue.view",
)
command(
    key="two-axes",
    title=_("Type and performance"),
    url_name="relationships:two-axes",
    icon="chart-dots",
    needs="relationships.touchpoint.view",
)
command(
    key="our-readiness",
    title=_("Our own readiness"),
    url_name="relationships:our-readiness",
    icon="gauge",
    needs="relationships.readiness.edit",
)
