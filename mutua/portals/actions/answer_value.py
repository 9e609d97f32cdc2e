"""Signing what we claim, or objecting to it: the customer's own act, behind the wall. No role of ours can add such a row."""

from __future__ import annotations

from collections.abc import Collection

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from mutua.foundation import days
from mutua.foundation.database.text import is_storable
from mutua.foundation.records.errors import Refused
from mutua.portals.visitor import Visitor
from mutua.relationships.models import ValueSignature

LONGEST_REASON = 2000


@transaction.atomic
def answer_value(
    visitor: Visitor, *, answer: str, entry_ids: Collection[int], digest: str, reason: str = "", address: str | None = None
) -> ValueSignature:
    """digest: of the entries as the page showed them. The database puts them together itself and refuses another digest.

    What follows from it (entries verified or disputed, the house told) the database does in the same transaction. Raises Refused.
    """
    reason = reason.strip()
    if answer not in ValueSignature.Answer.values or not entry_ids:
        raise Refused(_("Say what you sign or object to. Nothing was changed."))
    if answer == ValueSignature.Answer.OBJECTED and not reason:
        raise Refused(_("Say why you object, in a sentence: whoever made the claim will read it. Nothing was changed."))
    if len(reason) > LONGEST_REASON or not is_storable(reason):
        raise Refused(_("The reason may have 2,000 characters. Nothing was changed."))

    with connection.cursor() as cursor:  # a button that is pressed twice sends both at once: the second waits and sees the first
        cursor.execute("select pg_advisory_xact_lock(hashtext('value answered'), %s::integer)", [visitor.account_id % 2**31])
    if answer == ValueSignature.Answer.OBJECTED and _said_already(entry_ids, digest, reason):
        raise Refused(_("You have said this already, in the same words. Nothing was changed."))

    try:
        with transaction.atomic():
            return ValueSignature.objects.create(
                account_id=visitor.account_id,
                entry_ids=sorted(entry_ids),
                answer=answer,
                reason=reason if answer == ValueSignature.Answer.OBJECTED else "",
                person_id=visitor.person_id,
                signer_name=visitor.name,
                signer_email=visitor.email,
                signer_address=address,
                link_number=visitor.link_id,
                invited_by=visitor.invited_by,
                at=days.now(),
                words="",
                digest=digest,
            )
    except IntegrityError as refusal:
        raise Refused(
            _("What stands there changed since you opened the page, or was answered meanwhile. Nothing was signed; look at it again.")
        ) from refusal


def _said_already(entry_ids: Collection[int], digest: str, reason: str) -> bool:
    """Whether the last word to the same entries, as they stand, was this objection."""
    last = ValueSignature.objects.filter(entry_ids=sorted(entry_ids)).order_by("-pk").values_list("digest", "reason").first()
    return last == (digest, reason)
