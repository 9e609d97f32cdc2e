"""A worker is killed after the mail server has taken a mail and before anybody wrote that down: it goes out again, under the same Message-ID."""

from __future__ import annotations

import os
import signal

import pytest
from aiosmtpd.controller import Controller
from django.db import transaction

from mutua.foundation.mail.models import OutgoingMail
from mutua.foundation.mail.tests.receiving import Mailbox, free_port
from mutua.foundation.mail.tests.writing import write
from tests.faults.workers import Workers, empty_queue

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults, pytest.mark.skipif(os.name != "posix", reason="needs signals")]


class DeadlyMailbox(Mailbox):
    """Takes the first mail, and kills who brought it before the answer gets back."""

    workers: Workers

    async def handle_DATA(self, server, session, envelope):
        answer = await super().handle_DATA(server, session, envelope)
        if len(self.got) == 1:
            self.workers.tell_all(signal.SIGKILL)
        return answer


def test_a_mail_arrives_although_its_worker_dies_and_both_copies_say_that_they_are_one(database_url, tmp_path):
    box = DeadlyMailbox()
    server = Controller(box, hostname="127.0.0.1", port=free_port())
    server.start()
    box.workers = workers = Workers(database_url, tmp_path, count=1, settings={"MUTUA_SMTP_URL": f"smtp://127.0.0.1:{server.port}"})
    try:
        with transaction.atomic():
            mail = write()
        workers.until(lambda: OutgoingMail.objects.get().state == "sent", within=120)
    finally:
        workers.close()
        server.stop()
        empty_queue()
        print((tmp_path / "workers.log").read_text()[-4_000:])
    assert workers.killed == 1
    assert [got["Message-ID"] for got in box.got] == [mail.message_id] * 2
    assert OutgoingMail.objects.get().attempts == 2
