"""Noting how to reach a person or an account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mutua.customers.events import DetailChanged
from mutua.customers.models import Account, ContactPoint, Person
from mutua.customers.rules.normalised import BadAddress, normalise
from mutua.foundation.access import Actor, require
from mutua.foundation.access.hidden import hidden_keys
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.saving import store
from mutua.foundation.records.unseen import give_custom

_SENTENCES: dict[str, Any] = {
    "mail": _("“%(value)s” is not a mail address. Nothing was saved; write it like name@example.org."),
    "phone": _("“%(value)s” is not a telephone number. Nothing was saved; write it with its country, like +260 211 123456."),
    "postal": _("The address is empty. Nothing was saved."),
}

_UNSEEN: Any = _("There is no field “%(field)s” that you may write. Nothing was saved.")


@transaction.atomic
def add_contact_point(
    actor: Actor,
    party: Account | Person,
    *,
    kind: str,
    value: str,
    preferred: bool = False,
    custom: Mapping[str, Any] | None = None,
    **origin: str,
) -> ContactPoint:
    """The new contact point; a preferred one takes the place of the one before. origin: source and source_key.

    Raises NotAllowed, Refused.
    """
    require(actor, "customers.person.edit" if isinstance(party, Person) else "customers.account.edit", party)
    if kind in hidden_keys(actor, "person" if isinstance(party, Person) else "account"):
        raise Refused(_UNSEEN % {"field": ContactPoint.Kind(kind).label}, field="kind")
    normalised = normalised_or_refused(kind, value)

    owner: dict[str, Account | Person] = {"person": party} if isinstance(party, Person) else {"account": party}
    if preferred:
        set_aside_preferred(owner, kind)
    point = ContactPoint(**owner, kind=kind, value=" ".join(value.split()), normalised=normalised, preferred=preferred, **origin)
    give_custom(actor, point, custom)
    store(point)

    announce(
        DetailChanged(kind="contact-point", detail_id=point.pk, act="added", account_id=point.account_id, person_id=point.person_id),
        actor=actor,
    )
    return point


def normalised_or_refused(kind: str, value: str) -> str:
    try:
        return normalise(kind, value)
    except BadAddress:
        raise Refused(_SENTENCES[kind] % {"value": value}, field="value") from None


def set_aside_preferred(owner: dict[str, Account | Person], kind: str) -> None:
    for former in ContactPoint.objects.filter(**owner, kind=kind, preferred=True):
        former.preferred = False
        former.save(update_fields=["preferred"])
