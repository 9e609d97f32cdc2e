"""Writing down that a customer agreed to a shared profile. From then on it stands: what changes afterwards is a new draft."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, find, require, visible_to
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import locked
from mutua.relationships.actions.keep_version import keep_version
from mutua.relationships.events import ProfileAgreed
from mutua.relationships.models import Profile
from mutua.relationships.rules.lifecycles import ProfileState
from mutua.relationships.rules.visibility import Visibility, next_visibilities


@transaction.atomic
def agree_profile(actor: Actor, profile_id: int, *, version: int | None, how: str, in_session: bool = False) -> Profile:
    """how: who agreed, when and by what; it goes into the timeline and stands on the customer's page, with who of ours wrote it down.

    in_session: both said it themselves, in a joint session. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    profile: Profile = locked(find(visible_to(actor, Profile.objects.all()), pk=profile_id), version)
    require(actor, "relationships.profile.share", profile)
    if Visibility.AGREED not in next_visibilities(profile.visibility):
        raise Refused(_("Only a profile that the customer has been shown can be agreed. Nothing was changed; share it first."))
    if profile.state not in (ProfileState.VALIDATED, ProfileState.BASELINED):
        raise Refused(_("The customer has to validate it before both agree. Nothing was changed."))
    if not how.strip():
        raise Refused(_("Write who of theirs agreed, and how. Nothing was changed."), field="how")

    profile.visibility = Visibility.AGREED.value
    profile.agreement = how.strip() if in_session else _("Written down by %(name)s: %(how)s") % {"name": actor.name, "how": how.strip()}
    profile.save(update_fields=["visibility", "agreement"])
    keep_version(actor, profile)

    perspective = str(profile.get_perspective_display()).lower()
    announce(ProfileAgreed(profile_id=profile.pk, account_id=profile.account_id, perspective=perspective, how=how.strip()), actor=actor)
    return profile
