"""`send`: the one door for mail to a person."""

from __future__ import annotations

from collections.abc import Mapping
from email.utils import parseaddr
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.template import Context, loader
from django.utils.crypto import salted_hmac

from mutua.foundation import days
from mutua.foundation.mail.headers import check_address, check_line

if TYPE_CHECKING:
    from mutua.foundation.mail.models import OutgoingMail


class NotInTransaction(RuntimeError):
    """A mail was asked for outside of a transaction: it could tell of a change that never happened."""


def send(
    to: str, subject: str, template: str, context: Mapping[str, Any], *, key: str, about: tuple[str, int] | None = None
) -> OutgoingMail:
    """Ask for one mail, in the caller's transaction; a worker sends it after the commit.

    template: its text is `<template>.txt`, its HTML `<template>.html`; both get the context and `site`, the address of the installation,
    for links. Render it in the reader's language and zone: `with read_by(user):`. key: what the mail is about; the same key again
    writes nothing and returns the row that stands there. about: the record, by kind and number. Raises Refused where the address is none or
    a header holds a control character, NotInTransaction.
    """
    # The model exists only when all applications are loaded.
    from mutua.foundation.mail.models import OutgoingMail
    from mutua.foundation.mail.tasks import deliver_mail

    if not transaction.get_connection().in_atomic_block:
        raise NotInTransaction("send() belongs into the transaction of what it tells: put @transaction.atomic on it.")
    kind, number = about or ("", None)
    known = {"site": settings.SITE_URL, **context}
    mail, is_new = OutgoingMail.objects.get_or_create(
        key=key,
        defaults={
            "message_id": message_id(key),
            "to": check_address(to),
            "subject": check_line(subject),
            # Nothing is escaped in plain text: an ampersand stays one.
            "text": loader.get_template(f"{template}.txt").template.render(Context(known, autoescape=False)).strip() + "\n",  # type: ignore[attr-defined]
            "html": loader.get_template(f"{template}.html").render(known),
            "about_kind": kind,
            "about_id": number,
            "created_at": days.now(),
        },
    )
    if is_new:
        deliver_mail.defer(mail_id=mail.pk)
    return mail


def message_id(key: str) -> str:
    """The Message-ID of a key: always the same within this installation, never that of another one, and silent about what the key says."""
    _name, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    host = sender.rpartition("@")[2] or urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"<{salted_hmac('mutua.mail', key, algorithm='sha256').hexdigest()[:40]}@{host}>"
