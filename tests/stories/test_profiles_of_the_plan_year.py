"""A plan is approved: where its customers stand and want to be is kept for that year, and is shown as it was whatever changes later."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client

from mutua.customers.models import Account
from mutua.customers.tests.making import make_account
from mutua.flows.approved_plan_keeps_profiles import approved_plan_keeps_profiles
from mutua.foundation.jobs.inline import run_waiting
from mutua.relationships.events import PlanApproved
from mutua.relationships.models import Engagement, PlanCycle, Profile, ProfileSnapshot, Readiness
from mutua.relationships.tests.making import make_account_touchpoint, make_engagement, make_item, make_plan, make_profile, make_readiness
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db


def text(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def kept(client: Client, account: Account) -> str:
    """The page of what was kept, without what the frame around it tells of today."""
    told = text(client, f"/accounts/{account.pk}/profile/kept/2027/").split("Where we stood")[1]
    return re.split(r"Process \S+ \S+ ", told)[0]


@pytest.fixture
def alder(cast: Cast) -> Account:
    """It practises ship notices, wants continuous replenishment, and has an item that the plan can choose."""
    account = make_account(name="Alder Markets", owner=cast.ada)
    make_engagement(make_account_touchpoint(account), "edi-asn")
    make_profile(account, {"physical-delivery": ["edi-asn", "crp"]}, as_of="2026-11-02")
    make_readiness(account, people="3.1")
    make_item(account, "crp", cost=90_000, gain=170_000, hours=420)
    return account


def approved(client: Client) -> PlanCycle:
    plan = make_plan(year=2027)
    client.post(f"/plans/{plan.pk}/optimise/", {"version": plan.version})
    run_waiting()
    plan.refresh_from_db()
    assert client.post(f"/plans/{plan.pk}/approve/", {"version": plan.version}).status_code == 302
    return plan


def test_the_profile_of_every_account_in_the_plan_is_kept_and_of_no_other(client: Client, cast: Cast, alder: Account) -> None:
    make_item(make_account(name="Birch Outlets", owner=cast.ada), "vmi", cost=900_000, gain=950_000)  # more than the budget
    client.force_login(cast.user("ben"))
    approved(client)
    assert not ProfileSnapshot.objects.exists()  # it is the flow that keeps it, after the commit
    run_waiting()
    assert [(kept.account.name, kept.year) for kept in ProfileSnapshot.objects.all()] == [("Alder Markets", 2027)]


def test_what_was_kept_is_shown_as_it_was(client: Client, cast: Cast, alder: Account) -> None:
    client.force_login(cast.user("ben"))
    approved(client)
    run_waiting()
    believed = kept(client, alder)
    for words in (
        "Physical delivery Cooperative",
        "Joint 0.90 Continuous replenishment programme; EDI and advance ship notice",
        "People ? 3.1",
    ):
        assert words in believed, words
    Engagement.objects.update(state="retired")
    Profile.objects.update(state="superseded")
    Readiness.objects.update(level="0.4")
    assert kept(client, alder) == believed


def test_told_twice_it_is_kept_once(client: Client, cast: Cast, alder: Account) -> None:
    client.force_login(cast.user("ben"))
    plan = approved(client)
    run_waiting()
    with nothing_changes():
        approved_plan_keeps_profiles(PlanApproved(plan_id=plan.pk, account_ids=(alder.pk,)))
