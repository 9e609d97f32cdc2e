"""What quotas and calls have in common: about whom they are, and that they are only ever added."""

from __future__ import annotations

from typing import TypeVar

from django.utils.translation import gettext as _

from mutua.foundation import days
from mutua.foundation.access import Actor
from mutua.foundation.identity.models import Team, User
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.saving import store
from mutua.sales.models import Territory
from mutua.sales.models.quota import Said
from mutua.sales.queries.subjects import people_of, teams_of, territories_of_people

S = TypeVar("S", bound=Said)


def say(actor: Actor, said: S, of: User | Team | Territory) -> S:
    """Store it about this person, team or territory, as said now by the actor. Raises Refused for whom the actor does not see."""
    name = "user" if isinstance(of, User) else "team" if isinstance(of, Team) else "territory"
    seen = {"user": people_of, "team": teams_of, "territory": territories_of_people}[name](actor)
    if not seen.filter(pk=of.pk).exists():
        raise Refused(_("Nobody of this name works with you or below you. Nothing was saved."), field="of")
    if said.last < said.first:
        raise Refused(_("The last day cannot be before the first. Nothing was saved."), field="last")
    if said.amount is not None and said.amount < 0:
        raise Refused(_("An amount is nothing or more. Nothing was saved."), field="amount")
    setattr(said, name, of)
    said.said_at, said.said_by = days.now(), actor.name
    store(said)
    return said
