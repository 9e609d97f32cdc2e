"""Changing a team: its name, who leads it, who belongs to it, and the team above it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.identity.actions.add_team import check_name_is_free
from mutua.foundation.identity.events import TeamChanged
from mutua.foundation.identity.locking import locked
from mutua.foundation.identity.models import Team, User
from mutua.foundation.identity.queries.users import team_for
from mutua.foundation.records.saving import store
from mutua.foundation.records.trees import refuse_circle


@transaction.atomic
def edit_team(
    actor: Actor, team_id: int, *, version: int | None, name: str, lead: User | None, members: Iterable[User], parent: Team | None
) -> Team:
    """The team with these values. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    team = locked(team_for(actor, team_id), version)
    require(actor, "identity.team.edit", team)
    check_name_is_free(name, but_for=team.pk)
    refuse_circle(team, parent)

    team.name, team.lead, team.parent = name.strip(), lead, parent
    store(team, update_fields=["name", "lead", "parent"])
    team.members.set(members)

    announce(TeamChanged(team_id=team.pk, act="changed"), actor=actor)
    return team
