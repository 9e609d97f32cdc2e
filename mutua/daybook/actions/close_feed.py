"""Withdrawing the address of one's calendar."""

from __future__ import annotations

from django.db import transaction

from mutua.daybook.models import CalendarFeed
from mutua.foundation.access import Actor, require, visible_to


@transaction.atomic
def close_feed(actor: Actor) -> bool:
    """Whether there was one. Raises NotAllowed."""
    require(actor, "daybook.meeting.view")
    gone, _of_which = visible_to(actor, CalendarFeed.objects.filter(user=actor.user_id)).delete()
    return gone > 0
