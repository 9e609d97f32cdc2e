"""Asking for a person to be erased for good: what is typed must be what was meant."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.privacy.models import Erasure
from mutua.foundation.privacy.subject import person_kind
from mutua.foundation.privacy.tasks import erase_person
from mutua.foundation.records.errors import Refused


@transaction.atomic
def ask_to_erase(actor: Actor, person_id: int, *, typed: str, reason: str = "") -> Erasure:
    """The order, done by a worker right after the commit. It cannot be undone. Raises NotFound, NotAllowed, Refused.

    typed: the person's full name, as on the page. reason: what the log is to say of why; not about whom.
    """
    person = person_kind().find(actor, person_id)
    require(actor, "privacy.person.erase", person)
    if " ".join(typed.split()).casefold() != " ".join(str(person).split()).casefold():
        raise Refused(_("This is not the name on the page. Nothing was erased; type “%(name)s”.") % {"name": person}, field="typed")
    if str(person).casefold() in reason.casefold():
        raise Refused(
            _("The reason stays in the log and must not name the person. Nothing was erased; say it without the name."), field="reason"
        )

    try:
        with transaction.atomic():
            erasure = Erasure.objects.create(
                person_id=person.pk, reason=" ".join(reason.split())[:200], asked_at=days.now(), asked_by_name=actor.name[:150]
            )
    except IntegrityError:
        raise Refused(_("This person is being erased already. Look at the list of erasures.")) from None

    erase_person.defer(erasure_id=erasure.pk)
    return erasure
