"""Segments, strategies and their parts: fields of our own, what stood in a field before, and what never changes again."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from mutua.customers.tests.making import make_account
from mutua.foundation.access.people import actor_with_id
from mutua.foundation.fields.actions.define_field import define_field
from mutua.foundation.fields.actions.hide_fields import hide_fields
from mutua.foundation.identity.models import Role
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.queries.history import history_of
from mutua.strategy.actions.draft_successor import draft_successor
from mutua.strategy.actions.edit_segment import edit_segment
from mutua.strategy.actions.edit_strategy import edit_strategy
from mutua.strategy.actions.recompute_segment import recompute_segment
from mutua.strategy.actions.set_objective import edit_objective
from mutua.strategy.actions.write_customer_strategy import write_customer_strategy
from mutua.strategy.actions.write_version import write_version
from mutua.strategy.models import CustomerStrategy, GenericStrategy, Objective, Segment, StrategyVersion
from mutua.strategy.tests.making import make_objective, make_segment, make_strategy, make_version
from tests.cast import nothing_changes

pytestmark = pytest.mark.django_db
ZAMBIA = {"field": "country", "op": "is", "value": "Zambia"}


@pytest.fixture
def edith(cast, client: Client) -> Client:
    client.force_login(cast.user("executive"))
    return client


def put_back(client: Client, key: str, record: Any, field: str) -> Any:
    """What stood there before the last write."""
    write = record.events.latest("pgh_id").pk
    version = type(record).objects.get(pk=record.pk).version
    return client.post(reverse("records:put-back", args=[key, record.pk, write, field]), {"version": version})


def test_a_segment_gets_its_rule_back_in_words_and_is_counted_again(cast, edith):
    segment = make_segment(name="South", predicate=ZAMBIA)
    edit_segment(cast.executive, segment.pk, version=1, predicate={**ZAMBIA, "value": "Malawi"})
    page = edith.get(segment.get_absolute_url()).content.decode()
    assert "Country is Zambia" in page
    assert put_back(edith, "segment", segment, "predicate").status_code == 302
    assert Segment.objects.get().predicate == ZAMBIA


def test_counting_a_segment_is_no_history(cast):
    segment = make_segment(name="South")
    recompute_segment(cast.root, segment.pk)
    assert segment.events.count() == 0
    edit_segment(cast.executive, segment.pk, version=1, name="North")
    (renamed, _made) = history_of(cast.executive, Segment.objects.get())
    assert [one.name for one in renamed.fields] == ["name"]


def test_a_rule_over_a_hidden_field_is_not_told_by_the_history_either(cast):
    segment = make_segment(name="South", predicate={"field": "industry", "op": "is", "value": "zzcanary"})
    edit_segment(cast.executive, segment.pk, version=1, predicate={"field": "industry", "op": "is", "value": "zzcanary-2"})
    edit_segment(cast.executive, segment.pk, version=2, predicate=ZAMBIA)
    role = Role.objects.get(key="representative")
    hide_fields(cast.root, role.pk, ["account.industry"], version=role.version)
    told = history_of(actor_with_id(cast.user("ada").pk), Segment.objects.get())
    assert "zzcanary" not in str(told)
    assert [len(change.fields) for change in told] == [1, 0], "from one hidden rule to another is no change to her"


def test_a_draft_gives_its_old_words_back_and_an_approved_version_says_why_not(cast, edith):
    draft = make_version()
    before = draft.statement
    write_version(cast.executive, draft.pk, version=1, statement="Something else")
    assert put_back(edith, "strategy-version", draft, "statement").status_code == 302
    assert StrategyVersion.objects.get().statement == before

    write = draft.events.latest("pgh_id").pk
    StrategyVersion.objects.update(state="approved", approved_at="2026-01-01T08:00Z")
    page = edith.get(f"{draft.strategy.get_absolute_url()}?version=1").content.decode()
    assert "was approved and never changes" in page
    assert 'aria-label="Put back' not in page
    with nothing_changes():
        answer = edith.post(reverse("records:put-back", args=["strategy-version", draft.pk, write, "statement"]), {"version": 3})
    assert answer.status_code == 422
    assert "was approved and never changes" in answer.content.decode()


def test_a_strategy_and_an_objective_of_its_draft_give_back_what_stood_there(cast, edith):
    version = make_version(active=True)
    strategy = version.strategy
    draft = make_version(strategy)
    objective = make_objective(draft)
    edit_strategy(cast.executive, strategy.pk, version=1, name="Other")
    edit_objective(cast.executive, objective.pk, version=1, target=0.99)
    assert put_back(edith, "strategy", strategy, "name").status_code == 302
    assert put_back(edith, "objective", objective, "target").status_code == 302
    assert (GenericStrategy.objects.get().name, Objective.objects.get().target) == (strategy.name, 0.97)


def test_that_of_a_customer_keeps_the_versions_on_which_it_stands(cast, client):
    account, version = make_account(owner=cast.ada), make_version(active=True)
    for words in ("First", "Second"):
        own = write_customer_strategy(cast.ada, account.pk, statement=words, versions=[version], is_active=True)
    client.force_login(cast.user("ada"))
    assert "First" in client.get(reverse("strategy:customer-strategy", args=[account.pk])).content.decode()
    assert put_back(client, "customer-strategy", own, "statement").status_code == 302
    again = CustomerStrategy.objects.get()
    assert (again.statement, again.state, list(again.versions.all())) == ("First", "active", [version])


def test_each_of_them_takes_fields_of_our_own_in_its_form(cast, edith):
    segment = make_segment(name="South")
    draft = make_version(make_strategy(segment=segment, name="Shelf"))
    objective = make_objective(draft)
    for kind in ("segment", "strategy", "objective", "customer_strategy"):
        define_field(cast.root, record_kind=kind, label="Grade", kind="choice", choices=["first", "second"])
    forms = {
        reverse("strategy:segment-edit", args=[segment.pk]): {"name": "South", "predicate": "{}"},
        reverse("strategy:strategy-edit", args=[draft.strategy_id]): {"name": "Shelf"},
        reverse("strategy:objective", args=[objective.pk]): {
            "name": "On time", "metric": objective.metric, "target": 0.97, "tolerance": 0.01, "break_even": 0.9, "perspective": "customer",
        },
    }  # fmt: skip
    for address, form in forms.items():
        with nothing_changes():
            assert edith.post(address, {"version": 1, **form, "custom_grade": "third"}).status_code == 422
        assert edith.post(address, {"version": 1, **form, "custom_grade": "second"}).status_code == 302
    assert [model.objects.get().custom for model in (Segment, GenericStrategy, Objective)] == [{"grade": "second"}] * 3
    account = make_account(owner=cast.ada)
    edith.force_login(cast.user("ada"))
    edith.post(reverse("strategy:customer-strategy", args=[account.pk]), {"statement": "More of it", "custom_grade": "first"})
    assert CustomerStrategy.objects.get().custom == {"grade": "first"}
    assert "Grade: first" in edith.get(account.get_absolute_url()).content.decode()


def test_a_new_version_keeps_what_was_written_of_its_objectives(cast):
    version = make_version(active=True)
    Objective.objects.filter(pk=make_objective(version).pk).update(custom={"grade": "first"})
    draft = draft_successor(cast.executive, version)
    assert draft.objectives.get().custom == {"grade": "first"}


def test_what_is_hidden_is_not_written(cast):
    segment = make_segment(name="South", custom={"grade": "x"})
    define_field(cast.root, record_kind="segment", label="Grade", kind="text")
    role = Role.objects.get(key="executive")
    hide_fields(cast.root, role.pk, ["segment.custom.grade"], version=role.version)
    edith = actor_with_id(cast.user("executive").pk)
    with nothing_changes(), pytest.raises(Refused, match="no field"):
        edit_segment(edith, segment.pk, version=1, custom={"grade": "y"})
    edit_segment(edith, segment.pk, version=1, name="North")
    assert Segment.objects.get().custom == {"grade": "x"}


def test_the_house_does_not_count_the_members_of_a_segment_that_it_conceals(cast, client):
    segment = make_segment(
        name="South", predicate={"field": "industry", "op": "is", "value": "retail"}, members=[make_account(owner=cast.ada)]
    )
    version = make_version(make_strategy(segment=segment), active=True)
    client.force_login(cast.user("ada"))
    assert '<span class="big2">1</span><span class="b">Accounts' in client.get(version.strategy.get_absolute_url()).content.decode()
    role = Role.objects.get(key="representative")
    hide_fields(cast.root, role.pk, ["account.industry"], version=role.version)
    page = client.get(version.strategy.get_absolute_url()).content.decode()
    assert '<span class="word">concealed</span>' in page
    assert '<span class="big2">0</span><span class="b">Accounts' not in page
