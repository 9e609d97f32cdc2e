"""What relationships shows on the page of an account."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from mutua.customers.models import Account
from mutua.customers.tabs import account_tab
from mutua.foundation.access import Actor
from mutua.foundation.panels import panel
from mutua.relationships.models.roadmap_item import ENDED
from mutua.relationships.queries.profiles import desired_at, profiles_of, wanted_by
from mutua.relationships.queries.readiness import gates_of
from mutua.relationships.queries.roadmaps import roadmap_of
from mutua.relationships.queries.touchpoints import meetings_of, touchpoints_seen
from mutua.relationships.queries.values import balance_of

Filled = tuple[str, dict[str, Any]] | None
MOST = 6


def _open_touchpoints(actor: Actor, account: Account) -> int | None:
    return touchpoints_seen(actor).filter(account=account).count() or None


account_tab(
    "touchpoints",
    _("Touchpoints"),
    order=20,
    url_name="relationships:account-touchpoints",
    needs="relationships.touchpoint.view",
    count=_open_touchpoints,
)
account_tab("profile", _("Profile"), order=30, url_name="relationships:profile", needs="relationships.profile.view")
account_tab("roadmap", _("Roadmap"), order=40, url_name="relationships:roadmap", needs="relationships.roadmap.view")


@panel("account", key="value", title=_("Value, both ways"), place="wide", order=20, needs="relationships.value.view")
def value_panel(actor: Actor, account: Account) -> Filled:
    balance = balance_of(actor, account.pk, account.currency)
    return ("relationships/panels/_value.html", {"balance": balance, "account": account}) if balance else None


@panel("account", key="performance", title=_("Performance by touchpoint"), place="main", order=20, needs="relationships.touchpoint.view")
def performance_panel(actor: Actor, account: Account) -> Filled:
    shown = meetings_of(actor, account.pk)
    return ("relationships/panels/_performance.html", {"meetings": shown, "account": account}) if shown else None


@panel("account", key="gap", title=_("Where both want to be"), place="side", order=20, needs="relationships.profile.view")
def gap_panel(actor: Actor, account: Account) -> Filled:
    """The gaps of the surest profile, and which gates are closed. Hidden where no profile stands."""
    profiles = profiles_of(actor, account.pk)
    if not profiles:
        return None
    wanted = wanted_by(actor, profiles[0])
    gaps = [desired for meeting in meetings_of(actor, account.pk) if (desired := desired_at(meeting, wanted)) is not None and desired.gap]
    return "relationships/panels/_gap.html", {"profile": profiles[0], "gaps": gaps, "account": account}


@panel("account", key="roadmap", title=_("Roadmap"), place="side", order=25, needs="relationships.roadmap.view")
def roadmap_panel(actor: Actor, account: Account) -> Filled:
    items = [item for item in roadmap_of(actor, account.pk) if item.state not in ENDED]
    if not items:
        return None
    gates = gates_of(actor, items[:MOST])
    return "relationships/panels/_roadmap.html", {
        "gates": [gates[item.pk] for item in items[:MOST]],
        "count": len(items),
        "account": account,
    }
