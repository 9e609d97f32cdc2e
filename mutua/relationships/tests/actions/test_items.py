"""The life of a roadmap item: idea → sized → gated → selected → committed → running → done, or stopped on the way."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from mutua.customers.tests.making import make_account
from mutua.foundation.access import NotAllowed, NotFound
from mutua.foundation.events.models import EventRow
from mutua.foundation.jobs.inline import run_waiting
from mutua.foundation.records.errors import Refused, StaleVersion
from mutua.relationships.actions.approve_item import approve_item
from mutua.relationships.actions.approve_plan import approve_plan
from mutua.relationships.actions.begin_item import begin_item
from mutua.relationships.actions.finish_item import finish_item
from mutua.relationships.actions.optimise_plan import ask_for_optimum
from mutua.relationships.actions.size_item import size_item
from mutua.relationships.actions.stop_item import stop_item
from mutua.relationships.actions.take_item_back import take_item_back
from mutua.relationships.models import RoadmapItem
from mutua.relationships.rules.lifecycles import ItemState
from mutua.relationships.tests.making import make_item, make_plan, practise
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db
ACTS: dict[str, tuple[Callable[..., RoadmapItem], dict[str, str]]] = {
    "approve": (approve_item, {"sized": "gated", "selected": "gated"}),
    "begin": (begin_item, {"committed": "running"}),
    "finish": (finish_item, {"running": "done"}),
    "stop": (stop_item, dict.fromkeys(("idea", "sized", "gated", "selected", "committed", "running"), "stopped")),
    "take back": (take_item_back, {"running": "committed", "done": "running"}),
}


@pytest.fixture
def item(cast: Cast) -> RoadmapItem:
    account = make_account(owner=cast.ada)
    practise(account, "edi-asn")
    return make_item(account, cost=10, gain=20, state="committed")


def states_told() -> list[str]:
    return [row.payload["state"] for row in EventRow.objects.filter(name="relationships.roadmap.moved").order_by("pk")]


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("state", list(ItemState))
def test_each_act_is_refused_when_the_state_before_does_not_allow_it(item: RoadmapItem, cast: Cast, act: str, state: ItemState) -> None:
    RoadmapItem.objects.update(state=state)
    if state == "idea":
        RoadmapItem.objects.update(return_us=[])
    do, allowed = ACTS[act]
    if act == "take back" and state == "stopped":
        return  # it goes back to where it stood: a test of its own
    if state in allowed:
        assert do(cast.ada, item.pk, version=1).state == allowed[state]
        return
    with pytest.raises(Refused), nothing_changes():
        do(cast.ada, item.pk, version=1)


def test_from_the_first_figure_to_done_no_state_is_skipped_and_each_is_told(cast: Cast) -> None:
    item = make_item(make_account(owner=cast.ada), cost=10, state="idea")
    RoadmapItem.objects.update(return_us=[])
    practise(item.account, "edi-asn")
    size_item(cast.ada, item.pk, version=None, return_us=[Decimal(50)])
    plan = make_plan()
    ask_for_optimum(cast.ben, plan.pk, version=None)
    run_waiting()
    plan.refresh_from_db()
    approve_plan(cast.ben, plan.pk, version=plan.version)
    begin_item(cast.ada, item.pk, version=None)
    finish_item(cast.ada, item.pk, version=None)
    assert states_told() == ["sized", "through the gate", "selected", "committed", "running", "done"]


@pytest.mark.parametrize("before", ["idea", "gated", "committed", "running", "stopped"])
def test_nothing_starts_before_what_it_needs_is_done(item: RoadmapItem, cast: Cast, before: str) -> None:
    needed = make_item(item.account, "edi-asn", state=before, title="Advice")
    item.requires.set([needed])
    with pytest.raises(Refused, match="comes after Advice"), nothing_changes():
        begin_item(cast.ada, item.pk, version=1)
    RoadmapItem.objects.filter(pk=needed.pk).update(state="done")
    assert begin_item(cast.ada, item.pk, version=1).state == "running"
    with pytest.raises(Refused, match="began because this was done"), nothing_changes():
        take_item_back(cast.ada, needed.pk, version=None)


@pytest.mark.parametrize("state", ["sized", "gated", "committed", "running"])
def test_a_stopped_item_goes_back_to_where_it_stood(item: RoadmapItem, cast: Cast, state: str) -> None:
    RoadmapItem.objects.update(state=state)
    stopped = stop_item(cast.ada, item.pk, version=1)
    assert take_item_back(cast.ada, item.pk, version=stopped.version).state == state
    assert states_told()[-1] == RoadmapItem.objects.get().get_state_display().lower()


@pytest.mark.parametrize("state", ["stopped", "done"])
def test_what_another_item_of_the_activity_replaced_is_not_taken_back_with_a_sentence(item: RoadmapItem, cast: Cast, state: str) -> None:
    begun = begin_item(cast.ada, item.pk, version=1)
    ended = (stop_item if state == "stopped" else finish_item)(cast.ada, item.pk, version=begun.version)
    other = make_item(item.account, state="sized", cost=10, gain=20)
    with pytest.raises(Refused) as told, nothing_changes():
        take_item_back(cast.ada, item.pk, version=ended.version)
    assert other.name in str(told.value)
    assert "Stop that one first" in str(told.value)
    stop_item(cast.ada, other.pk, version=other.version)
    assert take_item_back(cast.ada, item.pk, version=ended.version).state == "running"


def test_an_undo_that_comes_after_another_edit_is_told_so(item: RoadmapItem, cast: Cast) -> None:
    started = begin_item(cast.ada, item.pk, version=1)
    finish_item(cast.ada, item.pk, version=started.version)
    with pytest.raises(StaleVersion), nothing_changes():
        take_item_back(cast.ada, item.pk, version=started.version)


def test_who_may_not_moves_nothing(item: RoadmapItem, cast: Cast) -> None:
    for do in (begin_item, finish_item, take_item_back):
        for actor, refusal in ((cast.eve, NotFound), (cast.executive, NotAllowed)):
            with pytest.raises(refusal), nothing_changes():
                do(actor, item.pk, version=1)


def test_the_page_offers_what_may_follow_and_a_way_back(client: Client, item: RoadmapItem, cast: Cast) -> None:
    client.force_login(cast.user("ada"))
    url = item.get_absolute_url()
    assert f"{url}begin/" in client.get(url).content.decode()
    shown = client.post(f"{url}begin/", {"version": 1}, follow=True).content.decode()
    assert f"{url}finish/" in shown
    assert f"{url}take-back/?version=2" in shown
    assert f"{url}begin/" not in shown
    client.post(f"{url}take-back/?version=2")
    item.refresh_from_db()
    assert (item.state, item.version) == ("committed", 3)


SPLIT = {
    "us": {"sales": {"likely": [900]}, "margin": {"low": [10], "likely": [30], "high": [50]}, "cost": {"likely": [5]}},
    "them": {"cost": {"likely": [7]}},
}


def test_split_returns_keep_their_totals_beside_them(item: RoadmapItem, cast: Cast) -> None:
    RoadmapItem.objects.update(state="idea")
    sized = size_item(cast.ada, item.pk, version=None, returns=SPLIT)
    assert (sized.state, sized.return_us, sized.return_them) == ("sized", [Decimal(35)], [Decimal(7)])
    assert (sized.return_low, sized.return_high) == (Decimal(15), Decimal(55))
    size_item(cast.ada, item.pk, version=None, return_them=[Decimal(9)])  # only their side was given as a total
    again = RoadmapItem.objects.get()
    assert (again.returns["us"]["sales"], again.returns["them"]) == ({"likely": ["900.00"]}, {"margin": {"likely": ["9.00"]}})


@pytest.mark.parametrize(
    "given",
    [
        {"returns": {"us": {"margin": {"low": [9], "likely": [3]}}}},
        {"returns": {"us": {"profit": {"likely": [3]}}}},
        {"returns": SPLIT, "return_us": [Decimal(1)]},
        {"return_us": [Decimal(1)], "return_low": Decimal(2)},
    ],
)
def test_returns_that_contradict_themselves_are_refused(item: RoadmapItem, cast: Cast, given: dict[str, Any]) -> None:
    RoadmapItem.objects.update(state="sized")
    with pytest.raises(Refused), nothing_changes():
        size_item(cast.ada, item.pk, version=None, **given)


@pytest.mark.parametrize("state", ["gated", "committed", "running", "done"])
def test_somebody_else_takes_it_over_at_any_time(client: Client, item: RoadmapItem, cast: Cast, state: str) -> None:
    """Its figures stand, and it stays where it is."""
    RoadmapItem.objects.update(state=state)
    client.force_login(cast.user("ada"))
    path = f"/api/v1/roadmap-items/{item.pk}"
    sent = {"content_type": "application/json", "headers": {"if-match": '"1"'}}
    told = client.patch(path, {"owner_id": cast.ben.user_id, "title": "Of Ben"}, **sent).json()
    assert (told["owner_id"], told["title"], told["state"], told["version"]) == (cast.ben.user_id, "Of Ben", state, 2)


def test_the_page_of_a_committed_item_hands_it_over_and_offers_no_figure(client: Client, item: RoadmapItem, cast: Cast) -> None:
    client.force_login(cast.user("ada"))
    address = f"{item.get_absolute_url()}figures/"
    page = client.get(address).content.decode()
    assert "Ben Okafor" in page
    assert "Our investment" not in page
    assert client.post(address, {"version": 1, "title": "", "owner": cast.ben.user_id}).status_code == 302
    item.refresh_from_db()
    assert (item.owner_id, item.state, item.cost) == (cast.ben.user_id, "committed", 10)
