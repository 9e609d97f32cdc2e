"""Failure found fast, by mail: a real worker tells the owner within five seconds, over SMTP, with the evidence; and tells nobody else."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from django.db import connection

from mutua.customers.models import Account
from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.foundation.access import flow_actor
from mutua.foundation.imports.actions.import_now import import_now
from mutua.foundation.jobs.inline import run_waiting
from mutua.foundation.mail.models import OutgoingMail
from mutua.foundation.mail.tests.receiving import Mailbox, free_port
from mutua.relationships.models import ToleranceAlarm
from mutua.relationships.tests.making import make_account_touchpoint, make_measure
from tests.cast import Cast
from tests.faults.workers import Workers, empty_queue

GOOD_YEAR, LATE = 250, 8


def watched_account(owner: object, name: str = "Zambia programme", **values: object) -> Account:
    account = make_account(name=name, owner=owner)
    make_measure(make_account_touchpoint(account, **values), early_days=0, late_days=0, target="0.9900", tolerance="0.9800")
    return account


def bring_in(account: Account, first: date, late: list[int]) -> None:
    """One delivery a day through the importer that users have; late: by how many days each came after its promise."""
    lines = ["key,account,number,promised_on,delivered_on,quantity_ordered,quantity_delivered,value,currency"]
    for number, by in enumerate(late):
        day = first + timedelta(days=number)
        lines.append(f"{day},{account.name},ASN-{day},{day},{day + timedelta(days=by)},10,10,100,USD")
    import_now(flow_actor("test"), "shipments", io.BytesIO("\n".join(lines).encode()), file_name="shipments.csv", source="test")


def fall(account: Account) -> None:
    bring_in(account, days.today() - timedelta(days=20), [3] * LATE)
    run_waiting()


@pytest.mark.django_db
def test_the_mail_says_what_failed_since_when_and_where_to_look(cast: Cast, settings) -> None:
    settings.SITE_URL = "https://crm.meridian.example"
    account = watched_account(cast.ada, "Zambia & Co <programme>")
    fall(account)
    [alarm], [mail] = ToleranceAlarm.objects.all(), OutgoingMail.objects.all()
    first = days.today() - timedelta(days=20)
    failed = [first + timedelta(days=number) for number in range(alarm.late)]
    assert (mail.to, mail.state) == ("ada@example.org", "sent")
    assert mail.subject == f"Out of tolerance: Zambia & Co <programme> · Physical delivery, {alarm.late} of the last {alarm.of} failed"
    assert f"{alarm.late} of the last {alarm.of} deliveries failed, since {(first + timedelta(days=1)).day} " in mail.text
    assert f"Over twelve months {LATE} of {LATE} failed." in mail.text
    assert [line[2:].split(":")[0] for line in mail.text.splitlines() if line.startswith("- ")] == [
        f"ASN-{day}" for day in reversed(failed)
    ]
    assert f"https://crm.meridian.example/accounts/{account.pk}/touchpoints/physical-delivery/#rows" in mail.text
    assert "Zambia &amp; Co &lt;programme&gt; · Physical delivery" in mail.html
    assert "<programme>" not in mail.html


@pytest.mark.django_db
def test_an_alarm_that_is_told_twice_is_mailed_once(cast: Cast) -> None:
    from mutua.foundation.events import announce
    from mutua.foundation.events.models import EventRow
    from mutua.relationships.events import ToleranceBroken

    fall(watched_account(cast.ada))
    told = EventRow.objects.get(name="relationships.tolerance.broken").payload
    announce(ToleranceBroken(**{**told, "broken_on": date.fromisoformat(told["broken_on"])}))
    run_waiting()
    assert OutgoingMail.objects.count() == 1


@pytest.mark.django_db
def test_who_may_not_see_the_account_gets_none(cast: Cast) -> None:
    fall(watched_account(cast.ada, owner_id=cast.eve.user_id))
    assert ToleranceAlarm.objects.count() == 1
    assert not OutgoingMail.objects.exists()


@pytest.mark.django_db
def test_who_has_left_gets_none(cast: Cast) -> None:
    account = watched_account(cast.ada)
    cast.user("ada").__class__.objects.filter(pk=cast.ada.user_id).update(is_active=False)
    fall(account)
    assert ToleranceAlarm.objects.count() == 1
    assert not OutgoingMail.objects.exists()


@pytest.mark.django_db
def test_years_of_history_that_come_in_at_once_are_no_news(cast: Cast) -> None:
    account = watched_account(cast.ada)
    bring_in(account, days.today() - timedelta(days=500), [3] * LATE)
    run_waiting()
    assert ToleranceAlarm.objects.count() == 1
    assert not OutgoingMail.objects.exists()


@pytest.fixture
def post(database_url: str, tmp_path: Path) -> Iterator[tuple[Mailbox, Workers]]:
    box = Mailbox()
    server = Controller(box, hostname="127.0.0.1", port=free_port())
    server.start()
    workers = Workers(database_url, tmp_path, count=1, settings={"MUTUA_SMTP_URL": f"smtp://127.0.0.1:{server.port}"})
    try:
        yield box, workers
    finally:
        workers.close()
        server.stop()
        empty_queue()
        print((tmp_path / "workers.log").read_text()[-4_000:])


def idle() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND COALESCE(scheduled_at, now()) <= now()"
        )
        waiting = cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '10 seconds'")
        return bool(waiting == 0 and cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_the_owner_has_it_by_mail_within_five_seconds_of_the_row_that_tipped_it(cast: Cast, post: tuple[Mailbox, Workers]) -> None:
    box, workers = post
    account = watched_account(cast.ada)
    bring_in(account, days.today() - timedelta(days=300), [0] * GOOD_YEAR)
    workers.until(idle, within=120)
    assert box.got == []
    started = time.monotonic()
    bring_in(account, days.today() - timedelta(days=20), [3] * LATE)
    while not box.got and time.monotonic() < started + 60:
        time.sleep(0.02)
    took = time.monotonic() - started
    [mail], alarm = box.got, ToleranceAlarm.objects.get()
    print(f"by mail after {took:.2f} s")
    assert took < 5
    assert mail["To"] == "ada@example.org"
    assert f"{alarm.late} of the last {alarm.of} failed" in mail["Subject"]
    assert f"Over twelve months {LATE} of {GOOD_YEAR + LATE} failed." in mail.get_body(("plain",)).get_content().replace("\n", " ")
    workers.until(lambda: OutgoingMail.objects.get().state == "sent", within=20)
