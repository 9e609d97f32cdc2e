"""What the demonstration mailed goes with it, also the copies that lie as files where no mail server is named."""

from __future__ import annotations

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.mail import EmailMessage

from mutua.customers.tests.making import make_account
from mutua.demo.clearing import clear_all
from mutua.demo.noting import SOURCE, noted
from mutua.foundation import days
from mutua.foundation.identity.models import User
from mutua.foundation.mail.models import OutgoingMail

pytestmark = pytest.mark.django_db


def mailed(account, name: str) -> None:
    key = f"<{name}@localhost>"
    OutgoingMail.objects.create(
        key=name, message_id=key, to="ada@example.org", subject="Out of tolerance", text="-", html="-",
        about_kind="account", about_id=account.pk, created_at=days.now(),
    )  # fmt: skip
    EmailMessage("Out of tolerance", "-", to=["ada@example.org"], headers={"Message-ID": key}).send()


def test_copies_of_the_demonstration_go_and_others_stay(settings, tmp_path, django_capture_on_commit_callbacks):
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "django.core.mail.backends.filebased.EmailBackend", str(tmp_path)
    mailed(make_account(source=SOURCE, source_key="a"), "demonstration")
    mailed(make_account(), "own")
    with django_capture_on_commit_callbacks(execute=True):
        assert clear_all()["mail"] == 1
    assert [("<own@localhost>" in file.read_text()) for file in tmp_path.iterdir()] == [True]


def test_what_the_sign_in_wrote_to_its_people_goes_too_and_so_do_their_sessions(
    settings, tmp_path, client, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "django.core.mail.backends.filebased.EmailBackend", str(tmp_path)
    theirs, ours = (User.objects.create(email=f"{name}@meridian.example", name=name) for name in ("ada", "own"))
    noted(theirs)
    for user in (theirs, ours):
        EmailMessage("Mutua: a passkey was added", "-", to=[user.email]).send()
        client.logout()
        client.force_login(user)
        client.cookies.clear()
    with django_capture_on_commit_callbacks(execute=True):
        clear_all()
    assert ["own@meridian.example" in file.read_text() for file in tmp_path.iterdir()] == [True]
    assert [one.get_decoded()[SESSION_KEY] for one in Session.objects.all()] == [str(ours.pk)]
