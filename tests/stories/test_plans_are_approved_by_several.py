"""A plan needs all who are named for its size: each answers in its own name, one can send it back, and nobody approves what it made itself."""

from __future__ import annotations

import html
import re
from decimal import Decimal
from typing import Any

import pytest
from django.db import InternalError, connection, transaction
from django.db.utils import IntegrityError
from django.test import Client

from mutua.customers.tests.making import make_account
from mutua.foundation.identity.models import Role, User
from mutua.foundation.jobs.inline import run_waiting
from mutua.relationships.models import ApprovalRule, PlanApproval, PlanCycle, RoadmapItem
from mutua.relationships.tests.making import make_item, make_plan, practise
from tests.cast import Cast, nothing_changes, way_back

pytestmark = pytest.mark.django_db


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


class Desk:
    """One person at the pages of one plan."""

    def __init__(self, user: User, plan: PlanCycle) -> None:
        self.client, self.user, self.plan = Client(), user, plan
        self.client.force_login(user)

    def post(self, act: str, *, version: int | None = None, **values: Any) -> int:
        return self.sent(act, version=version, **values).status_code

    def sent(self, act: str, *, version: int | None = None, **values: Any) -> Any:
        self.plan.refresh_from_db()
        return self.client.post(f"/plans/{self.plan.pk}/{act}/", {"version": version or self.plan.version, **values})

    def page(self) -> str:
        return text(self.client.get(f"/plans/{self.plan.pk}/"))

    def today(self) -> str:
        return text(self.client.get("/"))


@pytest.fixture
def crp(cast: Cast) -> RoadmapItem:
    account = make_account(name="Alder Markets", owner=cast.ada)
    practise(account, "edi-asn")
    return make_item(account, "crp", cost=90_000, gain=170_000, hours=420)


@pytest.fixture
def rules(cast: Cast) -> None:
    """A manager for every plan, the executive too from 250,000 on."""
    ApprovalRule.objects.create(role=Role.objects.get(key="manager"), from_budget=0, currency="USD")
    ApprovalRule.objects.create(user=cast.user("executive"), from_budget=250_000, currency="USD")


@pytest.fixture
def plan(cast: Cast, crp: RoadmapItem) -> PlanCycle:
    """Root made it, and it is optimised."""
    plan = make_plan(prepared_by=cast.user("root"))
    assert Desk(cast.user("root"), plan).post("optimise") == 302
    run_waiting()
    plan.refresh_from_db()
    return plan


@pytest.fixture
def root(cast: Cast, plan: PlanCycle) -> Desk:
    return Desk(cast.user("root"), plan)


@pytest.fixture
def ben(cast: Cast, plan: PlanCycle) -> Desk:
    return Desk(cast.user("ben"), plan)


@pytest.fixture
def edith(cast: Cast, plan: PlanCycle) -> Desk:
    return Desk(cast.user("executive"), plan)


def test_all_who_are_named_for_its_size_have_to_approve(rules: None, root: Desk, ben: Desk, edith: Desk, crp: RoadmapItem) -> None:
    plan = root.plan
    asking = text(root.client.get(f"/plans/{plan.pk}/ask/"))
    assert "approved by all of these" in asking
    assert root.post("ask") == 302
    for desk in (ben, edith):
        assert "Plan 2027" in desk.today().split("Plans that wait for approval")[1]
    waiting = root.page().split("Waits for approval")[1]
    assert re.search(r"Team lead anybody with this role asked by Root, .* Still asked.*Edith Vance asked by Root, .* Still asked", waiting)

    assert ben.post("answer", answer="approved", reason="The hours fit") == 302
    plan.refresh_from_db()
    assert (plan.state, plan.snapshot) == ("optimised", None)
    assert "Plans that wait for approval" not in ben.today()
    waiting = edith.page().split("Waits for approval")[1]
    assert re.search(r"Team lead anybody with this role Ben Okafor, \S+.* The hours fit Approved", waiting)
    assert "Edith Vance asked by Root" in waiting

    assert edith.post("answer", answer="approved") == 302
    plan.refresh_from_db()
    crp.refresh_from_db()
    assert (plan.state, plan.approved_by, crp.state) == ("approved", edith.user, "committed")
    assert [(one["name"], one["for"], one["reason"]) for one in plan.snapshot["approvals"]] == [
        ("Ben Okafor", "Team lead", "The hours fit"),
        ("Edith Vance", "Edith Vance", ""),
    ]
    page = root.page()
    assert "frozen on" in page
    assert "by Ben Okafor, Edith Vance" in page
    assert "verified" in page


