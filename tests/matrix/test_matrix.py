"""Who may do what to whose record: every address, every verb, own, other's and absent, for each of the standing cast."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.test import Client

from mutua.foundation.access import may
from tests.cast import tables
from tests.matrix.asking import Case, ask, cases
from tests.matrix.probes import probes
from tests.matrix.routes import routes
from tests.matrix.world import make_world

# Served by the API's library itself: the description of the API and its root. Neither holds a record.
_BARE = ("api/v1/openapi.json", "api/v1/")
# These write no row that a refusal could have spared: a cookie says how the house looks.
_ROWLESS = ("look/",)
_TOKEN = re.compile(r"[A-Za-z0-9]{64}")


@pytest.fixture
def world(cast):
    return make_world(cast)


def signed_in(world, who) -> Client:
    client = Client(raise_request_exception=False)
    if who != "nobody":
        client.force_login(world.cast.user(who))
    return client


def test_every_route_says_who_may_enter():
    silent = [r.pattern for r in routes() if r.policy is None and not r.is_outside and not r.is_api]
    assert silent == []


def test_every_operation_of_the_api_says_who_may_enter():
    from mutua.config.api import api

    operations = [op for _prefix, router in api._routers for view in router.path_operations.values() for op in view.operations]
    assert len(operations) >= 20
    assert [op.view_func.__name__ for op in operations if not hasattr(op.view_func, "policy")] == []


def test_nobody_enters_but_where_everybody_may(world):
    client, before = signed_in(world, "nobody"), tables()
    wrong = []
    for case in cases([r for r in routes() if r.pattern not in _BARE], world, whose=("ada",)):
        if getattr(case.route.policy, "kind", "") == "public":
            continue
        answer = ask(client, world, case, before)
        turned_away = answer.status in (401, 405) or (answer.status == 302 and answer.place.startswith("/sign-in/"))
        if not turned_away or answer.changed or any(mark in answer.body for mark in world.marks.values()):
            wrong.append((str(case), answer.status, answer.changed))
    assert wrong == []


@pytest.mark.parametrize("who", ["mia", "dov"])
def test_whoever_has_no_role_sees_nothing_of_anybody(world, who):
    client, before = signed_in(world, who), tables()
    wrong = []
    for case in cases(routes(), world, whose=("ada",)):
        answer = ask(client, world, case, before if case.method != "get" else None)
        seen = any(mark in answer.body for mark in world.marks.values())
        needs = getattr(case.route.policy, "kind", "") == "needs" or (case.route.is_api and case.route.pattern not in _BARE)
        if seen or answer.status >= 500 or (needs and answer.status not in (403, 405)) or (answer.status >= 400 and answer.changed):
            wrong.append((str(case), answer.status, answer.changed, seen))
    assert wrong == []


@pytest.mark.parametrize(("who", "stranger"), [("ada", "eve"), ("ben", "eve"), ("eve", "ada")])
def test_a_strangers_record_and_an_absent_one_get_the_same_answer_and_nothing_moves(world, who, stranger):
    client, before, mark = signed_in(world, who), tables(), world.marks[stranger]
    wrong = []
    for case in cases(routes(), world, whose=(stranger,)):
        theirs = ask(client, world, case, before if case.method != "get" else None)
        if mark in theirs.body or theirs.status >= 500 or (theirs.status >= 400 and theirs.changed):
            wrong.append((str(case), theirs.status, theirs.changed, mark in theirs.body))
        if case.route.is_personal(world):
            absent = ask(client, world, Case(case.route, "absent", case.method))
            if theirs.status != absent.status or theirs.status < 400 or theirs.changed:
                wrong.append((str(case), theirs.status, absent.status, theirs.changed))
    assert wrong == []


@pytest.mark.parametrize("who", ["ada", "ben", "cleo", "executive", "root"])
def test_who_lacks_the_permission_is_refused_and_neither_a_refusal_nor_a_look_changes_anything(world, who):
    client, before = signed_in(world, who), tables()
    actor, wrong = getattr(world.cast, who), []
    for case in cases(routes(), world, whose=("ada",)):
        answer, policy = ask(client, world, case, before), case.route.policy
        lacks = policy is not None and policy.kind == "needs" and not may(actor, policy.detail)
        moved = answer.changed and (answer.status >= 400 or case.method == "get")
        if answer.status >= 500 or moved or (lacks and (answer.status not in (403, 405) or answer.changed)):
            wrong.append((str(case), answer.status, answer.changed))
    assert wrong == []


def test_every_write_succeeds_for_somebody(world):
    """Else it would prove nothing that the others may not: whatever is sent, everybody is refused."""
    clients, before, idle = [signed_in(world, who) for who in ("root", "ada")], tables(), []
    for case in cases(routes(), world, whose=("ada",)):
        if case.method == "get" or case.route.is_outside or case.route.pattern in (*_BARE, *_ROWLESS):
            continue
        answers = [ask(client, world, case, before) for client in clients]
        if not any(answer.status == 405 or (answer.status < 400 and answer.changed) for answer in answers):
            idle.append((str(case), *((answer.status, answer.changed) for answer in answers)))
    assert idle == [], "Say in tests/matrix/sending.py what such a form sends, and in world.py what has to stand there."


def test_who_may_sees_its_own(world):
    """The other half: a house that refuses everything would pass all of the above."""
    client = signed_in(world, "ada")
    own = [case for case in cases(routes(), world, whose=("ada",)) if case.method == "get" and case.route.is_personal(world)]
    assert sum(ask(client, world, case).status == 200 for case in own) >= 30


def test_a_form_or_a_search_that_names_a_strangers_record_answers_as_if_there_were_none(world):
    client, before, mark, unknown = signed_in(world, "ada"), tables(), world.marks["eve"], "Nobodymark"
    nowhere = replace(world, marks={**world.marks, "eve": unknown})
    wrong = []
    for number, (probe, control) in enumerate(zip(probes(world), probes(nowhere), strict=True)):
        theirs, nobodys = probe(client, before), control(client, before)
        # What was asked for stands in the answer in any case, and so do tokens that are new each time.
        said, expected = (_TOKEN.sub("", text).replace(name, "") for text, name in ((theirs.body, mark), (nobodys.body, unknown)))
        if (mark in theirs.body and said != expected) or theirs.status >= 500 or theirs.changed:
            wrong.append((number, theirs.status, theirs.place, theirs.changed))
    assert wrong == []


def test_every_probe_finds_or_changes_something_for_somebody_who_may(world):
    """Else it would be refused for a reason of its own, and prove nothing about whose record it names."""
    clients, before, mark = [signed_in(world, who) for who in ("root", "eve")], tables(), world.marks["eve"]
    answers = [[probe(client, before) for client in clients] for probe in probes(world)]
    idle = [
        [(answer.status, answer.changed) for answer in found]
        for found in answers
        if not any(answer.changed or mark in answer.body for answer in found)
    ]
    # A person and a department of Eve's account have no place at Ada's, nor has the department in the affiliation of hers that stands:
    # whoever names them there is refused, whatever she may see.
    assert idle == [[(422, ()), (404, ())]] * 3
