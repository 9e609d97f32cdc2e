"""Beginning a desired profile of an account: from the account team as a surrogate, or from a joint session."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.customers.queries.accounts import account_for
from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.saving import store
from mutua.relationships.models import Profile, ProfileCell
from mutua.relationships.rules.lifecycles import ProfileState

USUAL_CONFIDENCE = {"ours": Decimal("0.50"), "surrogate": Decimal("0.40"), "customer": Decimal("0.80"), "joint": Decimal("0.90")}


@transaction.atomic
def draft_profile(
    actor: Actor,
    account_id: int,
    *,
    perspective: str,
    as_of: date | None = None,
    confidence: Decimal | None = None,
    participants: str = "",
    note: str = "",
) -> Profile:
    """A draft; the living profile of the same perspective is superseded, and its cells are the draft's beginning.

    Raises NotFound, NotAllowed, Refused. Internal until somebody shares it.
    """
    account = account_for(actor, account_id)
    require(actor, "relationships.profile.edit", account)
    if perspective not in Profile.Perspective.values:
        raise Refused(_("%(word)s is no perspective. Nothing was changed.") % {"word": perspective}, field="perspective")
    if confidence is not None and not 0 <= confidence <= 1:
        raise Refused(_("Confidence lies between 0 and 1. Nothing was changed."), field="confidence")

    before = (
        Profile.objects.select_for_update().exclude(state=ProfileState.SUPERSEDED).filter(account=account, perspective=perspective).first()
    )
    if before is not None:
        before.state = ProfileState.SUPERSEDED.value
        before.save(update_fields=["state"])
    profile = Profile(account=account, perspective=perspective, as_of=as_of or days.today(), participants=participants, note=note)
    profile.confidence = confidence if confidence is not None else USUAL_CONFIDENCE[perspective]
    store(profile)
    for cell in before.cells.prefetch_related("activities") if before is not None else ():
        copy = ProfileCell.objects.create(profile=profile, touchpoint=cell.touchpoint, performance=cell.performance)
        copy.activities.set(cell.activities.all())
    return profile
