"""Abandoning: at that commit everything that stands on it shows it, and each owner has a task."""

from __future__ import annotations

import pytest

from mutua.customers.tests.making import make_account
from mutua.daybook.models import Task
from mutua.foundation.jobs.inline import run_waiting
from mutua.relationships.tests.making import make_catalogue, make_item
from mutua.strategy.models import CustomerStrategy
from mutua.strategy.queries.customer_strategies import standing_on_abandoned, standing_on_nothing
from mutua.strategy.tests.making import make_segment, make_strategy, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def standing(cast):
    """Ben owns the strategy, Ada the account whose own strategy stands on it, and a roadmap item."""
    account = make_account(name="Alder Markets", owner=cast.ada)
    version = make_version(
        make_strategy(name="Faster shelves", segment=make_segment(members=[account]), owner=cast.user("ben")), active=True
    )
    own = CustomerStrategy.objects.create(account=account, state="active", statement="First call of Alder")
    own.versions.add(version)
    make_catalogue()
    make_item(account, strategy=version.strategy, owner=cast.user("ada"))
    return version, own


def test_what_stands_on_it_shows_it_at_that_commit_and_each_owner_has_one_task(client, cast, standing):
    version, own = standing
    client.force_login(cast.user("executive"))
    client.post(
        f"/strategies/versions/{version.pk}/decide/", {"decision": "abandon", "reason": "Nobody wants it.", "version": version.version}
    )
    assert list(standing_on_abandoned(cast.executive)) == [own]
    assert not standing_on_nothing(cast.executive).exists()
    client.force_login(cast.user("ada"))
    assert "was abandoned on" in client.get(own.account.get_absolute_url()).content.decode()

    run_waiting()
    tasks = Task.objects.order_by("assignee__name").values_list("assignee__name", "title")
    assert list(tasks) == [
        ("Ada Lindqvist", "“Faster shelves” was abandoned: decide about 1 customer strategy, 1 roadmap item"),
        ("Ben Okafor", "“Faster shelves” was abandoned: decide about what follows it"),
    ]


def test_last_years_page_can_be_shown_as_it_was(client, cast, standing):
    version, _own = standing
    client.force_login(cast.user("executive"))
    client.post(
        f"/strategies/versions/{version.pk}/decide/", {"decision": "abandon", "reason": "Nobody wants it.", "version": version.version}
    )
    house = f"/strategies/{version.strategy_id}/"
    assert "Abandoned, v1" in client.get(house).content.decode()
    then = client.get(f"{house}?on=2026-02-01").content.decode()
    assert "Active, v1" in then
    assert "This is what was known on" in then
    assert "first supplier of the shelf" in then


def test_a_verdict_stands_on_today_until_somebody_decides(client, cast):
    from datetime import date, timedelta

    from mutua.foundation.access import flow_actor
    from mutua.foundation.metrics import Outcome
    from mutua.strategy.actions.watch_objectives import watch_objectives
    from mutua.strategy.tests.making import make_objective
    from mutua.strategy.tests.metrics import told

    account, start = make_account(), date(2026, 1, 5)
    with told("test", [Outcome(n, start + timedelta(n), 0.0, account.pk) for n in range(60)]):
        version = make_version(make_strategy(name="Faster shelves", segment=make_segment(members=[account])), active=True)
        objective = make_objective(version, metric="test")
        watch_objectives(flow_actor("test"), [objective.pk], until=start + timedelta(90))
        client.force_login(cast.user("executive"))
        assert "Faster shelves: Abandon?" in client.get("/").content.decode()
        client.force_login(cast.user("ada"))
        assert "Faster shelves: Abandon?" not in client.get("/").content.decode()
        client.force_login(cast.user("executive"))
        client.post(
            f"/strategies/versions/{version.pk}/decide/",
            {"decision": "continue", "reason": "One more quarter.", "version": version.version},
        )
        assert "Faster shelves: Abandon?" not in client.get("/").content.decode()


def test_roadmap_items_and_planned_investment_show_it_at_that_commit(client, cast, standing):
    """Two items for 100k and 20k stand on it, one of them running with 62k spent; a finished one of 55k and one of another strategy do not."""
    from decimal import Decimal

    from mutua.relationships.models import Outlay, RoadmapItem
    from mutua.strategy.tests.making import SINCE

    version, own = standing
    account, strategy = own.account, version.strategy
    first = RoadmapItem.objects.get(strategy=strategy)
    first.investment_us, first.state, first.title = [Decimal(60_000), Decimal(40_000)], "running", "Replenishment"
    first.save()
    Outlay.objects.create(item=first, on=SINCE, amount=62_000, by_name="Ada")
    make_item(account, "standing-appointments", strategy=strategy, owner=cast.user("ada"), cost=20_000, title="Standing slots")
    make_item(account, "edi-asn", strategy=strategy, cost=55_000, state="done", title="Finished")
    make_item(account, "pallet-pooling", strategy=make_strategy(name="Spare parts"), cost=70_000, title="Of another")
    client.force_login(cast.user("executive"))
    roadmap = f"/accounts/{account.pk}/roadmap/"
    assert "was abandoned on" not in client.get(roadmap).content.decode()

    sent = {"decision": "abandon", "reason": "Nobody wants it.", "version": version.version}
    client.post(f"/strategies/versions/{version.pk}/decide/", sent)

    page = " ".join(client.get(roadmap).content.decode().split())
    told = page.partition("was abandoned on")[2].partition("Decide for each")[0]
    assert "2 items stand on it, with $120,000 of planned investment" in told
    assert ("Replenishment" in told, "Standing slots" in told, "Finished" in told, "Of another" in told) == (True, True, False, False)
    assert "was abandoned on" in client.get(first.get_absolute_url()).content.decode()
    assert "was abandoned on" not in client.get(RoadmapItem.objects.get(title="Finished").get_absolute_url()).content.decode()

    house = " ".join(client.get(strategy.get_absolute_url()).content.decode().split())
    assert "Version 1 was abandoned on" in house
    assert ">1 customer strategy</a>" in house
    assert "$155,000 of planned investment" in house  # what was committed: the running one and the finished one
    executive = " ".join(client.get("/strategies/summary/").content.decode().split())
    assert "$62k" in executive
    assert "Abandoned" in executive

    # A successor in force takes over what stood on it.
    make_version(strategy, active=True)
    assert "was abandoned on" not in client.get(roadmap).content.decode()
    assert "Version 1 was abandoned on" not in client.get(strategy.get_absolute_url()).content.decode()
