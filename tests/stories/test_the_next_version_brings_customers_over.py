"""The next version comes into force: what stands for one customer on the version before is brought over by its owner."""

from __future__ import annotations

import pytest

from mutua.customers.tests.making import make_account
from mutua.daybook.models import Task
from mutua.foundation import days
from mutua.foundation.jobs.inline import run_waiting
from mutua.strategy.actions.draft_successor import draft_successor
from mutua.strategy.actions.move_version import move_version
from mutua.strategy.models import CustomerStrategy
from mutua.strategy.tests.making import make_objective, make_segment, make_strategy, make_version

pytestmark = pytest.mark.django_db


def test_each_owner_is_asked_once_and_brings_it_over_with_one_form(client, cast):
    accounts = [
        make_account(name=name, owner=owner)
        for name, owner in (("Alder", cast.ada), ("Birch", cast.ada), ("Cedar", cast.eve), ("Oak", cast.eve))
    ]
    first = make_version(make_strategy(name="Sooner", segment=make_segment(members=accounts), owner=cast.user("ben")))
    make_objective(first)
    for state in ("challenged", "approved", "active"):
        move_version(cast.executive, first.pk, state, version=None)
    for account in accounts:
        own = CustomerStrategy.objects.create(account=account, state="draft" if account.name == "Oak" else "active", statement="First call")
        own.versions.add(first)
    first.refresh_from_db()
    second = draft_successor(cast.executive, first)
    for state in ("challenged", "approved", "active"):
        move_version(cast.executive, second.pk, state, version=None)
    run_waiting()
    run_waiting()
    asked = Task.objects.order_by("assignee__name").values_list("assignee__name", "title")
    assert list(asked) == [
        ("Ada Lindqvist", "“Sooner” has another version in force: bring 2 customer strategies over"),
        (cast.eve.name, "“Sooner” has another version in force: bring 1 customer strategy over"),
    ]
    client.force_login(cast.user("ada"))
    page = client.get(accounts[0].get_absolute_url()).content.decode()
    assert f"was amended on {days.today():%-d %b %Y}" in page
    form = f"/accounts/{accounts[0].pk}/strategy/?renew=1"
    assert form in page
    assert f'value="{second.pk}"' in client.get(form).content.decode()
