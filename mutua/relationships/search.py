"""What the palette finds of relationships."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mutua.customers.models import Account
from mutua.customers.queries.worded import worded
from mutua.foundation.access import Actor
from mutua.foundation.search import Found, command, searchable
from mutua.foundation.search.words import containing, fold, foremost
from mutua.relationships.models import Activity, Touchpoint
from mutua.relationships.queries.catalogue import folded_names
from mutua.relationships.queries.plans import plans_seen
from mutua.relationships.queries.roadmaps import items_seen
from mutua.relationships.queries.touchpoints import touchpoints_seen


@searchable("account-touchpoint", title=_("Touchpoints"), order=40, needs="relationships.touchpoint.view")
def account_touchpoints(actor: Actor, text: str, limit: int) -> list[Found]:
    """By the name of the account or of the touchpoint; all words have to fit, in any order."""
    seen = touchpoints_seen(actor)
    words = fold(text).split()
    # The catalogue is short: of it is said here which words an account still has to have, and of which touchpoints
    lacking: dict[tuple[str, ...], list[int]] = {}
    for number, name in folded_names(Touchpoint) if words else ():
        if words[-1] in name:
            lacking.setdefault(tuple(word for word in words if word not in name), []).append(number)
    fits = Q()
    for missing, numbers in lacking.items():
        at = Account.objects.filter(*(containing(word, "search") for word in missing)).values("pk")
        fits |= Q(touchpoint__in=numbers, account__in=at) if missing else Q(touchpoint__in=numbers)
    rows = (
        foremost(seen.select_related("account", "touchpoint"), seen.filter(fits), "touchpoint__position", "pk", limit=limit) if fits else []
    )
    return [Found(title=at.touchpoint.name, subtitle=at.account.name, url=at.get_absolute_url(), glyph="arrows-join-2") for at in rows]


@searchable("roadmap-item", title=_("Roadmap items"), order=45, needs="relationships.roadmap.view")
def roadmap_items(actor: Actor, text: str, limit: int) -> list[Found]:
    """By their titles and, where they have none, by the activity."""
    seen, words = items_seen(actor), fold(text).split()
    titled = foremost(seen, worded(seen, "title", text), "-pk", limit=limit)
    activities = [number for number, name in folded_names(Activity) if all(word in name for word in words)] if words else []
    rest = foremost(seen, seen.filter(title="", activity__in=activities), "-pk", limit=limit) if activities else []
    rows = [*titled, *rest][:limit]
    return [Found(title=item.name, subtitle=item.account.name, url=item.get_absolute_url(), glyph="route") for item in rows]


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
command(
    key="measures",
    title=_("Measures of all customers"),
    url_name="relationships:measures",
    icon="ruler-2",
    needs="relationships.touchpoint.view",
)
command(
    key="reconciliation",
    title=_("Reconciliation: our number beside theirs"),
    url_name="relationships:differences",
    icon="arrows-split-2",
    needs="relationships.touchpoint.view",
)
command(
    key="watch-budget",
    title=_("False alarms of the watches"),
    url_name="relationships:watch-budget",
    icon="bell",
    needs="relationships.watch.edit",
)
