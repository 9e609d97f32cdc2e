"""`send`: the one door for mail to a person."""

from __future__ import annotations

from base64 import urlsafe_b64encode
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


MARKS = "••••••••"  # stand for a word that is withheld


class NotInTransaction(RuntimeError):
    """A mail was asked for outside of a transaction: it could tell of a change that never happened."""


def send(
    to: str, subject: str, template: str, context: Mapping[str, Any], *, key: str, about: tuple[str, int] | None = None, withheld: str = ""
) -> OutgoingMail:
    """Ask for one mail, in the caller's transaction; a worker sends it after the commit.

    template: its text is `<template>.txt`, its HTML `<template>.html`; both get the context and `site`, the address of the installation,
    for links. Render it in the reader's language and zone: `with read_by(user):`. key: what the mail is about; the same key again
    writes nothing and returns the row that stands there. about: the record, by kind and number. withheld: the name of a word in it that stands in
    the mail only and nowhere in what is kept: `word_of` that name. Raises Refused where the address is none or
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
            "text": without_word(
                loader.get_template(f"{template}.txt").template.render(Context(known, autoescape=False)).strip() + "\n", withheld
            ),  # type: ignore[attr-defined]
            "html": without_word(loader.get_template(f"{template}.html").render(known), withheld),
            "withheld": withheld,
            "about_kind": kind,
            "about_id": number,
            "created_at": days.now(),
        },
    )
    if is_new:
        deliver_mail.defer(mail_id=mail.pk)
    return mail


def word_of(withheld: str) -> str:
    """43 characters, fit for an address, that only this installation can work out again: so that a worker can write them into the mail, while nobody
    reads them in what is kept."""
    return urlsafe_b64encode(salted_hmac("mutua.mail.word", withheld, algorithm="sha256").digest()).decode().rstrip("=")


def without_word(text: str, withheld: str) -> str:
    return text.replace(word_of(withheld), MARKS) if withheld else text


def with_word(text: str, withheld: str) -> str:
    return text.replace(MARKS, word_of(withheld)) if withheld else text


def message_id(key: str) -> str:
    """The Message-ID of a key: always the same within this installation, never that of another one, and silent about what the key says."""
    _name, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    host = sender.rpartition("@")[2] or urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"<{salted_hmac('mutua.mail', key, algorithm='sha256').hexdigest()[:40]}@{host}>"
