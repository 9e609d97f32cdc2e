"""Sending a mail to oneself, to see whether mail arrives."""

from __future__ import annotations

from uuid import uuid4

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, require
from mutua.foundation.identity.models import User
from mutua.foundation.mail.models import OutgoingMail
from mutua.foundation.mail.sending import send
from mutua.foundation.records.errors import Refused


@transaction.atomic
def send_trial(actor: Actor) -> OutgoingMail:
    require(actor, "mail.outgoing.send")
    person = None if actor.user_id is None else User.objects.filter(pk=actor.user_id, is_active=True).first()
    if person is None:
        raise Refused(_("A trial goes to the person who asks for it, and no person asked. Nothing was written; sign in and ask again."))

    context = {"name": person.name, "link": reverse("mail:outgoing")}
    # Each trial is a mail of its own: whoever has just mended the settings asks again.
    return send(person.email, _("A trial: mail from Mutua arrives"), "mail/trial", context, key=f"trial-{uuid4()}")
