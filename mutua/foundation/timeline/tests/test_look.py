"""The timeline, in light, in dark and on a phone, and the way to what is older."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from mutua.foundation.events import say
from mutua.foundation.jobs.models import JobProgress
from mutua.foundation.money import Money
from mutua.foundation.timeline import Entry, subject, write_entries
from tests.browser import well_made

pytestmark = pytest.mark.django_db(transaction=True)

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
say("tests.call.made", "{who} called", icon="phone")
say("tests.deal.won", "{who} won {deal}, {amount}", icon="trophy")


@pytest.fixture
def told(cast):
    subject("bar", JobProgress.objects.all)
    bar = JobProgress.objects.create(key="bar", title="Bar", started=NOON)
    call = {
        "sentence": "tests.call.made",
        "params": {"detail": "Seven lines promised for 14 to 17 August came on the 25th. “Ten days is a stock-out.”"},
    }
    deal = {"sentence": "tests.deal.won", "params": {"deal": "GTX Pro", "amount": Money(Decimal("4821.00"), "USD")}, "link": "/jobs/"}
    write_entries(
        Entry(
            at=NOON - timedelta(hours=5 * number),
            subject=("bar", bar.pk),
            actor_name="Thandiwe Mwansa",
            side=("them", "us", "both")[number % 3],
            touchpoint="physical-delivery" if number % 2 == 0 else "",
            **(call if number % 2 == 0 else deal),
        )
        for number in range(45)
    )
    return f"/timeline/bar/{bar.pk}/"


@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_it_is_well_made(cast, visit, told, look):
    assert well_made(visit(cast.user("root"), told, look), f"timeline-{look}") == []


def test_older_entries_come_below_in_their_place(cast, visit, told):
    page = visit(cast.user("root"), told, "light")
    for expected in (20, 40, 45):
        page.wait_for_function("count => document.querySelectorAll('.line > li time').length === count", arg=expected)
        if expected < 45:
            page.get_by_role("link", name="Older").click()
    times = page.eval_on_selector_all(".line > li time", "all => all.map(one => one.dateTime)")
    assert times == sorted(times, reverse=True)
    assert len(set(times)) == 45
    assert page.get_by_role("link", name="Older").count() == 0
