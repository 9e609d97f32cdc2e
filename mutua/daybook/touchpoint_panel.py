"""What was said at one touchpoint of an account, on its page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from mutua.daybook.models import Interaction
from mutua.foundation.access import Actor, visible_to
from mutua.foundation.panels import panel
from mutua.relationships.models import AccountTouchpoint

SHOWN = 8


@panel("account-touchpoint", key="interactions", title=_("What was said here"), place="main", order=30, needs="daybook.interaction.view")
def interactions_here(actor: Actor, at: AccountTouchpoint) -> tuple[str, dict[str, Any]] | None:
    """The last few: one query. One more is read, to know whether there are others."""
    seen = visible_to(actor, Interaction.objects.filter(account=at.account_id, touchpoint=at.touchpoint_id))
    rows = list(seen.select_related("person", "owner")[: SHOWN + 1])
    return "daybook/panels/_at_touchpoint.html", {"rows": rows[:SHOWN], "more": len(rows) > SHOWN, "at": at}
