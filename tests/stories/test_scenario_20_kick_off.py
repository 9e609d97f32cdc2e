"""Kick-off: the plan year stays open until first-tier profiles are fresh and last year is evaluated; the page says what is missing, and the year goes its way."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from mutua.customers.models import Account
from mutua.customers.tests.making import make_account
from mutua.daybook.models import Task
from mutua.foundation import days
from mutua.foundation.jobs.inline import run_waiting
from mutua.relationships.actions.draft_profile import draft_profile
from mutua.relationships.actions.move_profile import move_profile
from mutua.relationships.actions.set_desired import set_desired
from mutua.relationships.models import PlanCycle, Profile, RoadmapItem
from mutua.relationships.queries.plans import kick_off_of
from mutua.relationships.tests.making import make_catalogue, make_item, make_plan, make_profile, practise
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db
TODAY = date(2027, 1, 12)


@pytest.fixture(autouse=True)
def january(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(days, "today", lambda: TODAY)


def text(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def tiered(cast: Cast, number: int, tier: int) -> Account:
    return make_account(name=f"Tier {tier} no. {number:02}", owner=cast.ada, tier=tier, roles=["customer"])


def with_profile(account: Account, days_old: int) -> None:
    make_profile(account, {"physical-delivery": ["edi-asn"]}, state="reviewed", as_of=TODAY - timedelta(days=days_old))


@pytest.fixture
def open_plan(cast: Cast) -> PlanCycle:
    """Twenty first-tier customers, of which eighteen have a profile of 89 days, one of 90 and one none; one item of last year waits."""
    make_catalogue()
    for number in range(18):
        with_profile(tiered(cast, number, 1), 89)
    with_profile(tiered(cast, 18, 1), 90)
    tiered(cast, 19, 1)
    for number in range(5):
        tiered(cast, number, 3)  # the third tier needs none
    make_item(make_account(name="Castell Stores", owner=cast.ada), "crp", cost=10, gain=20, state="done")
    return make_plan(state="open", budget=(100_000,) * 4, hours=(500,) * 4)


def begin(client: Client, plan: PlanCycle) -> int:
    plan.refresh_from_db()
    return client.post(f"/plans/{plan.pk}/begin/", {"version": plan.version}).status_code


def test_the_page_lists_what_is_missing_with_links(client: Client, cast: Cast, open_plan: PlanCycle) -> None:
    client.force_login(cast.user("ben"))
    page = text(client, f"/plans/{open_plan.pk}/")
    assert "18 of 20 first-tier profiles are younger than 90 days (95 % are needed); 1 of last year’s items wait for evaluation." in page
    stale = page.split("Profiles to bring up to date")[1].split("Items to evaluate")[0]
    assert "Tier 1 no. 18 newest of" in stale
    assert "Tier 1 no. 19 no profile" in stale
    assert "Tier 3" not in stale
    assert "Tier 1 no. 05" not in stale
    raw = client.get(f"/plans/{open_plan.pk}/").content.decode()
    missing = Account.objects.get(name="Tier 1 no. 19")
    assert f'href="/accounts/{missing.pk}/profile/"' in raw
    assert f'href="{RoadmapItem.objects.get().get_absolute_url()}"' in raw


def test_it_cannot_leave_open_until_both_are_so(client: Client, cast: Cast, open_plan: PlanCycle) -> None:
    client.force_login(cast.user("ben"))
    with nothing_changes():
        assert begin(client, open_plan) == 422
    with_profile(Account.objects.get(name="Tier 1 no. 19"), 0)  # 19 of 20 are 95 %
    with nothing_changes():
        assert begin(client, open_plan) == 422  # the item still waits
    RoadmapItem.objects.update(state="evaluated")
    assert begin(client, open_plan) == 302
    open_plan.refresh_from_db()
    assert open_plan.state == "profiles-updated"


def test_the_items_alone_are_not_enough(client: Client, cast: Cast, open_plan: PlanCycle) -> None:
    client.force_login(cast.user("ben"))
    RoadmapItem.objects.update(state="evaluated")
    with nothing_changes():
        assert begin(client, open_plan) == 422


def test_only_what_earlier_years_really_did_waits_for_evaluation(client: Client, cast: Cast) -> None:
    """Stopped before anybody committed it, an item has done nothing; what this year's own plan began is this year's business."""
    client.force_login(cast.user("ben"))
    account = make_account(name="Alder Markets", owner=cast.ada)
    never = make_item(account, "edi-asn", title="Never committed", state="idea")
    begun = make_item(account, "crp", title="Stopped half way", state="running")
    for item in (never, begun):
        assert client.post(f"{item.get_absolute_url()}stop/", {"version": item.version}).status_code == 302
    ours = make_item(account, "vmi", title="Of this very year", state="done")
    believed = {"start": {str(ours.pk): 0}, "items": {str(ours.pk): {"lasts": 1, "costs": [], "hours": {}}}}
    make_plan(year=2027, name="The north", state="in-force", snapshot=believed, snapshot_sha256="x", approved_at=days.now())
    plan = make_plan(year=2027, name="The south", state="open")

    page = text(client, f"/plans/{plan.pk}/").split("Items to evaluate")[1]
    assert "Stopped half way" in page
    assert "Never committed" not in page
    assert "Of this very year" not in page
    with nothing_changes():
        assert begin(client, plan) == 422
    RoadmapItem.objects.filter(pk=begun.pk).update(state="evaluated")
    assert begin(client, plan) == 302
    following = make_plan(year=2028, state="open")  # then it is last year's
    assert "Of this very year" in text(client, f"/plans/{following.pk}/")


def test_an_empty_a_drafted_and_a_future_profile_are_none(client: Client, cast: Cast) -> None:
    make_catalogue()
    client.force_login(cast.user("ben"))
    account = tiered(cast, 1, 1)
    plan = make_plan(state="open")
    wanted = {"physical-delivery": ["edi-asn"]}
    make_profile(account, {}, state="reviewed", as_of=TODAY, perspective="ours")
    make_profile(account, wanted, state="draft", as_of=TODAY, perspective="customer")
    make_profile(account, wanted, state="reviewed", as_of=TODAY + timedelta(days=1), perspective="surrogate")
    with nothing_changes():
        assert begin(client, plan) == 422
    make_profile(account, wanted, state="reviewed", as_of=TODAY, perspective="joint")
    assert begin(client, plan) == 302


def test_the_reviewed_profile_counts_while_the_next_is_drafted(cast: Cast) -> None:
    account = tiered(cast, 1, 1)
    make_catalogue()

    def drafted() -> Profile:
        profile = draft_profile(cast.ada, account.pk, perspective="joint", participants="Tess Holloway")
        return set_desired(cast.ada, profile.pk, "physical-delivery", ["cpfr"], version=None)

    def fresh() -> int:
        return kick_off_of(cast.ada).fresh

    first = drafted()
    assert fresh() == 0
    move_profile(cast.ada, first.pk, version=None, to="reviewed")
    assert fresh() == 1
    second = drafted()
    assert fresh() == 1
    move_profile(cast.ada, second.pk, version=None, to="superseded")
    assert fresh() == 0, "nobody works at one, and what stood was given up"
    third = drafted()
    move_profile(cast.ada, third.pk, version=None, to="reviewed")
    assert fresh() == 1


def test_a_profile_of_tomorrow_is_not_drafted(client: Client, cast: Cast) -> None:
    client.force_login(cast.user("ada"))
    account = tiered(cast, 1, 1)
    with nothing_changes():
        sent = {"perspective": "ours", "as_of": (TODAY + timedelta(days=1)).isoformat()}
        assert client.post(f"/api/v1/accounts/{account.pk}/profiles", sent, content_type="application/json").status_code == 422
        assert client.post(f"/accounts/{account.pk}/profile/new/", sent).status_code == 422


def test_a_year_from_its_search_to_the_next_one(client: Client, cast: Cast) -> None:
    """States, owners' tasks, progress, lateness, and what goes on in the next year: each by the page."""
    client.force_login(cast.user("ben"))
    account = make_account(name="Alder Markets", owner=cast.ada)
    crp = make_item(account, "crp", cost=90_000, gain=170_000, hours=420, lasts=1, owner=cast.user("ada"))
    practise(account, "edi-asn")  # a pilot of it: both may begin at once
    make_item(account, "edi-asn", cost=40_000, gain=70_000, hours=200, lasts=1, owner=cast.user("ada"))
    plan = make_plan(budget=(130_000, 10_000, 10_000, 10_000), hours=(700, 100, 100, 100))
    address = f"/plans/{plan.pk}/"

    def post(path: str, **values: object) -> int:
        plan.refresh_from_db()
        return client.post(f"{address}{path}/", {"version": plan.version, **values}).status_code

    assert post("optimise") == 302
    run_waiting()
    assert post("approve") == 302
    run_waiting()
    tasks = Task.objects.order_by("title")
    assert [(task.title, task.assignee.name, task.due_on, task.account) for task in tasks] == [
        ("Begin “Continuous replenishment programme” with Alder Markets", "Ada Lindqvist", date(2027, 3, 31), account),
        ("Begin “EDI and advance ship notice” with Alder Markets", "Ada Lindqvist", date(2027, 3, 31), account),
    ]
    page = text(client, address)
    assert "verified" in page
    assert "0 of 2 items done, 0 running, 0 stopped" in page
    assert post("move", to="evaluated") == 422  # first in force
    assert post("move", to="in-force") == 302

    crp.refresh_from_db()
    client.post(f"{crp.get_absolute_url()}begin/", {"version": crp.version})
    client.post(f"{crp.get_absolute_url()}outlays/new/", {"on": "2027-01-05", "amount": "91000", "note": "Software"})
    client.post(f"{crp.get_absolute_url()}outlays/new/", {"on": "2027-01-08", "team": "Our people", "hours": "37.5"})
    page = text(client, address)
    assert re.search(r"Q1 now \$130k \$91k .*620 37\.5 Q2", page), page[page.index("Progress against") :][:400]
    assert "Nothing is late" in page
    assert "$91,000 of $90,000, 37.5 of 420 h" in text(client, crp.get_absolute_url())


