"""A plan over the accounts of two teams: what a person does not see of them is told neither by name nor by figure, at no door."""

from __future__ import annotations

import html
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from mutua.customers.tests.making import make_account
from mutua.foundation.access import Actor, flow_actor
from mutua.foundation.jobs.inline import run_waiting
from mutua.foundation.records.errors import Refused
from mutua.relationships.actions.answer_approval import answer_approval
from mutua.relationships.actions.approve_plan import approve_plan
from mutua.relationships.actions.ask_for_approval import ask_for_approval
from mutua.relationships.actions.move_plan import move_plan
from mutua.relationships.actions.open_plan import open_plan
from mutua.relationships.actions.optimise_plan import ask_for_optimum
from mutua.relationships.actions.roll_forward import roll_forward
from mutua.relationships.actions.size_item import size_item
from mutua.relationships.models import PlanCycle, RoadmapItem
from mutua.relationships.queries.plan_seen import tell_nets
from mutua.relationships.queries.plans import plans_in_brief
from mutua.relationships.tests.making import make_item, make_plan
from tests.cast import Cast, nothing_changes
from tests.matrix.routes import routes

pytestmark = pytest.mark.django_db
# Of Eve's items, whom Ben does not lead: account, names, and whatever would be a figure of theirs or of a total that they are in.
# Hers net 43,210 − 12,340 = 30,870 and lose 7,017; Ada's nets 900 − 300 = 600; together 31,470, for 12,640, back 44,110.
THEIRS = ("Zephyrmark", "Zephyr initiative", "Zephyr dream", "43210", "12340", "30870", "31470", "12640", "44110", "7017", "41.5", "8080")


@pytest.fixture
def plan(cast: Cast) -> PlanCycle:
    mine, hers = make_account(name="Quillmark", owner=cast.ada), make_account(name="Zephyrmark", owner=cast.eve)
    make_item(mine, "edi-asn", title="Quill initiative", cost=300, gain=900, hours=10)
    make_item(mine, "backhaul", title="Quill dream", cost=90_000, gain=95_000)
    make_item(hers, "edi-asn", title="Zephyr initiative", cost=12_340, gain=43_210, hours=41.5, investment_them=[7_017])
    make_item(hers, "backhaul", title="Zephyr dream", cost=80_808, gain=80_900)
    plan = make_plan(budget=(50_000, 0), hours=(100, 0))
    ask_for_optimum(flow_actor("test"), plan.pk, version=None)
    run_waiting()
    plan.refresh_from_db()
    assert plan.choice is not None
    assert len(plan.choice["start"]) == 2
    return plan


def plain(content: bytes) -> str:
    """Figures as digits: without the signs that part thousands."""
    return html.unescape(content.decode()).translate({ord(sign): None for sign in ",\u202f\xa0\u2009"})


def told_at_every_door(client: Client, plan: PlanCycle) -> dict[str, str]:
    """The answer of each address that shows plans, by address."""
    found = {}
    for route in routes():
        if "plans/" in f"{route.pattern}/" and ("<" not in route.pattern or "<int:plan_id>" in route.pattern):
            answer = client.get("/" + route.pattern.replace("<int:plan_id>", str(plan.pk)))
            found[route.pattern] = plain(b"".join(answer.streaming_content) if answer.streaming else answer.content)  # type: ignore[attr-defined]
    return found


@pytest.mark.parametrize("is_approved", [False, True])
def test_what_he_does_not_see_stands_nowhere(client: Client, cast: Cast, plan: PlanCycle, is_approved: bool) -> None:
    if is_approved:
        plan = approve_plan(cast.executive, plan.pk, version=None)
    client.force_login(cast.user("ben"))
    told = told_at_every_door(client, plan)
    assert {
        "plans/",
        "plans/<int:plan_id>/",
        "plans/<int:plan_id>/csv/",
        "api/v1/plans",
        "api/v1/plans/<int:plan_id>/choice",
    } <= told.keys()
    leaks = [
        (address, mark) for address, page in told.items() for mark in (*THEIRS, "$31.5k", "$30.9k", "$43.2k", "$12.3k") if mark in page
    ]
    assert leaks == []
    page = told["plans/<int:plan_id>/"]
    assert "Items of accounts that you do not see: 1 in this plan 1 left out." in page
    assert "Quill initiative" in page
    assert "The plan of all accounts has no room for it." in page
    assert "/approve/" not in page


def test_who_sees_all_is_told_all(client: Client, cast: Cast, plan: PlanCycle) -> None:
    client.force_login(cast.user("executive"))
    told = told_at_every_door(client, plan)
    page, table = told["plans/<int:plan_id>/"], told["plans/<int:plan_id>/csv/"]
    assert all(mark in page for mark in ("Zephyrmark", "Zephyr initiative", "Zephyr dream", "$31.5k"))
    assert all(mark in table for mark in ("43210", "12340", "7017"))
    assert "31470" in told["api/v1/plans/<int:plan_id>/choice"]
    assert "31470" in told["api/v1/plans"]
    assert "do not see" not in page


