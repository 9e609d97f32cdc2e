"""Sharing a desired profile: the one step by which anything of it may leave the house."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, find, require, visible_to
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import locked
from mutua.relationships.actions.keep_version import keep_version
from mutua.relationships.events import ProfileShared
from mutua.relationships.models import Profile
from mutua.relationships.rules.lifecycles import ProfileState
from mutua.relationships.rules.visibility import Visibility, next_visibilities


@transaction.atomic
def share_profile(actor: Actor, profile_id: int, *, version: int | None) -> Profile:
    """Let the customer see it. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    profile: Profile = locked(find(visible_to(actor, Profile.objects.all()), pk=profile_id), version)
    require(actor, "relationships.profile.share", profile)
    if Visibility.SHARED not in next_visibilities(profile.visibility):
        raise Refused(_("This profile is shared already."))
    if profile.state == ProfileState.SUPERSEDED:
        raise Refused(_("This profile was superseded. Share the one that replaced it."))

    profile.visibility = Visibility.SHARED.value
    profile.save(update_fields=["visibility"])
    keep_version(actor, profile)

    announce(
        ProfileShared(profile_id=profile.pk, account_id=profile.account_id, perspective=str(profile.get_perspective_display())), actor=actor
    )
    return profile
