from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from mutua.foundation.access import NotAllowed
from mutua.foundation.records.errors import Refused, StaleVersion
from mutua.strategy.actions.choose_levers import Wanted, choose_levers
from mutua.strategy.actions.draft_successor import draft_successor
from mutua.strategy.actions.plan_initiatives import MOST, Intended, plan_initiatives
from mutua.strategy.models import Initiative, Lever
from mutua.strategy.queries.comparing import comparison
from mutua.strategy.queries.strategies import version_shown
from mutua.strategy.tests.making import make_version
from tests.cast import nothing_changes

pytestmark = pytest.mark.django_db
PORTAL = Intended("Order portal", 2027, 2, 3, Decimal(100), Decimal(10), Decimal(400), Decimal(50))


@pytest.fixture
def draft(cast):
    draft = make_version()
    choose_levers(cast.executive, draft.pk, [Wanted("Portal", is_chosen=True), Wanted("Thought of")])
    draft.refresh_from_db()
    return draft


def test_initiatives_replace_those_of_before(cast, draft):
    plan_initiatives(cast.executive, draft.pk, [PORTAL])
    lever = Lever.objects.get(name="Portal")
    plan_initiatives(
        cast.executive, draft.pk, [replace(PORTAL, name="Second", lever_id=lever.pk), replace(PORTAL, name="First", quarter=1)]
    )
    assert list(draft.initiatives.values_list("name", "lever")) == [("First", None), ("Second", lever.pk)]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": " "}, "without a name"),
        ({"quarter": 5}, "one of four quarters"),
        ({"lasts": 0}, "one of four quarters"),
        ({"lasts": 21}, "one of four quarters"),
        ({"cost_them": Decimal(-1)}, "not below nothing"),
    ],
)
def test_what_cannot_be_planned_is_refused_with_a_sentence(cast, draft, wrong, words):
    plan_initiatives(cast.executive, draft.pk, [PORTAL])
    with nothing_changes(), pytest.raises(Refused, match=words):
        plan_initiatives(cast.executive, draft.pk, [replace(PORTAL, name="Other"), replace(PORTAL, **wrong)])


def test_a_lever_that_was_not_chosen_pulls_nothing(cast, draft):
    thought_of = Lever.objects.get(name="Thought of")
    with nothing_changes(), pytest.raises(Refused, match="has not chosen"):
        plan_initiatives(cast.executive, draft.pk, [replace(PORTAL, lever_id=thought_of.pk)])


def test_too_many_are_refused(cast, draft):
    with nothing_changes(), pytest.raises(Refused, match="At most 40"):
        plan_initiatives(cast.executive, draft.pk, [PORTAL] * (MOST + 1))


def test_whoever_may_not_write_strategies_plans_none(cast, draft):
    with nothing_changes(), pytest.raises(NotAllowed):
        plan_initiatives(cast.ada, draft.pk, [PORTAL])


def test_the_slower_of_two_writers_is_told(cast, draft):
    read = draft.version
    plan_initiatives(cast.executive, draft.pk, [PORTAL], version=read)
    with nothing_changes(), pytest.raises(StaleVersion):
        plan_initiatives(cast.executive, draft.pk, [], version=read)


def test_the_next_version_goes_on_from_them_and_is_compared(cast, draft):
    plan_initiatives(cast.executive, draft.pk, [PORTAL])
    draft.__class__.objects.filter(pk=draft.pk).update(state="active", approved_at="2026-01-05T08:00Z", active_from="2026-01-05")
    draft.refresh_from_db()
    successor = draft_successor(cast.executive, draft)
    assert list(successor.initiatives.values("name", "cost_us")) == list(draft.initiatives.values("name", "cost_us"))
    plan_initiatives(cast.executive, successor.pk, [replace(PORTAL, cost_us=Decimal(120))])
    assert Initiative.objects.count() == 2
    shown = [version_shown(cast.executive, draft.strategy, number) for number in (draft.number, successor.number)]
    section = next(one for one in comparison(cast.executive, *shown) if one.title == "Initiatives")
    assert [(row.label, row.status) for row in section.rows] == [("Order portal", "changed")]