def test_what_began_before_its_task_was_written_needs_none(client: Client, cast: Cast) -> None:
    client.force_login(cast.user("ben"))
    account = make_account(name="Alder Markets", owner=cast.ada)
    begun, waits = (make_item(account, key, title=title, cost=10, gain=20) for key, title in (("crp", "Quick"), ("edi-asn", "Slow")))
    plan = make_plan(budget=(100,))
    client.post(f"/plans/{plan.pk}/optimise/", {"version": plan.version})
    run_waiting()
    plan.refresh_from_db()
    client.post(f"/plans/{plan.pk}/approve/", {"version": plan.version})
    begun.refresh_from_db()
    assert client.post(f"{begun.get_absolute_url()}begin/", {"version": begun.version}).status_code == 302
    run_waiting()
    assert [task.title for task in Task.objects.all()] == [f"Begin “{waits.title}” with Alder Markets"]


def test_what_is_late_is_named_and_goes_on_next_year(client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    client.force_login(cast.user("ben"))
    account = make_account(name="Alder Markets", owner=cast.ada)
    running = make_item(account, "crp", title="Runs long", lasts=6)
    running.investment_us, running.return_us, running.hours = [Decimal(10_000)] * 6, [Decimal(90_000)], {"Our people": [50.0] * 6}
    running.save()
    waits = make_item(account, "edi-asn", title="Never begun", cost=40_000, gain=70_000, hours=200, lasts=1)
    plan = make_plan(budget=(60_000, 20_000, 20_000, 20_000), hours=(300, 100, 100, 100), state="profiles-updated")

    def post(path: str, **values: object) -> int:
        plan.refresh_from_db()
        return client.post(f"/plans/{plan.pk}/{path}/", {"version": plan.version, **values}).status_code

    post("optimise")
    run_waiting()
    post("approve")
    post("move", to="in-force")
    running.refresh_from_db()
    client.post(f"{running.get_absolute_url()}begin/", {"version": running.version})

    monkeypatch.setattr(days, "today", lambda: date(2027, 11, 2))
    page = text(client, f"/plans/{plan.pk}/")
    assert "1 item is late" in page
    assert "Never begun Alder Markets" in page
    assert "was to be done by the end of Q1" in page
    assert post("move", to="evaluated") == 302  # nothing has ended that waits for evaluation
    assert post("move", to="closed") == 422  # two items would be forgotten
    assert post("roll-forward") == 302
    following = PlanCycle.objects.get(year=2028)
    assert (following.state, following.rolled_from_id, following.budget) == ("open", plan.pk, plan.budget)
    waits.refresh_from_db()
    running.refresh_from_db()
    assert (waits.state, running.state) == ("sized", "running")
    with nothing_changes():
        assert post("roll-forward") == 422
    assert post("move", to="closed") == 302
    frozen = text(client, f"/plans/{plan.pk}/")
    assert "Never begun" in frozen  # what was believed stands

    # In 2028 the running item takes 10,000 and 50 h of the first two quarters.
    following.budget, following.capacity, following.state = (
        [Decimal(49_999), Decimal(20_000)],
        {"Our people": [300.0, 100.0]},
        "profiles-updated",
    )
    following.save()
    client.post(f"/plans/{following.pk}/optimise/", {"version": following.version})
    run_waiting()
    following.refresh_from_db()
    assert following.choice["bound_before"]["money"] == ["10000.00", "10000.00"]
    assert following.choice["start"] == {}  # 40,000 do not fit beside the 10,000 that are bound
    following.budget = [Decimal(50_000), Decimal(20_000)]
    following.save()
    client.post(f"/plans/{following.pk}/optimise/", {"version": following.version})
    run_waiting()
    following.refresh_from_db()
    assert following.choice["start"] == {str(waits.pk): 0}
