"""A customer objects to entries of the value ledger: whoever is responsible for the account reads it by mail, as it stands on Today."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from mutua.foundation.access import may
from mutua.foundation.access.people import actor_with_id
from mutua.foundation.events import when
from mutua.foundation.identity.models import User
from mutua.foundation.mail import send
from mutua.foundation.mail.headers import one_line
from mutua.foundation.ui.middleware import read_by
from mutua.relationships.events import ValueAnswered
from mutua.relationships.models import ValueSignature
from mutua.relationships.objections_today import key_of, objections


@when(ValueAnswered)
def customers_objection_mails_the_owner(event: ValueAnswered) -> None:
    if event.answer != ValueSignature.Answer.OBJECTED:
        return
    owner = User.objects.filter(accounts__pk=event.account_id, accounts__deleted_at=None, is_active=True).first()
    if owner is None:
        return
    # Who may not see it on Today, or no longer, is not told by mail either.
    actor = actor_with_id(owner.pk)
    if may(actor, "relationships.value.edit") and any(need.key == key_of(event.signature_id) for need in objections(actor)):
        _tell(owner, ValueSignature.objects.select_related("account").get(pk=event.signature_id))


def _tell(owner: User, objection: ValueSignature) -> None:
    with read_by(owner):
        words = {"account": objection.account, "who": objection.signer_name}
        send(
            owner.email,
            one_line(_("%(account)s: %(who)s objects in the value ledger") % words),
            "flows/customer_objects",
            {"objection": objection, "account": objection.account, "link": reverse("relationships:ledger", args=[objection.account_id])},
            key=key_of(objection.pk),
            about=("account", objection.account_id),
        )
