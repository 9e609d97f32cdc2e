"""Telling the house that a customer signed or objected. The answer itself is written by the customer, behind the wall."""

from __future__ import annotations

from django.db import transaction

from mutua.foundation.access import Actor, find, require
from mutua.foundation.events import announce
from mutua.relationships.events import ValueAnswered
from mutua.relationships.models import ValueSignature


@transaction.atomic
def tell_of_signature(actor: Actor, signature_id: int) -> ValueSignature:
    """Raises NotFound, NotAllowed."""
    signature = find(ValueSignature.objects.all(), pk=signature_id)
    require(actor, "relationships.value.edit", signature)

    announce(
        ValueAnswered(
            signature_id=signature.pk,
            account_id=signature.account_id,
            who=signature.signer_name,
            entries=len(signature.entry_ids),
            answer=signature.answer,
            reason=signature.reason,
        ),
        actor=actor,
    )
    return signature
