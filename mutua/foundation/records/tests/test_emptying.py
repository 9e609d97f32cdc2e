"""What has lain in the bin for thirty days goes for good, and nothing else does."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import timedelta
from types import SimpleNamespace

import pytest

from mutua.backoffice.models import Order
from mutua.backoffice.tests.making import make_order
from mutua.customers.models import Account, Need
from mutua.customers.tests.making import make_account, make_need
from mutua.foundation import days
from mutua.foundation.access import NotAllowed, flow_actor
from mutua.foundation.events.models import EventRow
from mutua.foundation.records.actions import empty_bin as emptying
from mutua.foundation.records.actions.empty_bin import empty_bin
from mutua.foundation.records.actions.soft_delete import soft_delete
from mutua.foundation.records.bin import bin_kind
from mutua.foundation.records.tasks import empty_the_bin
from mutua.sales.models import Opportunity
from mutua.sales.tests.making import make_opportunity
from tests.cast import nothing_changes

pytestmark = pytest.mark.django_db
FLOW = flow_actor("test")


def in_days(number):
    return days.as_of(days.today() + timedelta(number))


def test_on_the_thirtieth_day_it_can_come_back_and_on_the_thirty_first_it_is_gone(cast):
    account = soft_delete(cast.ada, make_account(owner=cast.ada), 1)
    make_need(account)
    make_order(account)
    with in_days(29):
        assert empty_bin(FLOW, bin_kind("account")) == (0, None)
    with in_days(31):
        assert empty_bin(FLOW, bin_kind("account")) == (1, None)
    assert [model.everything.count() for model in (Account, Need, Order)] == [0, 0, 0]
    assert not Account.pgh_event_model.objects.exists()
    assert EventRow.objects.get(name="records.bin.emptied").payload == {"kind": "account", "records": 1}


def test_nothing_living_is_swept_away(cast):
    account = make_account(owner=cast.ada)
    deal = make_opportunity(owner=cast.ada, account=account)
    soft_delete(cast.ada, account, 1)
    with in_days(31), nothing_changes():
        assert empty_bin(FLOW, bin_kind("account")) == (0, None)
    with in_days(1):
        soft_delete(cast.ada, deal, None)
    with in_days(32):
        empty_the_bin(SimpleNamespace(step=nullcontext))
    assert [model.everything.count() for model in (Account, Opportunity)] == [0, 0]


def test_batches_are_bounded_and_go_on(cast, monkeypatch):
    monkeypatch.setattr(emptying, "BATCH", 2)
    ids = [soft_delete(cast.ada, make_account(owner=cast.ada), 1).pk for _ in range(3)]
    with in_days(31):
        assert empty_bin(FLOW, bin_kind("account")) == (2, ids[1])
        assert empty_bin(FLOW, bin_kind("account"), ids[1]) == (1, None)


def test_only_the_job_empties(cast):
    with pytest.raises(NotAllowed), nothing_changes():
        empty_bin(cast.ben, bin_kind("account"))
