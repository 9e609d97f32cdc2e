"""Writing the next version of what people are asked to consent to."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.customers.events import WordingWritten
from mutua.customers.models import Wording
from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.saving import store


@transaction.atomic
def write_wording(actor: Actor, *, purpose: str, text: str, language: str = "en") -> Wording:
    """The new version; those before it stay as they were read. Raises NotAllowed; Refused where the text is the one that stands."""
    require(actor, "customers.wording.write")
    language, text = language.strip().lower(), text.strip()
    of_this = Wording.objects.filter(purpose=purpose, language=language)
    newest = of_this.order_by("-version").first()
    if newest is not None and newest.text == text:
        raise Refused(_("This is the wording that stands already. Nothing was saved."), field="text")

    version = newest.version + 1 if newest is not None else 1
    wording = Wording(purpose=purpose, language=language, version=version, text=text, made_at=days.now(), made_by_name=actor.name)
    store(wording)

    announce(WordingWritten(wording_id=wording.pk), actor=actor)
    return wording
