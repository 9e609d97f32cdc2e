from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.foundation.today.models import PutOff
from mutua.sales.models import Opportunity
from mutua.sales.tests.making import make_opportunity, stage
from mutua.sales.today import stuck
from tests.cast import nothing_changes, way_back

MOST_QUERIES = 12


@pytest.fixture
def as_ada(client, cast):
    client.force_login(cast.user("ada"))
    return client


def test_the_board_shows_lanes_totals_and_the_share_off_strategy(as_ada, cast):
    make_opportunity(owner=cast.ada, amount=Decimal(300))
    make_opportunity(owner=cast.ada, amount=Decimal(200), stage_key="prospecting")
    page = as_ada.get("/pipeline/").content.decode()
    assert "$300" in page
    assert "$200" in page
    assert "<b>100 %</b> of open value is off strategy" in page.replace("\xa0", " ").replace("\u202f", " ")


def test_amounts_of_two_currencies_stand_side_by_side_and_are_never_added(as_ada, cast):
    """P16. The share off strategy is then that of the deals."""
    account = make_account(owner=cast.ada)
    make_opportunity(owner=cast.ada, account=account, amount=Decimal(300), currency="USD")
    make_opportunity(owner=cast.ada, account=account, amount=Decimal(200), currency="EUR")
    page = as_ada.get("/pipeline/").content.decode().replace("\xa0", " ").replace("\u202f", " ")
    assert "€200 + $300" in page
    assert "500" not in page.split("data-board")[1]
    assert "<b>100 %</b> of open deals are off strategy" in page


def test_the_board_costs_the_same_whatever_stands_on_it(as_ada, cast, django_assert_max_num_queries):
    for _ in range(30):
        make_opportunity(owner=cast.ada)
    with django_assert_max_num_queries(MOST_QUERIES):
        assert as_ada.get("/pipeline/").status_code == 200


def test_the_list_keeps_its_budget(as_ada, cast, django_assert_max_num_queries):
    for _ in range(30):
        make_opportunity(owner=cast.ada)
    with django_assert_max_num_queries(MOST_QUERIES):
        assert as_ada.get("/deals/").status_code == 200


def test_a_deal_that_takes_longer_than_nine_of_ten_carries_a_clock(as_ada, cast):
    today = days.today()
    for took in range(1, 21):
        make_opportunity(
            owner=cast.ada, stage_key="won", engaged_on=today - timedelta(days=100 + took), closed_on=today - timedelta(days=100)
        )
    make_opportunity(owner=cast.ada, name="Slow", engaged_on=today - timedelta(days=90))
    page = as_ada.get("/pipeline/").content.decode()
    assert "90 d" in page
    assert "stale" in page


def test_a_stuck_deal_that_is_put_off_makes_room_for_the_next(cast):
    today = days.today()
    for took in range(1, 21):
        ended = today - timedelta(days=100)
        make_opportunity(owner=cast.ada, stage_key="won", engaged_on=ended - timedelta(days=took), closed_on=ended)
    slow = [make_opportunity(owner=cast.ada, amount=Decimal(5000 - n), engaged_on=today - timedelta(days=90)) for n in range(5)]
    keys = [f"stuck-{deal.pk}-{deal.stage_id}" for deal in slow]
    assert [need.key for need in stuck(cast.ada)][:3] == keys[:3]
    PutOff.objects.bulk_create(PutOff(user_id=cast.ada.user_id, source="stuck", need=key) for key in keys[:3])
    assert [need.key for need in stuck(cast.ada)] == [*keys[3:], "off-strategy"]


def test_a_card_moves_and_comes_back_as_it_now_is(as_ada, cast):
    deal = make_opportunity(owner=cast.ada, stage_key="prospecting")
    answer = as_ada.post("/pipeline/move/", {"card": deal.pk, "version": 1, "to": stage("engaging").pk})
    assert answer.status_code == 200
    assert 'data-version="2"' in answer.content.decode()
    assert Opportunity.objects.get(pk=deal.pk).stage.key == "engaging"


