"""Beginning a desired profile of an account: from the account team as a surrogate, or from a joint session."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from mutua.customers.queries.accounts import account_for
from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.saving import store
from mutua.foundation.ui import formats
from mutua.relationships.actions.keep_version import keep_version
from mutua.relationships.models import Profile, ProfileCell
from mutua.relationships.rules.lifecycles import ProfileState

# How sure a perspective is unless somebody says another figure, and why.
USUAL_CONFIDENCE = {"ours": Decimal("0.50"), "surrogate": Decimal("0.40"), "customer": Decimal("0.80"), "joint": Decimal("0.90")}
USUAL_REASON = {
    "ours": _lazy("What we want ourselves; nobody asked them."),
    "surrogate": _lazy("Our account team speaks for the customer; nobody of theirs was asked."),
    "customer": _lazy("The customer said it; we were not there to ask what it means."),
    "joint": _lazy("Both sides said it together, cell by cell."),
}
# A joint one that one of ours wrote down: between what we think for them and what they put there themselves.
WRITTEN_DOWN = Decimal("0.65")
WRITTEN_DOWN_REASON = _lazy("One of ours wrote down what both said; nobody of theirs put it there.")


@transaction.atomic
def draft_profile(
    actor: Actor,
    account_id: int,
    *,
    perspective: str,
    as_of: date | None = None,
    confidence: Decimal | None = None,
    confidence_reason: str = "",
    participants: str = "",
    note: str = "",
    in_session: bool = False,
) -> Profile:
    """A draft; the living profile of the same perspective is superseded, and its cells are the draft's beginning.

    confidence: another one than usual needs its reason. in_session: a joint one that both sides said themselves; without it, it is one of ours
    who writes down what was said, and participants says who of theirs was there. Raises NotFound, NotAllowed, Refused. Internal until somebody shares it.
    """
    account = account_for(actor, account_id)
    require(actor, "relationships.profile.edit", account)
    if perspective not in Profile.Perspective.values:
        raise Refused(_("%(word)s is no perspective. Nothing was changed.") % {"word": perspective}, field="perspective")
    if confidence is not None and not 0 <= confidence <= 1:
        raise Refused(_("Confidence lies between 0 and 1. Nothing was changed."), field="confidence")
    if as_of is not None and as_of > days.today():
        raise Refused(
            _("A profile says what is wanted on a day that has come: %(day)s has not. Nothing was changed.") % {"day": as_of}, field="as_of"
        )
    wrote_down = perspective == Profile.Perspective.JOINT and not in_session
    if wrote_down and not participants.strip():
        raise Refused(
            _("Say who of theirs was there, or open a joint session: a joint profile is what both said. Nothing was changed."),
            field="participants",
        )
    usual = WRITTEN_DOWN if wrote_down else USUAL_CONFIDENCE[perspective]
    if confidence not in (None, usual) and not confidence_reason.strip():
        words = {"usual": formats.number(usual, 2)}
        raise Refused(_("Say why it is surer or less sure than usual (%(usual)s). Nothing was changed.") % words, field="confidence_reason")

    before = (
        Profile.objects.select_for_update().exclude(state=ProfileState.SUPERSEDED).filter(account=account, perspective=perspective).first()
    )
    if before is not None:
        before.state = ProfileState.SUPERSEDED.value
        before.save(update_fields=["state"])
        keep_version(actor, before)
    profile = Profile(account=account, perspective=perspective, as_of=as_of or days.today(), participants=participants, note=note)
    profile.confidence = confidence if confidence is not None else usual
    profile.confidence_reason = confidence_reason.strip() or str(WRITTEN_DOWN_REASON if wrote_down else USUAL_REASON[perspective])
    store(profile)
    for cell in before.cells.prefetch_related("activities") if before is not None else ():
        same = {name: getattr(cell, name) for name in ("touchpoint", "performance", "wish", "measure", "change")}
        copy = ProfileCell.objects.create(profile=profile, **same)
        copy.activities.set(cell.activities.all())
    keep_version(actor, profile)
    return profile
