"""Handing a mail over to the server: at least once, and under the same Message-ID each time."""

from __future__ import annotations

from email.utils import format_datetime

from django.core.mail import EmailMultiAlternatives

from mutua.foundation import days
from mutua.foundation.jobs import RunningJob
from mutua.foundation.jobs.retry import wait_before
from mutua.foundation.mail import tasks
from mutua.foundation.mail.models import OutgoingMail
from mutua.foundation.mail.sending import with_word
from mutua.foundation.mail.trouble import Trouble, reserved, trouble_of

ATTEMPTS = 30  # with the pauses of `wait_before` about twenty hours: a server may be away overnight


def deliver(job: RunningJob, mail_id: int) -> None:
    """One attempt. A server that is away is nothing that a job fails of: the row says so, and another job is asked for.

    The server is spoken to between two transactions: it may be slow, and nobody must wait for its locks. A worker that dies there
    leaves the mail waiting; its successor sends it again, which readers' programs recognise by the Message-ID.
    """
    with job.step():
        mail = _taken_up(mail_id)
    if mail is None:
        return
    trouble = reserved(mail.to) or _hand_over(mail)
    with job.step():
        _note(OutgoingMail.objects.select_for_update().get(pk=mail.pk), trouble)


def _taken_up(mail_id: int) -> OutgoingMail | None:
    mail = OutgoingMail.objects.select_for_update().filter(pk=mail_id, state=OutgoingMail.State.WAITING).first()
    if mail is not None:
        mail.attempts += 1
        mail.save(update_fields=["attempts"])
    return mail


def _hand_over(mail: OutgoingMail) -> Trouble | None:
    message = EmailMultiAlternatives(
        mail.subject,
        with_word(mail.text, mail.withheld),
        to=[mail.to],
        headers={
            "Message-ID": mail.message_id,
            "Date": format_datetime(mail.created_at),
            # So that no holiday notice answers a machine (RFC 3834).
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(with_word(mail.html, mail.withheld), "text/html")
    try:
        message.send()
    except OSError as error:  # what smtplib raises is one, too
        return trouble_of(error, mail.to)
    return None


def _note(mail: OutgoingMail, trouble: Trouble | None) -> None:
    if trouble is None:
        mail.state, mail.sent_at, mail.last_error = OutgoingMail.State.SENT, days.now(), ""
    elif mail.state == OutgoingMail.State.WAITING:  # another attempt may have got it out in the meantime
        mail.last_error = trouble.sentence
        if trouble.for_good or mail.attempts >= ATTEMPTS:
            mail.state = OutgoingMail.State.FAILED
        else:
            tasks.deliver_mail.later(days.now() + wait_before(mail.attempts), mail_id=mail.pk)
    mail.save(update_fields=["state", "sent_at", "last_error"])
