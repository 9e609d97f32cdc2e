from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from mutua.foundation import days
from mutua.foundation.access import NotAllowed, NotFound
from mutua.foundation.jobs.inline import run_waiting
from mutua.foundation.lists.models import BulkRun
from mutua.foundation.records.errors import Refused, StaleVersion
from mutua.foundation.timeline.models import TimelineEntry
from mutua.sales.actions.advance_opportunity import advance_opportunity
from mutua.sales.actions.edit_opportunity import edit_opportunity
from mutua.sales.actions.lose_opportunity import lose_opportunity
from mutua.sales.actions.reopen_opportunity import reopen_opportunity
from mutua.sales.actions.win_opportunity import win_opportunity
from mutua.sales.models import Opportunity
from mutua.sales.pipelines import ensure_pipeline
from mutua.sales.tests.making import make_opportunity, stage
from tests.cast import nothing_changes

MARCH = date(2026, 3, 1)


def test_ada_wins_her_deal_and_the_account_reads_of_it(cast):
    deal = make_opportunity(owner=cast.ada)
    won = win_opportunity(cast.ada, deal.pk, version=1, closed_on=MARCH, amount=Decimal("1200.50"))
    assert (won.stage.kind, won.closed_on, won.amount, won.version) == ("won", MARCH, Decimal("1200.50"), 2)
    entry = TimelineEntry.objects.get(subject_kind="account", subject_id=deal.account_id, sentence="sales.opportunity.won")
    assert entry.params["deal"] == deal.name
    assert won.stage_changes.get().by == "Ada Lindqvist"


@pytest.mark.parametrize("stranger", ["eve", "mia", "dov"])
def test_a_stranger_cannot_win_it(cast, stranger):
    deal = make_opportunity(owner=cast.ada)
    with pytest.raises(NotFound), nothing_changes():
        win_opportunity(getattr(cast, stranger), deal.pk, version=1, closed_on=MARCH)


def test_whoever_only_looks_cannot_win_it(cast):
    deal = make_opportunity(owner=cast.ada)
    with pytest.raises(NotAllowed), nothing_changes():
        win_opportunity(cast.cleo, deal.pk, version=1, closed_on=MARCH)


def test_the_slower_of_two_is_told_and_overwrites_nothing(cast):
    deal = make_opportunity(owner=cast.ada)
    advance_opportunity(cast.ben, deal.pk, version=1, to=stage("prospecting"))
    with pytest.raises(StaleVersion), nothing_changes():
        win_opportunity(cast.ada, deal.pk, version=1, closed_on=MARCH)


def test_a_deal_cannot_end_before_it_began(cast):
    deal = make_opportunity(owner=cast.ada, engaged_on=date(2026, 3, 2))
    with pytest.raises(Refused, match="before it began") as refusal, nothing_changes():
        win_opportunity(cast.ada, deal.pk, version=1, closed_on=MARCH)
    assert refusal.value.field == "closed_on"


def test_a_deal_ends_on_a_day_that_has_come(cast):
    deal = make_opportunity(owner=cast.ada)
    with pytest.raises(Refused, match="has not come yet"), nothing_changes():
        win_opportunity(cast.ada, deal.pk, version=1, closed_on=days.today() + timedelta(days=1))


def test_a_lost_deal_keeps_its_reason(cast):
    deal = make_opportunity(owner=cast.ada)
    lost = lose_opportunity(cast.ada, deal.pk, version=1, closed_on=MARCH, reason=" price ")
    assert (lost.stage.kind, lost.lost_reason) == ("lost", "price")


def test_losing_asks_for_the_reason(cast):
    deal = make_opportunity(owner=cast.ada)
    with pytest.raises(Refused, match="Say why"), nothing_changes():
        lose_opportunity(cast.ada, deal.pk, version=1, closed_on=MARCH, reason=" ")


@pytest.mark.parametrize("end", ["won", "lost"])
def test_a_deal_is_not_ended_by_a_move(cast, end):
    deal = make_opportunity(owner=cast.ada)
    with pytest.raises(Refused, match="its day and reason"), nothing_changes():
        advance_opportunity(cast.ada, deal.pk, version=1, to=stage(end))


def test_a_deal_stays_in_its_own_pipeline(cast):
    deal = make_opportunity(owner=cast.ada)
    tenders = ensure_pipeline("tenders", "Tenders")
    with pytest.raises(Refused, match="another pipeline"), nothing_changes():
        advance_opportunity(cast.ada, deal.pk, version=1, to=stage("prospecting", tenders))


def test_what_has_ended_does_not_move_until_it_is_opened_again(cast):
    deal = make_opportunity(owner=cast.ada, stage_key="prospecting")
    win_opportunity(cast.ada, deal.pk, version=1, closed_on=MARCH)
    with pytest.raises(Refused, match="has ended"), nothing_changes():
        advance_opportunity(cast.ada, deal.pk, version=2, to=stage("engaging"))
    again = reopen_opportunity(cast.ada, deal.pk, version=2)
    assert (again.stage.key, again.closed_on) == ("prospecting", None)


def test_moving_to_where_it_stands_writes_nothing(cast):
    deal = make_opportunity(owner=cast.ada)
    with nothing_changes():
        advance_opportunity(cast.ada, deal.pk, version=1, to=stage("engaging"))


@pytest.mark.django_db(transaction=True)
def test_assigning_many_is_taken_back_but_for_what_somebody_changed_since(cast, client):
    mine, later = (make_opportunity(owner=cast.ben, name=name) for name in ("Alder", "Brightwater"))
    client.force_login(cast.user("ben"))
    client.post("/deals/", {"act": "bulk:assign", "sure": "yes", "ids": [mine.pk, later.pk], "owner": str(cast.ada.user_id)})
    run = BulkRun.objects.get()
    assert (run.changed, set(Opportunity.objects.values_list("owner", flat=True))) == (2, {cast.ada.user_id})
    edit_opportunity(cast.root, later.pk, version=None, owner=cast.user("cleo"))
    client.post(f"{run.get_absolute_url()}take-back/")
    run_waiting()
    assert list(Opportunity.objects.order_by("pk").values_list("owner", flat=True)) == [cast.ben.user_id, cast.cleo.user_id]
    assert BulkRun.objects.get(takes_back=run).said.endswith("changed them since: Brightwater")
