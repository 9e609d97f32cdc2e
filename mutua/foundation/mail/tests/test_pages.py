"""What an administrator sees of outgoing mail, and does about it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.urls import reverse

from mutua.foundation import days
from mutua.foundation.access import NotAllowed
from mutua.foundation.jobs.inline import run_waiting
from mutua.foundation.mail.actions.send_again import send_again
from mutua.foundation.mail.actions.send_trial import send_trial
from mutua.foundation.mail.models import OutgoingMail
from mutua.foundation.mail.queries.outgoing import SHOWN
from mutua.foundation.mail.tasks import prune_mail
from mutua.foundation.mail.tests.writing import write
from mutua.foundation.records.errors import Refused
from tests.cast import nothing_changes

pytestmark = pytest.mark.django_db


def failed(**given: str) -> OutgoingMail:
    letter = write(**given)
    OutgoingMail.objects.filter(pk=letter.pk).update(state="failed", attempts=3, last_error="550 no such mailbox")
    letter.refresh_from_db()
    return letter


@pytest.fixture
def root(client, cast):
    client.force_login(cast.user("root"))
    return client


def test_an_empty_list_says_what_would_stand_there(root) -> None:
    page = root.get(reverse("mail:outgoing")).content.decode()
    assert "No mail was written yet" in page
    assert "nothing leaves this machine" in page


def test_the_list_shows_what_failed_and_why(root) -> None:
    failed(subject="Brightwater", key="1")
    write(subject="Alder Markets", key="2")
    page = root.get(reverse("mail:outgoing")).content.decode()
    assert "Brightwater" in page
    assert "Alder Markets" in page
    page = root.get(reverse("mail:outgoing") + "?state=failed").content.decode()
    assert "550 no such mailbox" in page
    assert "Alder Markets" not in page


def test_the_list_is_bounded_and_says_of_how_many(root, django_assert_max_num_queries) -> None:
    now = days.now()
    OutgoingMail.objects.bulk_create(
        OutgoingMail(key=str(n), message_id=str(n), to="ada@example.org", subject=f"Mail {n}", created_at=now - timedelta(minutes=n))
        for n in range(SHOWN + 20)
    )
    with django_assert_max_num_queries(12):
        page = root.get(reverse("mail:outgoing")).content.decode()
    assert f"the newest {SHOWN} of {SHOWN + 20}" in page
    assert page.count("Mail 1") > 1
    assert f"Mail {SHOWN + 1}<" not in page


def test_a_letter_shows_its_words_escaped(root) -> None:
    letter = failed(name="<script>alert(1)</script>")
    page = root.get(letter.get_absolute_url()).content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page


def test_sending_again_gets_it_out(root) -> None:
    letter = failed()
    assert root.post(reverse("mail:again", args=[letter.pk])).status_code == 302
    run_waiting()
    letter.refresh_from_db()
    assert (letter.state, letter.attempts) == ("sent", 1)
    assert [sent.extra_headers["Message-ID"] for sent in outbox.outbox] == [letter.message_id]


def test_what_is_out_is_not_sent_again(cast) -> None:
    letter = write()
    run_waiting()
    with pytest.raises(Refused, match="went out"), nothing_changes():
        send_again(cast.root, letter.pk)


@pytest.mark.parametrize("who", ["ada", "ben", "executive", "mia"])
def test_nobody_else_sees_or_sends(client, cast, who) -> None:
    letter = failed()
    client.force_login(cast.user(who))
    assert client.get(letter.get_absolute_url()).status_code == 403
    with pytest.raises(NotAllowed), nothing_changes():
        send_again(getattr(cast, who), letter.pk)


def test_a_trial_goes_to_whoever_asks_and_each_is_a_mail_of_its_own(root, cast) -> None:
    root.post(reverse("mail:trial"))
    send_trial(cast.root)
    run_waiting()
    assert [sent.to for sent in outbox.outbox] == [["root@example.org"]] * 2
    assert len({sent.extra_headers["Message-ID"] for sent in outbox.outbox}) == 2


def test_old_mail_is_forgotten_and_what_waits_is_not() -> None:
    for state, age in (("sent", 29), ("sent", 31), ("failed", 89), ("failed", 91), ("waiting", 400)):
        letter = write(key=f"{state}-{age}")
        sent_at = days.now() if state == "sent" else None
        moment = days.now() - timedelta(days=age)
        OutgoingMail.objects.filter(pk=letter.pk).update(state=state, sent_at=sent_at, last_error="x", created_at=moment)
    prune_mail()
    assert set(OutgoingMail.objects.values_list("key", flat=True)) == {"sent-29", "failed-89", "waiting-400"}
