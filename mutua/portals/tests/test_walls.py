"""What the portal's role can fetch by SQL of its own, whatever the pages ask: the last wall stands by itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from mutua.backoffice.models import Shipment
from mutua.customers.models import Account
from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.foundation.access import flow_actor
from mutua.portals.actions.answer_value import answer_value
from mutua.portals.actions.promise import promise
from mutua.portals.models import PortalLink
from mutua.portals.queries.customers_ledger import ledger_of
from mutua.portals.rules.tokens import digest_of
from mutua.portals.tests.visiting import make_open_link
from mutua.portals.visitor import behind_the_wall
from mutua.portals.walls import DOORS, PANES, PORTAL, gaps_in_walls, raise_walls
from mutua.relationships.actions.enter_value import enter_value
from mutua.relationships.actions.open_session import open_session
from mutua.relationships.actions.propose import propose
from mutua.relationships.actions.report_figure import report_figure
from mutua.relationships.models import MeasureFigure, Profile
from mutua.relationships.tests.making import make_account_touchpoint, make_item, make_measure, make_profile
from tests.cast import Cast

pytestmark = pytest.mark.django_db


# What all customers may read alike: the words of the catalogue.
OPEN_TO_ALL = {"relationships_touchpoint", "relationships_activity"}


@pytest.fixture
def world(cast: Cast) -> dict[str, Any]:
    """Two customers with the same records each, and a link to the first."""
    mine, other = (make_account(name=name, owner=cast.ada, note="they are slow payers") for name in ("Alder Markets", "Birch Foods"))
    for account in (mine, other):
        make_measure(make_account_touchpoint(account))
        make_item(account, "crp", cost=90_000, gain=170_000)
        make_profile(
            account,
            {"physical-delivery": ["cpfr"]},
            perspective="surrogate",
            confidence=Decimal("0.4"),
            as_of=days.today(),
            note="they would hate it",
        )
    link, token = make_open_link(mine)
    return {"mine": mine, "other": other, "link": link, "token": token}


@contextmanager
def portal(token: str) -> Iterator[Any]:
    with behind_the_wall(digest_of(token)), connection.cursor() as cursor:
        yield cursor


def rows(token: str, statement: str) -> list[Any]:
    with portal(token) as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def is_refused(token: str, statement: str) -> bool:
    try:
        with transaction.atomic():
            rows(token, statement)
    except ProgrammingError as error:
        return "permission denied" in str(error)
    return False


def test_it_sees_its_own_account_and_no_other(world: dict[str, Any]) -> None:
    assert rows(world["token"], "select name from customers_account") == [("Alder Markets",)]
    assert rows(world["token"], "select distinct account_id from relationships_accounttouchpoint") == [(world["mine"].pk,)]
    assert len(rows(world["token"], "select id from relationships_performancemeasure")) == 1


def test_of_drafts_and_expectations_it_sees_no_row(world: dict[str, Any]) -> None:
    mine = world["mine"]
    enter = partial(
        enter_value, flow_actor("test"), mine.pk, side="customer", component="price", amount=Decimal(5), currency="USD", period=days.today()
    )
    enter(kind="expected", evidence="hoped")
    enter(kind="claimed", evidence="counted")
    assert rows(world["token"], "select id from relationships_profile") == []
    assert rows(world["token"], "select id from relationships_profilecell") == []
    assert rows(world["token"], "select id from relationships_profilecell_activities") == []
    assert rows(world["token"], "select evidence from relationships_valueentry") == [("counted",)]
    Profile.objects.filter(account=mine).update(visibility="shared")
    assert len(rows(world["token"], "select id from relationships_profilecell_activities")) == 1
    assert rows(world["token"], "select account_id from relationships_profile") == [(mine.pk,)]


def test_without_an_open_link_it_sees_nothing(world: dict[str, Any]) -> None:
    filtered = {*PANES, *DOORS} - OPEN_TO_ALL
    for token in ("", "wrong" * 9):
        assert [table for table in filtered if rows(token, f"select count(*) from {table}") != [(0,)]] == []


def test_of_every_table_it_sees_its_own_rows_and_no_other_accounts(cast: Cast) -> None:
    """One customer after the other has a row in every table behind the wall; each sees the rows that came with it, and no more."""
    tables = sorted({*PANES, *DOORS} - OPEN_TO_ALL)
    tokens, own = [], []
    for name in ("Alder Markets", "Birch Foods"):
        before = {table: _numbers(table) for table in tables}
        tokens.append(_a_row_of_everything(cast, name))
        own.append({table: _numbers(table) - before[table] for table in tables})
    for token, mine in zip(tokens, own, strict=True):
        assert [table for table in tables if not mine[table]] == []
        seen = {table: {number for (number,) in rows(token, f"select id from {table}")} for table in tables}
        assert seen == mine


def _numbers(table: str) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(f"select id from public.{table}")
        return {number for (number,) in cursor.fetchall()}


def _a_row_of_everything(cast: Cast, name: str) -> str:
    """A customer with all that its page shows, and nothing that it does not; the token of its link."""
    account = make_account(name=name, owner=cast.ada)
    measure = make_measure(make_account_touchpoint(account), counted_from="reported")
    until = days.today() - timedelta(days=1)
    report_figure(cast.ada, measure.pk, since=until - timedelta(days=30), until=until, numerator=Decimal(9), denominator=Decimal(10))
    MeasureFigure.objects.get_or_create(measure=measure, defaults={"counted_at": days.now()})
    Shipment.objects.create(account=account, number="S1", currency="USD", value=4_000, promised_on=until, delivered_on=until)
    make_profile(
        account, {"physical-delivery": ["cpfr"]}, perspective="joint", confidence=Decimal("0.9"), as_of=days.today(), visibility="shared"
    )
    promise(cast.ada, account.pk, words="Ship notices for every order")
    token = make_open_link(account)[1]
    claimed = {"side": "customer", "component": "price", "amount": Decimal(5), "currency": "USD", "period": days.today(), "kind": "claimed"}
    entry = enter_value(cast.ada, account.pk, **claimed, evidence="counted")
    with behind_the_wall(digest_of(token)) as visitor:
        assert visitor is not None
        waiting = ledger_of(visitor)
        answer_value(visitor, answer="objected", entry_ids=[entry.pk], digest=waiting.digest, reason="The slots began in May")
    session = open_session(cast.ada, account.pk)
    propose(cast.ada, session.pk, "physical-delivery", wish="Two days shorter")
    return token


@pytest.mark.parametrize("change", [{"revoked_at": "now"}, {"expires_at": "past"}], ids=["revoked", "expired"])
def test_a_link_that_is_over_opens_nothing(world: dict[str, Any], change: dict[str, str]) -> None:
    now = days.now()
    values = (
        {"revoked_at": now} if "revoked_at" in change else {"expires_at": now - timedelta(minutes=1), "created_at": now - timedelta(days=9)}
    )
    PortalLink.objects.filter(pk=world["link"].pk).update(**values)
    assert rows(world["token"], "select count(*) from customers_account") == [(0,)]
    assert rows(world["token"], "select link_id from portal.visit()") in ([], [(None,)])


def test_naming_another_account_gets_no_more(world: dict[str, Any]) -> None:
    other: Account = world["other"]
    with portal(world["token"]) as cursor:
        cursor.execute("select set_config('mutua.account', %s, true)", [str(other.pk)])
        cursor.execute("select count(*) from customers_account where id = %s", [other.pk])
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize(
    "statement",
    [
        "select note from public.customers_account",
        "select name from public.customers_account",
        "select value from public.backoffice_shipment",
        "select digest from portals_portallink",
        "select given_name from customers_person",
        "select note from relationships_profile",
        "select investment_us from relationships_roadmapitem",
        "select return_us from relationships_roadmapitem",
        "select cost from relationships_activity",
        "select made_by from portals_promise",
        "select item_id from portals_promise",
        "select password from identity_user",
        "select text from mail_outgoingmail",
        "select payload from events_eventrow",
        "update portals_promise set words = 'x'",
        "delete from portals_promise",
        "insert into portals_promise (account_id, words, made_at, made_by) values (1, 'x', now(), 'x')",
        "update relationships_performancemeasure set target = 0.1",
        "insert into procrastinate_jobs (queue_name, task_name) values ('default', 'x')",
        "create table portal.mine (id int)",
        "create table public.mine (id int)",
    ],
)
def test_what_is_internal_cannot_be_asked_for(world: dict[str, Any], statement: str) -> None:
    assert is_refused(world["token"], statement)


def test_every_other_table_of_the_house_is_closed(world: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select c.relname, a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid where c.relnamespace = 'public'::regnamespace "
            "and c.relkind in ('r', 'p', 'v', 'm') and a.attnum > 0 and has_column_privilege(%s, c.oid, a.attnum, 'select')",
            [PORTAL],
        )
        readable: dict[str, set[str]] = {}
        for table, column in cursor.fetchall():
            readable.setdefault(table, set()).add(column)
    assert readable == {table: set(door.columns) for table, door in DOORS.items()}


def test_every_door_is_forced_and_the_house_reads_without_a_filter(world: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select relname from pg_class where relrowsecurity and relforcerowsecurity and relname = any(%s)", [list(DOORS)])
        assert {name for (name,) in cursor.fetchall()} == set(DOORS)
        for table, door in DOORS.items():
            cursor.execute(f"explain (costs off) select {door.columns[0]} from {table}")
            plan = [line for (line,) in cursor.fetchall()]
            assert not any("Filter" in line or "InitPlan" in line for line in plan), plan
            cursor.execute(
                "select count(*) from pg_policies where tablename = %s and policyname like 'house%%' and %s = any(roles)",
                [table, "mutua_owner"],
            )
            assert cursor.fetchone() == (4,)


def test_the_doctor_sees_a_wall_that_was_taken_down(world: dict[str, Any]) -> None:
    assert gaps_in_walls() == []
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("drop policy customer on portals_promise")
        cursor.execute(f"grant select (note) on relationships_profile to {PORTAL}")
        cursor.execute("alter table relationships_observation no force row level security")
    assert gaps_in_walls() == [
        "relationships_observation is not forced",
        "portals_promise has no policy",
        "relationships_profile.note can be read",
    ]


def test_building_the_walls_again_changes_nothing(world: dict[str, Any]) -> None:
    def standing() -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute("select tablename, policyname, roles::text, cmd, qual, with_check from pg_policies order by 1, 2")
            return list(cursor.fetchall())

    before = standing()
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
    raise_walls()
    assert standing() == before
    assert rows(world["token"], "select name from customers_account") == [("Alder Markets",)]
