"""Who looks after outgoing mail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mutua.foundation.access import declare, everybody, sees
from mutua.foundation.mail.models import OutgoingMail

# What is written to one person may tell of any customer: the permission is for whoever looks after the whole installation.
declare("mail.outgoing.view", _("See the mail that went out, and what could not be sent"))
declare("mail.outgoing.send", _("Send a mail again that failed, or a trial to oneself"))

sees(OutgoingMail, everybody(), permission="mail.outgoing.view")
