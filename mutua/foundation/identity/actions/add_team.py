"""Adding a team."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.identity.events import TeamChanged
from mutua.foundation.identity.models import Team, User
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.saving import store


@transaction.atomic
def add_team(actor: Actor, *, name: str, lead: User | None = None, members: Iterable[User] = (), parent: Team | None = None) -> Team:
    """The new team. Raises NotAllowed, Refused."""
    require(actor, "identity.team.create")
    check_name_is_free(name)

    team = Team(name=name.strip(), lead=lead, parent=parent)
    store(team)
    team.members.set(members)

    announce(TeamChanged(team_id=team.pk, act="added"), actor=actor)
    return team


def check_name_is_free(name: str, *, but_for: int = 0) -> None:
    """Raises Refused where another team is called so."""
    if "\x00" not in name and Team.objects.filter(name__iexact=name.strip()).exclude(pk=but_for).exists():
        raise Refused(
            _("There is a team “%(name)s” already. Nothing was saved; give it another name.") % {"name": name.strip()}, field="name"
        )
