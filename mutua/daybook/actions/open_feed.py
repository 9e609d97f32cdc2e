"""Giving one's calendar an address that a calendar program reads. The address that it had before is dead from then on."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.daybook.feeds import digest_of, new_token
from mutua.daybook.models import CalendarFeed
from mutua.foundation import days
from mutua.foundation.access import Actor, may, require
from mutua.foundation.access.people import actor_with_id
from mutua.foundation.records.errors import Refused

SHOWN = ("daybook.task.view", "customers.account.view", "customers.person.view")


@transaction.atomic
def open_feed(actor: Actor) -> str:
    """The token of the new address, which is shown this once. Raises NotAllowed, Refused."""
    require(actor, "daybook.meeting.view")
    if actor.kind not in ("person", "key") or actor.user_id is None:
        raise Refused(_("Only a person has a calendar. Nothing was made."))
    person = actor_with_id(actor.user_id)
    for permission in SHOWN:
        # The address shows what its person may see: a key with fewer scopes would read there what it may not read here.
        if may(person, permission):
            require(actor, permission)

    token = new_token()
    values = {"digest": digest_of(token), "made_at": days.now(), "last_read_on": None}
    CalendarFeed.objects.update_or_create(user_id=actor.user_id, defaults=values)
    return token