def test_the_choice_says_how_much_of_it_is_not_told(client: Client, cast: Cast, plan: PlanCycle) -> None:
    client.force_login(cast.user("ben"))
    choice: dict[str, Any] = client.get(f"/api/v1/plans/{plan.pk}/choice").json()
    assert choice["unseen"] == 2
    assert [(row["name"], row["costs"]) for row in choice["chosen"]] == [("Quill initiative", ["300.00"])]
    assert [row["name"] for row in choice["left_out"]] == ["Quill dream"]
    assert {choice[name] for name in ("value", "bound", "greedy", "step", "gate")} == {None}
    assert (choice["curve"], choice["marginal"]) == ([], [])
    assert [float(amount) for amount in choice["spent"]] == [300, 0]
    assert client.get(f"/api/v1/plans/{plan.pk}").json()["value"] is None


def test_who_does_not_see_all_of_it_does_not_decide_it(cast: Cast, plan: PlanCycle) -> None:
    def refuses(act: Any, actor: Actor, **more: Any) -> None:
        with pytest.raises(Refused, match="2 items of this plan belong to accounts that you do not see"), nothing_changes():
            act(actor, plan.pk, version=None, **more)

    refuses(approve_plan, cast.ben)
    refuses(ask_for_approval, cast.ben, user_ids=[cast.user("executive").pk])
    approve_plan(cast.executive, plan.pk, version=None)
    refuses(move_plan, cast.ben, to="in-force")
    refuses(roll_forward, cast.ben)


def test_those_who_see_a_part_approve_it_beside_one_who_sees_all(cast: Cast, plan: PlanCycle) -> None:
    asked = ask_for_approval(cast.root, plan.pk, version=None, user_ids=[cast.user("ben").pk])
    with pytest.raises(Refused, match="Nobody of those who approve this plan sees all of its accounts"), nothing_changes():
        answer_approval(cast.ben, plan.pk, version=asked.version, answer="approved", reason="")
    answer_approval(cast.ben, plan.pk, version=asked.version, answer="refused", reason="I cannot see what the other half is.")


@pytest.mark.parametrize("order", [("ben", "executive"), ("executive", "ben")])
def test_of_several_one_who_sees_all_is_enough_in_any_order(cast: Cast, plan: PlanCycle, order: tuple[str, str]) -> None:
    ask_for_approval(cast.root, plan.pk, version=None, user_ids=[cast.user(who).pk for who in order])
    for who in order:
        approved = answer_approval(getattr(cast, who), plan.pk, version=None, answer="approved", reason="")
    assert approved.state == "approved"
    assert approved.snapshot is not None
    assert len(approved.snapshot["start"]) == 2


def test_what_changed_is_not_named_to_who_does_not_see_it(cast: Cast, plan: PlanCycle) -> None:
    ask_for_approval(cast.root, plan.pk, version=None, user_ids=[cast.user(who).pk for who in ("executive", "ben")])
    answer_approval(cast.executive, plan.pk, version=None, answer="approved", reason="")
    item = RoadmapItem.objects.get(title="Zephyr initiative")
    size_item(cast.eve, item.pk, version=item.version, return_us=[43_000])
    with pytest.raises(Refused, match="an item that you do not see") as told, nothing_changes():
        answer_approval(cast.ben, plan.pk, version=None, answer="approved", reason="")
    assert "Zephyr" not in str(told.value)


def test_nets_of_a_list_are_told_with_two_questions_whatever_their_number(
    client: Client, cast: Cast, plan: PlanCycle, django_assert_num_queries: Any
) -> None:
    for number in range(5):
        make_plan(year=2030 + number, state="optimised", choice=plan.choice)
    nothing = make_plan(year=2040, state="optimised", choice={**(plan.choice or {}), "items": {}, "start": {}})
    for actor, questions, told in ((cast.ben, 2, {nothing.pk}), (cast.executive, 0, None)):
        shown = list(plans_in_brief(actor))
        with django_assert_num_queries(questions):
            tell_nets(actor, shown)
        assert {one.pk for one in shown if one.netted is not None} == (told or {one.pk for one in shown})  # type: ignore[attr-defined]


def test_a_second_plan_of_a_year_and_name_is_refused_in_words(cast: Cast) -> None:
    asked: dict[str, Any] = {"year": 2031, "currency": "USD", "budget": [Decimal(1)], "capacity": {}, "name": "Core"}
    open_plan(cast.ben, **asked)
    with nothing_changes(), pytest.raises(Refused) as refused:
        open_plan(cast.ben, **asked)
    assert str(refused.value) == "Year, name: there is a plan with the same already. Nothing was changed."
