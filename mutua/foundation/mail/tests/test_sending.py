"""Asking for a mail: in the transaction or not at all, once for each key, and with nothing in its head that could add a line."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from mutua.foundation.mail.headers import LONGEST, one_line
from mutua.foundation.mail.models import OutgoingMail
from mutua.foundation.mail.sending import NotInTransaction, message_id
from mutua.foundation.mail.tests.writing import write
from mutua.foundation.records.errors import Refused
from tests.cast import nothing_changes

pytestmark = pytest.mark.django_db


def waiting_jobs() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name LIKE '%%deliver_mail' AND status = 'todo'")
        return int(cursor.fetchone()[0])


def test_it_writes_the_row_and_asks_for_one_job() -> None:
    mail = write(name="Ada & Co <x>")
    assert (mail.state, mail.attempts, mail.about_kind, mail.about_id) == ("waiting", 0, "account", 7)
    assert "Ada & Co <x>" in mail.text
    assert "Ada &amp; Co &lt;x&gt;" in mail.html
    assert waiting_jobs() == 1


def test_the_same_key_writes_nothing_more() -> None:
    first = write(key="alarm-1")
    with nothing_changes():
        assert write(key="alarm-1", subject="Another").pk == first.pk
    assert waiting_jobs() == 1


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_is_taken_back_leaves_no_mail_and_no_job() -> None:
    with nothing_changes(), transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert not OutgoingMail.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_outside_of_a_transaction_it_is_not_asked_for() -> None:
    with pytest.raises(NotInTransaction), nothing_changes():
        write()


@pytest.mark.parametrize("breaking", ["\n", "\r", "\r\nBcc: eve@example.org", "\x00", "\x0b", "\x1b", "\x7f", "\x85", "\u2028", "\u2029"])
def test_a_control_character_in_a_header_is_refused(breaking: str) -> None:
    for given in ({"subject": f"Late{breaking}"}, {"to": f"ada{breaking}@example.org"}):
        with pytest.raises(Refused, match="control character U"), nothing_changes():
            write(**given)


@pytest.mark.parametrize("address", ["", "ada", "ada@", "ada@example.org, eve@example.org", "Ada <ada@example.org>"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(Refused, match="is not a mail address"), nothing_changes():
        write(to=address)


def test_a_name_from_anywhere_is_made_fit_for_a_subject() -> None:
    assert one_line("Zambia\r\nBcc: eve@example.org\x00") == "Zambia Bcc: eve@example.org"
    assert len(one_line("x" * 1_000)) == LONGEST
    assert write(subject=one_line("Zambia\n\u2028programme")).subject == "Zambia programme"


def test_the_message_id_follows_from_the_key_and_from_whose_installation_it_is(settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "Mutua <crm@meridian.example>"
    first = message_id("alarm-1")
    assert first == message_id("alarm-1") != message_id("alarm-2")
    assert first.startswith("<")
    assert first.endswith("@meridian.example>")
    assert "alarm" not in first
    settings.SECRET_KEY = "another installation"
    assert message_id("alarm-1") != first


def test_a_link_begins_with_the_address_of_the_installation(settings) -> None:
    settings.SITE_URL = "https://crm.meridian.example"
    assert "https://crm.meridian.example/accounts/7/" in write().text
