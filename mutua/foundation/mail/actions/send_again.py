"""Sending a mail again that failed, once what stood in its way is mended."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, find, require, visible_to
from mutua.foundation.mail.models import OutgoingMail
from mutua.foundation.mail.tasks import deliver_mail
from mutua.foundation.records.errors import Refused


@transaction.atomic
def send_again(actor: Actor, mail_id: int) -> OutgoingMail:
    require(actor, "mail.outgoing.send")
    mail = find(visible_to(actor, OutgoingMail.objects.select_for_update()), pk=mail_id)
    if mail.state != OutgoingMail.State.FAILED:
        raise Refused(_("This mail went out or is about to. Nothing was changed. Load the page again."))

    mail.state, mail.attempts = OutgoingMail.State.WAITING, 0
    mail.save(update_fields=["state", "attempts"])
    deliver_mail.defer(mail_id=mail.pk)
    return mail
