from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from mutua.foundation import days
from mutua.foundation.access import NotAllowed
from mutua.foundation.metrics import Outcome
from mutua.foundation.records.errors import Refused
from mutua.strategy.actions.answer_objection import answer_objection
from mutua.strategy.actions.check_assumption import check_assumption
from mutua.strategy.actions.choose_levers import Wanted, choose_levers
from mutua.strategy.actions.draft_successor import draft_successor
from mutua.strategy.actions.move_version import move_version
from mutua.strategy.actions.raise_objection import raise_objection
from mutua.strategy.actions.set_objective import add_objective, edit_objective
from mutua.strategy.actions.state_assumption import state_assumption
from mutua.strategy.actions.write_version import write_version
from mutua.strategy.models import Assumption, AssumptionCheck, Objection, Objective, StrategyVersion
from mutua.strategy.tests.making import make_objective, make_version
from mutua.strategy.tests.metrics import told
from tests.cast import nothing_changes

pytestmark = pytest.mark.django_db


@pytest.fixture
def challenged():
    version = make_version(state="challenged")
    make_objective(version)
    return version


def test_an_open_objection_keeps_it_from_being_approved(cast, challenged):
    objection = raise_objection(cast.ada, challenged.pk, sentence="Nobody asked for it")
    with nothing_changes(), pytest.raises(Refused, match="1 objection is not answered"):
        move_version(cast.executive, challenged.pk, "approved", version=None)
    answer_objection(cast.executive, objection.pk, answer="Three customers did")
    assert move_version(cast.executive, challenged.pk, "approved", version=None).state == "approved"


def test_the_database_approves_nothing_with_an_open_objection(cast, challenged):
    raise_objection(cast.ada, challenged.pk, sentence="Nobody asked for it")
    with nothing_changes(), pytest.raises(IntegrityError, match="open objection"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE strategy_strategyversion SET approved_at = now(), state = 'approved'")


def test_objections_are_heard_while_it_is_challenged_only(cast):
    for version in (make_version(), make_version(active=True)):
        with nothing_changes(), pytest.raises(Refused, match="while a version is challenged"):
            raise_objection(cast.executive, version.pk, sentence="Too dear")


def test_an_answer_is_given_once_by_whoever_writes_strategies(cast, challenged):
    objection = raise_objection(cast.ada, challenged.pk, sentence="Nobody asked for it")
    with nothing_changes(), pytest.raises(NotAllowed):
        answer_objection(cast.ada, objection.pk, answer="They did")
    with nothing_changes(), pytest.raises(Refused, match="Say what you answer"):
        answer_objection(cast.executive, objection.pk, answer=" ")
    answer_objection(cast.executive, objection.pk, answer="They did")
    with nothing_changes(), pytest.raises(Refused, match="has answered it already"):
        answer_objection(cast.ben, objection.pk, answer="They did not")


CHANGES = {
    "its words": lambda actor, version: write_version(
        actor, version.pk, version=version.version, what_we_do="deliver by standing appointment"
    ),
    "an assumption": lambda actor, version: state_assumption(actor, version.pk, sentence="Rates stay"),
    "a lever": lambda actor, version: choose_levers(actor, version.pk, [Wanted("Order portal", None, True)], version=version.version),
    "an objective": lambda actor, version: edit_objective(actor, version.objectives.get().pk, version=None, target=0.98),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_is_approved_is_what_was_challenged(cast, challenged, what):
    objection = raise_objection(cast.ada, challenged.pk, sentence="Nobody asked for it")
    answer_objection(cast.executive, objection.pk, answer="Three customers did")
    challenged.refresh_from_db()
    assert challenged.state == "challenged"
    CHANGES[what](cast.executive, challenged)
    challenged.refresh_from_db()
    assert challenged.state == "draft"
    with nothing_changes(), pytest.raises(Refused, match="is draft and cannot become"):
        move_version(cast.executive, challenged.pk, "approved", version=None)
    assert challenged.objections.get().answer == "Three customers did"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE strategy_objection SET answer = 'Another'",
        "DELETE FROM strategy_objection",
        "UPDATE strategy_assumption SET sentence = 'Another'",
        "UPDATE strategy_assumption SET test_plan = 'Another'",
        "DELETE FROM strategy_assumption",
        "UPDATE strategy_objective SET budget = 1",
        "UPDATE strategy_objective SET serves_id = NULL WHERE serves_id IS NOT NULL",
        "INSERT INTO strategy_assumption (version_of_id, sentence, metric, test_plan, holds) SELECT id, 'x', '', '', 'unknown' FROM strategy_strategyversion",
        "UPDATE strategy_assumptioncheck SET holds = 'no'",
        "DELETE FROM strategy_assumptioncheck",
    ],
)
def test_raw_sql_moves_nothing_that_was_approved(cast, challenged, statement):
    answer_objection(cast.executive, raise_objection(cast.ada, challenged.pk, sentence="Why?").pk, answer="Because")
    assumption = state_assumption(cast.executive, challenged.pk, sentence="Rates stay", test_plan="Ask the bank")
    make_objective(challenged, metric="other", serves=Objective.objects.get())
    for state in ("challenged", "approved"):
        move_version(cast.executive, challenged.pk, state, version=None)
    check_assumption(cast.executive, assumption.pk, holds="yes")
    with nothing_changes(), pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_each_look_at_an_assumption_is_kept(cast):
    assumption = state_assumption(cast.executive, make_version().pk, sentence="Rates stay")
    for day, holds in ((date(2026, 3, 1), "yes"), (date(2026, 4, 1), "no")):
        with days.as_of(day):
            check_assumption(cast.executive, assumption.pk, holds=holds)
    assert Assumption.objects.get().holds == "no"
    assert list(AssumptionCheck.objects.order_by("pk").values_list("holds", "checked_on")) == [
        ("yes", date(2026, 3, 1)),
        ("no", date(2026, 4, 1)),
    ]


def test_objectives_form_a_tree_and_no_circle(cast):
    draft, values, foreign = make_version(), {"target": 0.9, "break_even": 0.5}, make_objective(make_version(), metric="test")
    with told("test", list[Outcome]()), told("second", list[Outcome]()):
        top = add_objective(cast.executive, draft.pk, name="Margin", metric="test", perspective="finance", **values)
        low = add_objective(cast.executive, draft.pk, name="On time", metric="second", serves=top, budget=Decimal(100), **values)
        with nothing_changes(), pytest.raises(Refused, match="serves this one already"):
            edit_objective(cast.executive, top.pk, version=None, serves=low)
        with nothing_changes(), pytest.raises(Refused, match="of the same version"):
            edit_objective(cast.executive, low.pk, version=None, serves=foreign)
        StrategyVersion.objects.filter(pk=draft.pk).update(state="active", approved_at="2026-03-01T08:00Z", active_from="2026-03-01")
        successor = draft_successor(cast.executive, StrategyVersion.objects.get(pk=draft.pk))
    copied = successor.objectives.get(name="On time")
    assert (copied.serves.name, copied.serves.version_of, copied.budget) == ("Margin", successor, Decimal(100))
    assert Objection.objects.count() == 0
