"""The evidence of a strategy turns: whoever owns it reads it on Today and by mail, once, with the rows; nobody else does.

Where nobody who may decide owns it, those who decide about all strategies read it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.test import Client

from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.foundation.access import flow_actor
from mutua.foundation.jobs.inline import run_waiting
from mutua.foundation.mail.models import OutgoingMail
from mutua.foundation.metrics import Outcome
from mutua.strategy.actions.watch_objectives import watch_objectives
from mutua.strategy.models import Objective
from mutua.strategy.tests.making import make_objective, make_segment, make_strategy, make_version
from mutua.strategy.tests.metrics import told
from tests.cast import Cast

pytestmark = pytest.mark.django_db
START = date(2026, 1, 5)
TODAY = START + timedelta(70)


@pytest.fixture
def failing(cast: Cast) -> Iterator[Objective]:
    """Sixty deliveries, all late, under a strategy that Ben owns."""
    account = make_account(owner=cast.user("ben"))
    outcomes = [Outcome(n, START + timedelta(n), 0.0, account.pk, f"ASN-{n}") for n in range(60)]
    strategy = make_strategy(name="Faster shelves", segment=make_segment(members=[account]), owner=cast.user("ben"))
    with told("test", outcomes), days.as_of(TODAY):
        yield make_objective(make_version(strategy, active=True, active_from=START), metric="test")


def look(objective: Objective) -> None:
    watch_objectives(flow_actor("test"), [objective.pk], until=TODAY)
    run_waiting()


def test_the_owner_has_it_on_today_and_by_mail_with_the_evidence(client: Client, cast: Cast, failing: Objective, settings) -> None:
    settings.SITE_URL = "https://crm.meridian.example"
    look(failing)
    client.force_login(cast.user("ben"))
    assert "Faster shelves: Abandon?" in client.get("/").content.decode()
    [mail] = OutgoingMail.objects.all()
    assert (mail.to, mail.state) == ("ben@example.org", "sent")
    assert mail.subject == "Faster shelves: Abandon? The evidence of “On time in full”"
    words = " ".join(mail.text.split())
    assert "after 60 outcomes; planned are 97.0 %, and 90.0 % breaks even." in words
    assert "ASN-59" in words
    assert "ASN-54" not in words  # the five newest
    assert f"https://crm.meridian.example/strategies/{failing.version_of.strategy_id}/review/?objective={failing.pk}" in words
    look(failing)
    assert OutgoingMail.objects.count() == 1


@pytest.mark.parametrize("who", ["nobody", "ada", "gone"])
def test_where_no_owner_could_decide_those_are_told_who_decide_about_all(cast: Cast, failing: Objective, who: str) -> None:
    strategy = failing.version_of.strategy
    if who == "gone":
        cast.user("ben").is_active = False
        cast.user("ben").save()
    else:
        strategy.owner = None if who == "nobody" else cast.user(who)
        strategy.save()
    look(failing)
    told_by_mail = set(OutgoingMail.objects.values_list("to", flat=True))
    assert cast.user("executive").email in told_by_mail
    assert "because nobody who may decide owns Faster shelves" in " ".join(OutgoingMail.objects.first().text.split())
    assert not told_by_mail & {cast.user(one).email for one in ("ada", "ben", "cleo", "eve", "mia", "dov")}
    look(failing)
    assert OutgoingMail.objects.count() == len(told_by_mail)


def test_what_turned_and_turned_back_before_anybody_looked_is_told_by_what_stands(cast: Cast, failing: Objective) -> None:
    watch_objectives(flow_actor("test"), [failing.pk], until=TODAY)
    last = failing.measurements.latest("day")
    failing.measurements.create(
        day=TODAY + timedelta(1),
        observations=last.observations + 1,
        estimate=last.estimate,
        lower=0.0,
        upper=1.0,
        verdict="keep collecting",
    )
    run_waiting()
    assert not OutgoingMail.objects.exists()


def test_a_deal_that_is_lost_is_counted_at_once(client: Client, cast: Cast) -> None:
    """Deals lost one after the other on their pages: the one that tips the verdict is the one after which the mail comes."""
    from mutua.methods.sequential import MeanSequence, verdict
    from mutua.sales.tests.making import make_opportunity

    sequence, tips = MeanSequence(alpha=0.05, bounds=(0, 1)), 0
    while tips == 0 or verdict(sequence.interval, plan=0.6, tolerance=0.01, break_even=0.5).decision == "keep collecting":
        sequence.update([0.0])
        tips += 1
    assert 2 < tips < 30
    account = make_account(owner=cast.user("ben"))
    strategy = make_strategy(name="Faster shelves", segment=make_segment(members=[account]), owner=cast.user("ben"))
    version = make_version(strategy, active=True, active_from=days.today() - timedelta(30))
    make_objective(version, metric="deal.won", target=0.6, break_even=0.5)
    client.force_login(cast.user("ben"))
    for n in range(1, tips + 1):
        deal = make_opportunity(account=account, owner=cast.user("ben"), engaged_on=days.today() - timedelta(9))
        sent = {"version": deal.version, "closed_on": str(days.today()), "reason": "Price"}
        assert client.post(f"/deals/{deal.pk}/lose/", sent).status_code == 302
        run_waiting()
        assert OutgoingMail.objects.count() == (n == tips), n
