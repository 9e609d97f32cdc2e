"""A strategy as it was known on any day, and its versions side by side."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mutua.customers.models import Need
from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.foundation.access import flow_actor
from mutua.foundation.metrics import Outcome
from mutua.strategy.actions.answer_objection import answer_objection
from mutua.strategy.actions.check_assumption import check_assumption
from mutua.strategy.actions.choose_levers import Wanted, choose_levers
from mutua.strategy.actions.draft_successor import ASSUMED, FINDING, MEASURES, OPTION, PLACE, STEP, WORDS, draft_successor
from mutua.strategy.actions.edit_strategy import edit_strategy
from mutua.strategy.actions.find_swot import Ground, find_swot
from mutua.strategy.actions.move_version import move_version
from mutua.strategy.actions.raise_objection import raise_objection
from mutua.strategy.actions.state_assumption import state_assumption
from mutua.strategy.actions.watch_objectives import watch_objectives
from mutua.strategy.actions.write_version import write_version
from mutua.strategy.models import Lever, Objective, SegmentMember, StrategyVersion
from mutua.strategy.queries.comparing import comparison
from mutua.strategy.queries.strategies import version_shown
from mutua.strategy.tests.making import SINCE, make_objective, make_segment, make_strategy, make_version
from mutua.strategy.tests.metrics import told

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(cast):
    client = Client()
    client.force_login(cast.user("executive"))
    return lambda address: client.get(address).content.decode()


@pytest.fixture
def two_versions(cast):
    """Version 1 in force since 5 January; on 1 June version 2 follows, with another statement. Sixty outcomes, one a day, all bad."""
    account = make_account(name="Zambia programme")
    segment = make_segment(members=[account])
    first = make_version(make_strategy(name="Sooner", segment=segment))
    assumption = state_assumption(cast.executive, first.pk, sentence="Rates stay")
    objective = make_objective(first, metric="test")
    StrategyVersion.objects.filter(pk=first.pk).update(state="active", approved_at="2026-01-01T08:00Z", active_from=SINCE)
    with told("test", [Outcome(n, SINCE + timedelta(n), 0.0, account.pk) for n in range(60)]):
        watch_objectives(flow_actor("test"), [objective.pk], until=SINCE + timedelta(90))
        with days.as_of(date(2026, 4, 1)):
            check_assumption(cast.executive, assumption.pk, holds="no")
        second = draft_successor(cast.executive, StrategyVersion.objects.get(pk=first.pk))
        write_version(cast.executive, second.pk, version=None, what_we_do="deliver by standing appointment")
        choose_levers(cast.executive, second.pk, [Wanted("Order portal", None, True)])
        with days.as_of(date(2026, 6, 1)):
            for state in ("challenged", "approved", "active"):
                move_version(cast.executive, second.pk, state, version=None)
        SegmentMember.objects.create(segment=segment, account=make_account(), since=date(2026, 5, 1))
        edit_strategy(cast.executive, first.strategy_id, version=None, name="Sooner and surer")
        yield first.strategy


def test_a_day_shows_the_version_the_reading_and_the_checks_of_that_day(page, two_versions):
    now, then = page(f"/strategies/{two_versions.pk}/"), page(f"/strategies/{two_versions.pk}/?on=2026-01-20")
    assert "Active, v2" in now
    assert "Order portal" in now
    assert "Active, v1" in then
    assert "Order portal" not in then
    assert '<span class="big2">16</span>' in then, "of sixty outcomes sixteen were known"
    assert "Not checked" in then
    assert "No longer holds" in page(f"/strategies/{two_versions.pk}/?on=2026-04-02")
    assert "Put up for challenge" not in then


def test_members_of_that_day_are_counted(page, two_versions):
    counted = [
        page(f"/strategies/{two_versions.pk}/?on={day}").count('<span class="big2">2</span>') for day in ("2026-04-30", "2026-05-01")
    ]
    assert counted == [0, 1]


def test_the_day_on_which_the_next_version_begins_is_its_own(page, two_versions):
    assert "Active, v1" in page(f"/strategies/{two_versions.pk}/?on=2026-05-31")
    assert "Active, v2" in page(f"/strategies/{two_versions.pk}/?on=2026-06-01")
    assert "Not there yet on" in page(f"/strategies/{two_versions.pk}/?on=2026-01-04")


def test_a_day_before_it_was_put_in_force_here_says_so(page, two_versions):
    """The clock of the database wrote today beside the old rows, so on 1 June nobody could read it here."""
    today = days.today().strftime("%-d %b %Y")
    assert f"put in force here on {today} and counts from 1 Jun 2026" in page(f"/strategies/{two_versions.pk}/?on=2026-06-01")
    assert "put in force here" not in page(f"/strategies/{two_versions.pk}/?on=2026-05-31")


def test_a_name_of_that_day_stands_on_it(cast, page):
    with days.as_of(date(2026, 11, 29)):
        version = make_version(make_strategy(name="Old name"))
    edit_strategy(cast.executive, version.strategy_id, version=None, name="New name")
    StrategyVersion.objects.filter(pk=version.pk).update(created_at="2020-01-01T00:00Z")
    told_then = page(f"/strategies/{version.strategy_id}/?on=2021-01-01")
    assert "Old name" in told_then
    assert "<h1>New name" not in told_then


def test_two_versions_stand_side_by_side_with_their_differences(page, two_versions):
    shown = page(f"/strategies/{two_versions.pk}/compare/?left=1&right=2")
    assert "<del>pack shelf-ready and </del>deliver by standing appointment" in shown
    assert "Order portal" in shown
    only = page(f"/strategies/{two_versions.pk}/compare/?left=1&right=2&only=differences")
    assert "first supplier of the shelf" not in only
    assert "Both versions say the same." in page(f"/strategies/{two_versions.pk}/compare/?left=2&right=2&only=differences")


CHANGES: dict[str, dict[str, Any]] = {
    "strategyversion": {
        "ansoff": "market", "statement": "x", "who": "x", "value_to_them": "x", "value_to_us": "x", "what_we_do": "x", "alpha": Decimal("0.5"),
    },
    "objective": {
        "name": "x", "perspective": "process", "metric": "deal.won", "baseline": 0.1, "target": 0.99, "due": date(2035, 1, 1), "break_even": 0.1,
        "tolerance": 0.02, "budget": 1, "planned_return": 1,
    },
    "assumption": {"sentence": "x", "metric": "deal.won", "test_plan": "x", "due": date(2035, 1, 1), "holds": "no", "checked_on": date(2026, 1, 1)},
    "marketposition": {"year": 2035, "is_envisioned": True, "share": Decimal("0.5"), "size": 5, "rank": 7, "origin": "x"},
    "swotitem": {"kind": "threat", "sentence": "x", "evidence": "x", "link": "/x/", "metric": "deal.won"},
    "option": {"sentence": "x", "state": "open", "reason": "x"},
    "initiative": {
        "name": "x", "year": 2035, "quarter": 4, "lasts": 9, "cost_us": 7, "cost_them": 7, "return_us": 7, "return_them": 7,
    },
    "chosenlever": {"contribution": 7, "is_chosen": False},
}  # fmt: skip
_OF = {"strategyversion": "pk", "chosenlever": "version"}
COPIED = {"objective": MEASURES, "assumption": ASSUMED, "marketposition": PLACE, "swotitem": FINDING, "option": OPTION, "initiative": STEP}


@pytest.fixture
def full(cast):
    """A version with one of everything, and its successor, which says the same."""
    version = make_version()
    make_objective(version, baseline=0.5, due=date(2027, 1, 1), budget=5, planned_return=5)
    lever = Lever.objects.create(key="portal", name="Portal")
    version.levers.create(lever=lever, contribution=5, is_chosen=True)
    version.assumptions.create(sentence="Rates stay", due=date(2027, 1, 1), test_plan="Ask")
    version.positions.create(year=2026, share=Decimal("0.1"), size=100, rank=2, origin="Report")
    inside, outside = (version.swot.create(kind=kind, sentence=kind, link="/deliveries/") for kind in ("strength", "opportunity"))
    version.options.create(inside=inside, outside=outside, sentence="Take it", state="kept", lever=lever)
    version.initiatives.create(name="Training", year=2027, quarter=1, cost_us=1, return_us=1)
    StrategyVersion.objects.filter(pk=version.pk).update(state="active", approved_at="2026-01-01T08:00Z", active_from=SINCE)
    return version, draft_successor(cast.executive, version)


def differences(cast, full):
    left, right = (version_shown(cast.executive, one.strategy, one.number) for one in full)
    return sum(section.differences for section in comparison(cast.executive, left, right))


@pytest.mark.parametrize(("model", "column"), [(model, column) for model, columns in CHANGES.items() for column in columns])
def test_whatever_the_next_version_says_otherwise_is_a_difference(cast, full, model, column):
    assert differences(cast, full) == 0
    rows = apps.get_model("strategy", model)._base_manager.filter(**{_OF.get(model, "version_of"): full[1].pk})
    assert apps.get_model("strategy", model)._base_manager.filter(pk=rows.first().pk).update(**{column: CHANGES[model][column]}) == 1
    assert differences(cast, full) >= 1


def test_no_column_that_is_copied_is_forgotten_there():
    """What is copied and stands not on the list above names another record; its words are compared, or its own columns are."""
    beside = {"objective": {"custom"}, "swotitem": {"need_id"}, "option": {"lever_id"}, "initiative": {"lever_id"}}
    for model, columns in COPIED.items():
        assert {*columns} == {*CHANGES[model], *beside.get(model, ())}, model
    assert {*WORDS} == {*CHANGES["strategyversion"]}


def test_two_of_one_name_are_two(cast, full):
    full[1].initiatives.create(name="Training", year=2028, quarter=1, cost_us=5000)
    assert differences(cast, full) == 1


def test_of_a_draft_of_the_past_nothing_is_shown_that_was_written_since(cast, page):
    with days.as_of(date(2026, 11, 1)):
        version = make_version(make_strategy(name="Sooner"))
    StrategyVersion.objects.filter(pk=version.pk).update(created_at="2026-11-01T08:00Z")
    choose_levers(cast.executive, version.pk, [Wanted("Lever of today", None, True)])
    version.swot.create(kind="threat", sentence="Found today", link="/deliveries/")
    make_objective(version, name="Objective of today")
    then = page(f"/strategies/{version.strategy_id}/?on=2026-11-15")
    assert "Draft, v1" in then
    assert "What this draft rested on was not kept day by day yet" in then
    for one in ("Lever of today", "Found today", "Objective of today"):
        assert one not in then
        assert one in page(f"/strategies/{version.strategy_id}/")


def test_one_version_has_nothing_to_compare(page):
    assert "Nothing to compare" in page(f"/strategies/{make_version().strategy_id}/compare/")


@pytest.mark.parametrize("address", ["/strategies/{}/", "/strategies/{}/?on=2026-04-01"])
def test_the_house_asks_at_most_thirty_questions(page, two_versions, address):
    page(address.format(two_versions.pk))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page(address.format(two_versions.pk))
    assert len(asked) <= 30


def test_what_a_draft_rested_on_does_not_come_from_today(cast, page):
    """Its words are kept day by day; what it rests on is kept from its approval on."""
    version = make_version(make_strategy())
    StrategyVersion.objects.filter(pk=version.pk).update(created_at="2026-01-01T00:00Z")
    choose_levers(cast.executive, version.pk, [Wanted("A lever of today", None, True)])
    find_swot(
        cast.executive, version.pk, kind="strength", sentence="Found today", ground=Ground(link="/deliveries/", evidence="deliveries")
    )
    state_assumption(cast.executive, version.pk, sentence="Assumed today")
    make_objective(version, name="Wanted today")
    days_parts = ("A lever of today", "Found today", "Assumed today", "Wanted today")
    address = f"/strategies/{version.strategy_id}/"
    assert all(part in page(address) for part in days_parts)
    for state in ("draft", "challenged", "approved"):
        if state != "draft":
            move_version(cast.executive, version.pk, state, version=None)
        then = page(f"{address}?on=2026-01-15")
        assert "Draft, v1" in then
        assert "was not kept day by day" in then
        assert [part for part in days_parts if part in then] == []
        assert "No objective" not in then


PARTS = ("levers", "swot", "options", "positions", "served_needs", "initiatives", "assumptions", "criteria", "objectives")


@pytest.fixture
def rewritten(cast):
    """A draft that rested on one of everything on 15 January; on the day of the test all of it was changed, taken away or joined by more."""
    account = make_account(name="Zambia programme")
    needs = [
        Need.objects.create(account=account, words=words, importance=4, noted_on=SINCE) for words in ("Old need", "Kept need", "New need")
    ]
    version = make_version(make_strategy(segment=make_segment(members=[account])), statement="Old words")
    old, new = (Lever.objects.create(key=key, name=key) for key in ("Old lever", "New lever"))
    version.levers.create(lever=old, contribution=5, is_chosen=True)
    inside, outside = (version.swot.create(kind=kind, sentence=f"Old {kind}", link="/deliveries/") for kind in ("strength", "opportunity"))
    version.options.create(inside=inside, outside=outside, sentence="Old option", state="kept", lever=old)
    version.positions.create(year=2026, share=Decimal("0.11"), origin="Old report")
    version.initiatives.create(name="Old initiative", year=2027, quarter=1, lever=old)
    version.assumptions.create(sentence="Old assumption")
    version.criteria.create(question="Old question")
    changed, binned = make_objective(version, name="Old objective"), make_objective(version, name="Binned objective", metric="deal.won")
    for need in needs[:2]:
        version.served_needs.create(need=need)
    for name in PARTS:
        getattr(version, name).update(created_at="2026-01-02T00:00Z")
    StrategyVersion.objects.filter(pk=version.pk).update(created_at="2026-01-01T00:00Z", parts_since="2026-01-01T00:00Z")
    _forget(version)

    write_version(cast.executive, version.pk, version=None, statement="New words")
    version.options.all().delete()
    version.initiatives.all().delete()
    choose_levers(cast.executive, version.pk, [Wanted("New lever", None, True)])
    version.initiatives.create(name="New initiative", year=2027, quarter=1, lever=new)
    version.swot.filter(pk=inside.pk).update(sentence="New strength")
    version.swot.filter(pk=outside.pk).delete()
    version.positions.update(origin="New report")
    version.assumptions.update(sentence="New assumption")
    version.criteria.update(question="New question")
    version.served_needs.filter(need=needs[0]).delete()
    version.served_needs.create(need=needs[2])
    Objective.objects.filter(pk=changed.pk).update(name="New objective")
    Objective.objects.filter(pk=binned.pk).update(deleted_at=days.now())
    return version


def _forget(version):
    """What the test itself has put back in time is no history."""
    for name in PARTS:
        getattr(version, name).model.pgh_event_model.objects.all().delete()


OLD = {
    "Old words", "Old lever", "Old strength", "Old opportunity", "Old option", "Old report", "Old initiative", "Old assumption",
    "Old question", "Old need", "Kept need", "Old objective", "Binned objective",
}  # fmt: skip
NEW = {
    "New words", "New lever", "New strength", "New report", "New initiative", "New assumption", "New question", "New need", "New objective",
}  # fmt: skip


def test_a_past_day_of_a_draft_shows_what_it_rested_on_that_day(page, rewritten):
    address = f"/strategies/{rewritten.strategy_id}/"
    then, now = page(f"{address}?on=2026-01-15"), page(address)
    assert {one for one in OLD | NEW if one in then} == OLD
    assert {one for one in OLD | NEW if one in now} - {"Old words"} == NEW | {"Kept need"}, "of the words, today's page tells the history"
    assert "was not kept day by day" not in then


def test_a_day_before_the_parts_were_written_shows_none_of_them(page, rewritten):
    then = page(f"/strategies/{rewritten.strategy_id}/?on=2026-01-01")
    assert {one for one in OLD | NEW if one in then} == {"Old words"}


def test_parts_that_were_frozen_meanwhile_are_shown_as_they_were_before(cast, page, rewritten):
    StrategyVersion.objects.filter(pk=rewritten.pk).update(state="active", approved_at=days.now(), active_from=days.today())
    then = page(f"/strategies/{rewritten.strategy_id}/?on=2026-01-15")
    assert {one for one in OLD | NEW if one in then} == OLD


def test_versions_are_compared_as_they_stood_on_a_day(cast, page, rewritten):
    second = make_version(rewritten.strategy, statement="Second words")
    address = f"/strategies/{rewritten.strategy_id}/compare/"
    assert "no second version" in page(f"{address}?on=2026-01-15")
    StrategyVersion.objects.filter(pk=second.pk).update(created_at="2026-01-03T00:00Z")
    then, now = page(f"{address}?left=1&right=2&on=2026-01-15"), page(f"{address}?left=1&right=2")
    assert {one for one in OLD | NEW if one in then} == OLD - {"Old words"}, "of the words, each that differs is marked by itself"
    assert not {one for one in OLD - {"Kept need"} if one in now}
    assert "Of version 2 only the words are known" in then
    assert "Of version 1 only" not in then


def test_the_house_of_a_past_draft_asks_at_most_thirty_questions(page, rewritten):
    address = f"/strategies/{rewritten.strategy_id}/?on=2026-01-15"
    page(address)
    with CaptureQueriesContext(connection) as asked:
        page(address)
    assert len(asked) <= 30


def test_an_answer_that_came_later_does_not_stand_on_the_day_of_the_objection(cast, page):
    version = make_version(make_strategy())
    make_objective(version)
    with days.as_of(date(2026, 1, 2)):
        move_version(cast.executive, version.pk, "challenged", version=None)
        raised = raise_objection(cast.ada, version.pk, sentence="Too dear")
    StrategyVersion.objects.filter(pk=version.pk).update(created_at="2026-01-01T00:00Z")
    with days.as_of(date(2026, 2, 2)):
        answer_objection(cast.executive, raised.pk, answer="Not for them")
    address = f"/strategies/{version.strategy_id}/?on="
    assert "Too dear" in page(f"{address}2026-01-15")
    assert "Not for them" not in page(f"{address}2026-01-15")
    assert "Not for them" in page(f"{address}2026-02-15")