@pytest.mark.parametrize(("changes", "status"), [({"version": 7}, 409), ({"to": 10**9}, 422), ({"card": "x"}, 422)])
def test_a_move_that_cannot_be_is_refused_and_changes_nothing(as_ada, cast, changes, status):
    deal = make_opportunity(owner=cast.ada)
    sent = {"card": deal.pk, "version": 1, "to": stage("prospecting").pk, **changes}
    with nothing_changes():
        assert as_ada.post("/pipeline/move/", sent).status_code == status


def test_on_the_board_the_slower_one_gets_the_card_as_it_is_now(as_ada, cast):
    deal = make_opportunity(owner=cast.ada, stage_key="prospecting")
    Opportunity.objects.get(pk=deal.pk).save()
    sent = {"card": deal.pk, "version": 1, "to": stage("engaging").pk}
    with nothing_changes():
        answer = as_ada.post("/pipeline/move/", sent, headers={"HX-Request": "true"})
    assert (answer.status_code, 'data-version="2"' in answer.content.decode()) == (409, True)
    assert "Engaging" in answer["HX-Trigger"]
    assert as_ada.post("/pipeline/move/", {**sent, "version": 2}, headers={"HX-Request": "true"}).status_code == 200


def test_a_strangers_deal_and_a_wrong_number_look_the_same(as_ada, cast):
    theirs = make_opportunity(owner=cast.eve)
    assert as_ada.get(f"/deals/{theirs.pk}/").status_code == as_ada.get("/deals/999999/").status_code == 404


def test_a_deal_is_opened_at_list_price_by_its_owner(as_ada, cast):
    from mutua.catalog.tests.making import make_product
    from mutua.customers.tests.making import make_account

    product = make_product(name="GTX Pro", list_price=Decimal(4821))
    account = make_account(owner=cast.ada)
    sent = {"account": account.name, "product": product.pk, "currency": "USD", "name": "", "amount": ""}
    assert as_ada.post("/deals/new/", sent).status_code == 302
    deal = Opportunity.objects.get()
    assert (deal.amount, deal.amount_is_list_price, deal.owner_id, deal.stage.key) == (Decimal(4821), True, cast.ada.user_id, "prospecting")


def test_winning_on_the_page_can_be_undone(as_ada, cast):
    deal = make_opportunity(owner=cast.ada)
    answer = as_ada.post(f"/deals/{deal.pk}/win/", {"version": 1, "closed_on": "2026-03-01", "amount": "900"}, follow=True)
    assert "is won" in answer.content.decode()
    assert Opportunity.objects.get(pk=deal.pk).amount == Decimal(900)
    as_ada.post(way_back(answer.content.decode()))
    assert Opportunity.objects.get(pk=deal.pk).is_open


def test_losing_without_a_reason_keeps_what_was_typed(as_ada, cast):
    deal = make_opportunity(owner=cast.ada)
    with nothing_changes():
        answer = as_ada.post(f"/deals/{deal.pk}/lose/", {"version": 1, "closed_on": "2026-03-01", "reason": ""})
    assert answer.status_code == 422
    assert "2026-03-01" in answer.content.decode()


def test_a_person_without_a_role_sees_no_deal(client, cast):
    client.force_login(cast.user("mia"))
    assert client.get("/pipeline/").status_code == 403


def test_an_account_shows_its_deals(as_ada, cast):
    deal = make_opportunity(owner=cast.ada, closed_on=date(2026, 2, 1), stage_key="won")
    make_opportunity(owner=cast.ada, account=deal.account, amount=Decimal(77))
    page = as_ada.get(f"/accounts/{deal.account_id}/").content.decode()
    assert "$77" in page
    assert "Won so far, 1 deals" in page


def test_the_board_opens_on_the_pipeline_in_which_one_works(as_ada, cast):
    from mutua.sales.pipelines import ensure_pipeline

    tenders = ensure_pipeline("tenders", "Tenders")
    make_opportunity(owner=cast.ada, name="Framework", stage=stage("engaging", tenders), amount=Decimal(4321))
    assert "$4.3k" in as_ada.get("/pipeline/").content.decode()
    assert "$4.3k" not in as_ada.get("/pipeline/?pipeline=sales").content.decode()
    assert as_ada.get("/pipeline/?pipeline=none").status_code == 404
