"""A desired profile on its way: reviewed by the team, validated by the customer, baselined."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, find, require, visible_to
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import locked
from mutua.relationships.actions.keep_version import keep_version
from mutua.relationships.events import ProfileMoved
from mutua.relationships.models import Profile
from mutua.relationships.rules.lifecycles import ProfileState, next_profile_states


@transaction.atomic
def move_profile(actor: Actor, profile_id: int, *, version: int | None, to: str) -> Profile:
    """Raises NotFound, NotAllowed, StaleVersion; Refused where the state before does not allow it."""
    profile: Profile = locked(find(visible_to(actor, Profile.objects.all()), pk=profile_id), version)
    require(actor, "relationships.profile.edit", profile)
    if to not in next_profile_states(profile.state):
        raise Refused(
            _("A profile that is “%(state)s” cannot go there. Nothing was changed.") % {"state": profile.get_state_display()}, field="to"
        )

    profile.state = ProfileState(to).value
    profile.save(update_fields=["state"])
    keep_version(actor, profile)

    perspective = str(profile.get_perspective_display())
    told = ProfileMoved(
        profile_id=profile.pk, account_id=profile.account_id, perspective=perspective, state=str(profile.get_state_display()).lower()
    )
    announce(told, actor=actor)
    return profile