def test_a_small_plan_asks_fewer(rules: None, root: Desk, ben: Desk, cast: Cast) -> None:
    PlanCycle.objects.filter(pk=root.plan.pk).update(budget=[Decimal("249999.99")])
    assert root.post("ask") == 302
    assert [seat.asked_name for seat in PlanApproval.objects.all()] == ["Team lead"]
    assert ben.post("answer", answer="approved") == 302
    root.plan.refresh_from_db()
    assert root.plan.state == "approved"


def test_a_plan_in_another_currency_asks_everybody(rules: None, root: Desk) -> None:
    PlanCycle.objects.filter(pk=root.plan.pk).update(currency="EUR", budget=[Decimal(5)], choice={**root.plan.choice, "start": {}})
    assert root.post("ask") == 302
    assert [seat.asked_name for seat in PlanApproval.objects.order_by("pk")] == ["Team lead", "Edith Vance"]


def test_sent_back_with_a_reason_it_can_be_mended_and_asked_about_anew(
    rules: None, root: Desk, ben: Desk, edith: Desk, crp: RoadmapItem
) -> None:
    root.post("ask")
    with nothing_changes():
        answer = edith.sent("answer", answer="refused")
    assert answer.status_code == 422
    assert "Say what has to change before you would approve it" in text(answer)

    assert edith.post("answer", answer="refused", reason="Too little for Alder") == 302
    assert "Sent back by Edith Vance. Too little for Alder" in root.page()
    assert "Plans that wait for approval" not in ben.today()
    with nothing_changes():
        assert ben.post("answer", answer="approved") == 422
    crp.refresh_from_db()
    root.plan.refresh_from_db()
    assert (crp.state, root.plan.state) == ("sized", "optimised")

    assert root.post("optimise") == 302
    run_waiting()
    assert root.post("ask") == 302
    assert [(seat.round, seat.asked_name, seat.answer) for seat in PlanApproval.objects.order_by("round", "pk")] == [
        (1, "Team lead", "withdrawn"),
        (1, "Edith Vance", "refused"),
        (2, "Team lead", "waiting"),
        (2, "Edith Vance", "waiting"),
    ]
    page = root.page()
    assert "1 earlier request" in page
    assert "Too little for Alder" in page


def test_nobody_approves_its_own_plan(root: Desk, ben: Desk, edith: Desk) -> None:
    with nothing_changes():
        answer = root.sent("approve")  # it set the money and the hours
    assert answer.status_code == 422
    assert "Nobody approves its own plan" in text(answer)
    assert "Approve and freeze" not in root.page()
    assert "Approve and freeze" in ben.page()
    with nothing_changes():  # who asks does not answer either, nor does who made it
        for people in (ben.user.pk, root.user.pk):
            assert ben.post("ask", people=[people]) == 422
    assert ben.post("ask", people=[edith.user.pk]) == 302
    with nothing_changes():
        assert ben.post("answer", answer="approved") == 422
        assert root.post("answer", answer="approved") == 422


def test_who_asks_does_not_answer_for_its_role(rules: None, root: Desk, ben: Desk) -> None:
    """Ben is the only manager: where he asks, nobody could answer, and he is told before anybody is asked."""
    with nothing_changes():
        answer = ben.sent("ask")
    assert answer.status_code == 422
    assert "Nobody could answer for Team lead" in text(answer)


def test_who_asks_holds_the_role_and_yet_another_answers_for_it(rules: None, ben: Desk, edith: Desk, cast: Cast) -> None:
    cast.user("cleo").roles.set([Role.objects.get(key="manager")])
    cleo = Desk(cast.user("cleo"), ben.plan)
    assert ben.post("ask") == 302
    assert "Plans that wait for approval" not in ben.today()
    assert "made this plan yourself" in ben.page()
    with nothing_changes():
        answer = ben.sent("answer", answer="approved")
    assert answer.status_code == 422
    assert "Nobody approves its own plan" in text(answer)
    assert cleo.post("answer", answer="approved") == 302
    assert edith.post("answer", answer="approved") == 302
    ben.plan.refresh_from_db()
    assert ben.plan.snapshot["approved_by"] == "Cleo Reyes, Edith Vance"


