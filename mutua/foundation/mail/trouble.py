"""Why a mail could not be handed over, in a sentence, and whether it is worth trying again."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

LONGEST = 500
# Names that RFC 2606 keeps for examples: people of the demonstration have them, and a mail server asked for one only loses its good name.
RESERVED = (".example", ".invalid")


@dataclass(frozen=True)
class Trouble:
    """for_good: nothing changes by itself, so it is not tried again by itself."""

    sentence: str
    for_good: bool = False


def trouble_of(error: OSError, to: str) -> Trouble:
    """What a mail server's answer means. Codes from 500 on are final (RFC 5321, 4.2.1)."""
    match error:
        case smtplib.SMTPRecipientsRefused(recipients=answers):
            code, said = next(iter(answers.values()))
            words = {"to": to, "said": _said(code, said)}
            return Trouble(
                _("The mail server does not take mail for %(to)s: %(said)s Correct this person’s address, so that the next mail arrives.")
                % words,
                code >= 500,
            )
        case smtplib.SMTPSenderRefused(smtp_code=code, smtp_error=said):
            words = {"sender": settings.DEFAULT_FROM_EMAIL, "said": _said(code, said)}
            return Trouble(_("The mail server does not take mail from %(sender)s: %(said)s Correct MUTUA_MAIL_FROM.") % words, code >= 500)
        case smtplib.SMTPAuthenticationError(smtp_code=code, smtp_error=said):
            return Trouble(_("The mail server refuses the name and password of MUTUA_SMTP_URL: %(said)s") % {"said": _said(code, said)})
        case smtplib.SMTPConnectError(smtp_code=code, smtp_error=said) | smtplib.SMTPHeloError(smtp_code=code, smtp_error=said):
            return Trouble(_("The mail server sends us away: %(said)s") % {"said": _said(code, said)})
        case smtplib.SMTPResponseException(smtp_code=code, smtp_error=said):
            return Trouble(_("The mail server refuses the mail: %(said)s") % {"said": _said(code, said)}, code >= 500)
        case smtplib.SMTPException():
            return Trouble(_("The mail server broke off: %(said)s") % {"said": str(error)[:LONGEST]})
        case _:
            return Trouble(
                _("Mail cannot be handed over: %(said)s") % {"said": (error.strerror or str(error) or type(error).__name__)[:LONGEST]}
            )


def reserved(to: str) -> Trouble | None:
    """Why nothing can arrive at this address, whatever a server says; None where it may."""
    if settings.MAIL_GOES_OUT and to.lower().endswith(RESERVED):
        return Trouble(
            _("Nobody has a mailbox at %(to)s: the name is reserved for examples. It was not handed to the server.") % {"to": to}, True
        )
    return None


def _said(code: int, said: bytes | str) -> str:
    text = said.decode(errors="replace") if isinstance(said, bytes) else said
    # The null character is the one that the database refuses.
    return f"{code} {' '.join(text.replace(chr(0), ' ').split())}"[:LONGEST].rstrip(".") + "."
