"""A query that was prepared brings the rows that it would bring if it were put together anew, for whoever asks and with whatever value."""

from __future__ import annotations

import sys
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils.functional import SimpleLazyObject
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mutua.foundation.access import NOBODY, Actor
from mutua.foundation.access.prepared import prepared
from mutua.foundation.database.postgresql import compiler
from mutua.foundation.identity.models import Team, User

pytestmark = pytest.mark.django_db
module: Any = sys.modules["mutua.foundation.access.prepared"]


@pytest.fixture(autouse=True)
def nothing_prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_prepared", type(module._prepared)())


@pytest.fixture
def people() -> list[User]:
    return [User.objects.create_user(f"{name}@example.org", name=name) for name in ("ada", "ben", "eve", "ida")]


def actor(user: User | None, *owners: User, **more: Any) -> Actor:
    known: dict[str, Any] = {"kind": "person", "user_id": user.pk if user else None, "name": user.name if user else ""}
    return Actor(**{**known, "owner_ids": frozenset(owner.pk for owner in owners), **more})


def ready() -> int:
    return sum(found is not None for found in module._prepared.values())


built: list[str] = []


@prepared
def seen(actor: Actor, name: str, numbers: list[int], since: date | None, *, most: int = 10) -> QuerySet[User]:
    built.append(name)
    mine = User.objects.filter(Q(pk__in=sorted(actor.owner_ids)) | Q(pk=actor.user_id) | Q(name=name) | Q(pk__in=numbers))
    return (mine if since is None else mine.filter(created_at__date__gte=since)).order_by("pk")[:most]


def test_it_is_put_together_once_for_all_who_look_alike(people: list[User], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.conf.settings.KEPT_STATEMENTS_PROVED", 0)
    ada, ben, eve, ida = people
    built.clear()
    assert seen(actor(ada, ada), "none", [eve.pk], None) == [ada, eve]
    assert seen(actor(ben, ben), "ida", [ada.pk], None) == [ada, ben, ida]
    assert (len(built), ready()) == (2, 1)  # twice for the first one, to see where its values come out again
    assert "none" not in built


@pytest.mark.parametrize(
    "change", ["limit", "nothing for a value", "more numbers", "more colleagues", "not oneself", "another role", "hidden"]
)
def test_what_changes_the_statement_is_prepared_apart(people: list[User], change: str) -> None:
    ada, ben, eve, ida = people
    assert seen(actor(ada, ada), "ben", [eve.pk], date(2020, 1, 1)) == [ada, ben, eve]
    today = date(2020, 1, 1)
    found = {
        "limit": lambda: seen(actor(ada, ada), "ben", [eve.pk], today, most=2) == [ada, ben],
        "nothing for a value": lambda: seen(actor(ada, ada), "ben", [eve.pk], None) == [ada, ben, eve],
        "more numbers": lambda: seen(actor(ada, ada), "", [eve.pk, ida.pk], today) == [ada, eve, ida],
        "more colleagues": lambda: seen(actor(ada, ada, ben), "", [eve.pk], today) == [ada, ben, eve],
        "not oneself": lambda: seen(actor(ada, ben), "", [eve.pk], today) == [ada, ben, eve],
        "another role": lambda: seen(actor(ada, ada, permissions=frozenset({"x"})), "ben", [eve.pk], today) == [ada, ben, eve],
        "hidden": lambda: seen(actor(ada, ada, hidden=frozenset({"user.name"})), "ben", [eve.pk], today) == [ada, ben, eve],
    }[change]
    assert found()
    assert ready() == 2


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whoever_asks_gets_what_the_query_says(people: list[User], data: st.DataObject) -> None:
    numbers = st.sampled_from([*(user.pk for user in people), 0, 1, 2**31 - 1, 2**31, 2**62])
    for _ in range(3):
        owners = data.draw(st.sets(st.sampled_from(people)))
        who = actor(data.draw(st.sampled_from([None, *people])), *owners)
        asked: list[Any] = [
            data.draw(st.sampled_from(["ada", "", "%_", "it's"])),
            data.draw(st.lists(numbers, max_size=4)),
            data.draw(st.sampled_from([None, date(2020, 1, 1), date(9000, 1, 1)])),
        ]
        assert seen(who, *asked) == list(seen.__wrapped__(who, *asked))  # type: ignore[attr-defined]


def test_an_actor_that_is_resolved_when_it_is_asked_for_is_the_same_one(people: list[User]) -> None:
    ada, ben, *_others = people
    for user in (ada, ben):
        asked: Any = SimpleLazyObject(partial(actor, user, user))
        assert seen(asked, "none", [], None) == [user]
    assert ready() == 1


def test_a_value_that_decides_more_than_a_parameter_is_found_out(people: list[User]) -> None:
    @prepared
    def wrong(_actor: Actor, number: int) -> QuerySet[User]:
        return User.objects.filter(pk=number) if number > 2**29 else User.objects.exclude(pk=number)

    ada, *_others = people
    wrong(NOBODY, ada.pk)
    with pytest.raises(AssertionError, match="but prepared was"):
        wrong(NOBODY, ada.pk)
    compiler.disagreements.clear()


def counted(_actor: Actor, number: int) -> QuerySet[Any]:
    return Team.objects.filter(lead=number).values("lead").annotate(n=Count("members"))


def halved(_actor: Actor, number: int) -> QuerySet[Any]:
    return User.objects.filter(pk=number // 2)


def sliced(_actor: Actor, number: int) -> QuerySet[Any]:
    return User.objects.order_by("pk")[:number]


def nothing(_actor: Actor, number: int) -> QuerySet[Any]:
    return User.objects.filter(pk=number).none()


@pytest.mark.parametrize("build", [halved, sliced, nothing])
def test_a_value_that_becomes_something_else_is_put_together_each_time(people: list[User], build: Any) -> None:
    query = prepared(build)
    for number in (people[0].pk * 2, people[1].pk * 2, 3):
        assert query(NOBODY, number) == list(build(NOBODY, number))
    assert ready() == 0


def test_rows_that_are_no_records_and_records_that_bring_others(people: list[User]) -> None:
    ada, ben, *_others = people
    team = Team.objects.create(name="East", lead=ada)
    team.members.add(ada, ben)
    query = prepared(counted)
    assert [query(NOBODY, user.pk) for user in (ben, ada)] == [[], [{"lead": ada.pk, "n": 2}]]

    @prepared
    def led(_actor: Actor, number: int) -> QuerySet[Team]:
        return Team.objects.filter(lead=number).select_related("lead").prefetch_related("members")

    assert led(NOBODY, ben.pk) == []
    [found] = led(NOBODY, ada.pk)
    with CaptureQueriesContext(connection) as more:
        assert (found.lead, set(found.members.all())) == (ada, {ada, ben})
    assert not more.captured_queries
    assert ready() == 2


def test_it_can_be_switched_off(people: list[User], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.conf.settings.PREPARED_QUERIES", False)
    assert seen(actor(people[0]), "", [], None) == [people[0]]
    assert not module._prepared


def test_no_more_is_kept_than_there_is_room_for(people: list[User], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 3)
    for most in range(1, 9):
        seen(actor(people[0]), "", [], None, most=most)
    assert [choices for _build, _who, choices, _zone in module._prepared] == [(("most", most),) for most in (6, 7, 8)]