def test_where_nobody_else_may_approve_the_one_who_made_it_does(root: Desk) -> None:
    User.objects.exclude(pk=root.user.pk).update(is_active=False)
    assert root.post("approve") == 302
    root.plan.refresh_from_db()
    assert root.plan.snapshot["approved_by"] == "Root"


def test_what_lies_with_others_stays_as_they_were_shown_it(rules: None, root: Desk, ben: Desk, edith: Desk) -> None:
    root.post("ask")
    means = {"budget": "1", "capacity": "", "discount_rate": 0}
    with nothing_changes():
        for desk, act, values in ((ben, "edit", means), (root, "optimise", {}), (ben, "approve", {}), (root, "ask", {})):
            answer = desk.sent(act, **values)
            assert answer.status_code == 422, act
            assert "waits for the approval of Team lead, Edith Vance" in text(answer), act
    assert root.post("withdraw") == 302
    assert "Plans that wait for approval" not in ben.today()
    with nothing_changes():
        assert edith.post("answer", answer="approved") == 422
        assert root.post("withdraw") == 422
    assert root.post("optimise") == 302


def test_an_optimiser_that_is_still_at_work_changes_nothing_of_it(rules: None, root: Desk) -> None:
    root.post("optimise")
    root.post("ask")
    with transaction.atomic():
        before = PlanCycle.objects.get(pk=root.plan.pk).choice
    run_waiting()
    assert PlanCycle.objects.get(pk=root.plan.pk).choice == before
    assert "its result was dropped" in root.page()


def test_figures_that_changed_meanwhile_stop_the_last_approval(rules: None, root: Desk, ben: Desk, edith: Desk, crp: RoadmapItem) -> None:
    root.post("ask")
    assert edith.post("answer", answer="approved") == 302
    crp.return_us = [Decimal(1)]
    crp.save()
    with nothing_changes():
        answer = ben.sent("answer", answer="approved")
    assert answer.status_code == 422
    assert "changed after the plan was optimised" in text(answer)


def test_the_slower_of_two_who_answer_is_told(rules: None, root: Desk, ben: Desk, edith: Desk) -> None:
    root.post("ask")
    root.plan.refresh_from_db()
    seen = root.plan.version
    assert edith.post("answer", answer="approved") == 302
    with nothing_changes():
        assert ben.post("answer", version=seen, answer="approved") == 409


def test_an_answer_is_written_for_ever(rules: None, root: Desk, edith: Desk) -> None:
    root.post("ask")
    edith.post("answer", answer="refused", reason="Too little")
    for statement in (
        "UPDATE relationships_planapproval SET reason = 'Fine' WHERE answer = 'refused'",
        "UPDATE relationships_planapproval SET answer = 'approved' WHERE answer = 'refused'",
        "DELETE FROM relationships_planapproval WHERE answer = 'refused'",
    ):
        with (
            pytest.raises((InternalError, IntegrityError), match=r"for ever|never deleted"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_rules_are_set_and_taken_away_on_a_page(client: Client, cast: Cast) -> None:
    client.force_login(cast.user("executive"))
    assert "Nobody is asked by rule" in text(client.get("/plans/approvals/"))
    sent = {"who": "role-manager", "from_budget": "250000", "currency": "USD"}
    assert client.post("/plans/approvals/new/", sent).status_code == 302
    with nothing_changes():
        for wrong in (
            sent,
            {**sent, "who": "role-representative"},
            {**sent, "who": f"user-{cast.user('ada').pk}"},
            {**sent, "from_budget": "-1"},
        ):
            assert client.post("/plans/approvals/new/", wrong).status_code == 422
    assert "Team lead anybody with this role plans with a budget of $250k or more" in text(client.get("/plans/approvals/"))
    rule = ApprovalRule.objects.get()
    page = client.post(f"/plans/approvals/{rule.pk}/drop/", {"version": rule.version}, follow=True)
    assert "Nobody is asked by rule" in text(page)
    assert "Team lead" in text(client.post(way_back(page.content.decode()), follow=True))
    client.force_login(cast.user("ben"))  # he is asked, and does not say by whom plans are approved
    with nothing_changes():
        assert client.post("/plans/approvals/new/", sent).status_code == 403
        assert client.post(f"/plans/approvals/{rule.pk}/drop/", {"version": 3}).status_code == 403
