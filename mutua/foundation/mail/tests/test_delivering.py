"""Handing over: one Message-ID however often it is tried, and a sentence for whatever a server says. The server is a real one."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller
from django.db import connection

from mutua.foundation.jobs.inline import run_waiting
from mutua.foundation.mail import delivering
from mutua.foundation.mail.models import OutgoingMail
from mutua.foundation.mail.tests.receiving import Mailbox, free_port
from mutua.foundation.mail.tests.writing import write
from mutua.foundation.mail.trouble import trouble_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def mailbox(settings) -> Iterator[Mailbox]:
    box = Mailbox()
    server = Controller(box, hostname="127.0.0.1", port=free_port())
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5
    settings.MAIL_GOES_OUT = True
    yield box
    server.stop()


def try_again() -> OutgoingMail:
    """Let the waiting attempt come now."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'")
    run_waiting()
    return OutgoingMail.objects.get()


def test_it_arrives_with_both_bodies_and_is_marked_as_sent(mailbox) -> None:
    mail = write(subject="Zambia’s deliveries fall", name="Ada Lindqvist")
    run_waiting()
    [got] = mailbox.got
    assert (got["To"], got["Subject"], got["Message-ID"]) == ("ada@example.org", "Zambia’s deliveries fall", mail.message_id)
    assert got["Auto-Submitted"] == "auto-generated"
    assert "Hello Ada Lindqvist" in got.get_body(("plain",)).get_content()
    assert "<p>Hello Ada Lindqvist,</p>" in got.get_body(("html",)).get_content()
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.last_error) == ("sent", 1, "")
    assert mail.sent_at is not None


def test_a_server_that_is_busy_gets_it_later_under_the_same_message_id(mailbox) -> None:
    mailbox.answers = ["451 busy", "451 still busy"]
    mail = write()
    run_waiting()
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == ("waiting", 1)
    assert "451 busy" in mail.last_error
    assert try_again().attempts == 2
    mail = try_again()
    assert (mail.state, mail.attempts, mail.last_error) == ("sent", 3, "")
    assert [got["Message-ID"] for got in mailbox.offered] == [mail.message_id] * 3
    assert {got["Date"] for got in mailbox.offered} == {mailbox.got[0]["Date"]}
    assert len(mailbox.got) == 1


def test_a_server_that_is_away_is_tried_for_a_while_and_then_given_up(settings, mailbox, monkeypatch) -> None:
    settings.EMAIL_PORT = free_port()
    monkeypatch.setattr(delivering, "ATTEMPTS", 2)
    write()
    run_waiting()
    assert "cannot be handed over" in OutgoingMail.objects.get().last_error
    mail = try_again()
    assert (mail.state, mail.attempts) == ("failed", 2)
    assert run_waiting() == 0


def test_a_mailbox_that_does_not_exist_fails_at_once_with_a_sentence(mailbox) -> None:
    mailbox.unknown = {"gone@example.org"}
    mail = write(to="gone@example.org")
    run_waiting()
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == ("failed", 1)
    assert mail.last_error == (
        "The mail server does not take mail for gone@example.org: 550 no such mailbox. Correct this person’s address, so that the next mail arrives."
    )
    assert mailbox.offered == []


def test_a_mail_that_the_server_refuses_for_good_fails_at_once(mailbox) -> None:
    mailbox.answers = ["554 looks like spam"]
    write()
    run_waiting()
    mail = OutgoingMail.objects.get()
    assert (mail.state, mail.attempts, mail.last_error) == ("failed", 1, "The mail server refuses the mail: 554 looks like spam.")


def test_names_that_are_kept_for_examples_never_reach_the_server(mailbox) -> None:
    write(to="ada@meridian.example")
    run_waiting()
    mail = OutgoingMail.objects.get()
    assert mail.state == "failed"
    assert "reserved for examples" in mail.last_error
    assert mailbox.rcpts == []


def test_a_mail_that_is_out_is_not_sent_by_a_second_job(mailbox) -> None:
    from mutua.foundation.mail.tasks import deliver_mail

    deliver_mail.defer(mail_id=write().pk)
    assert run_waiting() == 2
    assert len(mailbox.got) == 1


@pytest.mark.parametrize(
    ("error", "says", "for_good"),
    [
        (smtplib.SMTPRecipientsRefused({"a@b.org": (450, b"greylisted")}), "450 greylisted", False),
        (smtplib.SMTPSenderRefused(550, b"who are you?", "x"), "Correct MUTUA_MAIL_FROM", True),
        (smtplib.SMTPAuthenticationError(535, b"no"), "name and password of MUTUA_SMTP_URL", False),
        (smtplib.SMTPConnectError(554, b"go away"), "sends us away: 554 go away", False),
        (smtplib.SMTPServerDisconnected("closed"), "broke off: closed", False),
        (TimeoutError("timed out"), "timed out", False),
    ],
)
def test_each_trouble_is_a_sentence(error: OSError, says: str, for_good: bool) -> None:
    trouble = trouble_of(error, "a@b.org")
    assert says in trouble.sentence
    assert trouble.for_good is for_good
