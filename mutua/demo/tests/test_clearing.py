"""Clearing takes what the demonstration made and what hangs on it, and nothing else."""

from __future__ import annotations

import pytest
from django.db import connection

from mutua import demo
from mutua.backoffice.models import Shipment
from mutua.backoffice.tests.making import make_order, make_shipment
from mutua.customers.actions.add_need import add_need
from mutua.customers.actions.edit_account import edit_account
from mutua.customers.models import Account, TradingLink
from mutua.customers.tasks import judge_changed_records
from mutua.customers.tests.making import make_account
from mutua.demo.noting import noted
from mutua.foundation.access import flow_actor
from mutua.foundation.identity.models import Team
from mutua.foundation.mail import send
from mutua.relationships.models import PlanCycle
from mutua.relationships.tasks import optimise

pytestmark = pytest.mark.django_db
ROOT = flow_actor("test")


def counts() -> dict[str, int]:
    """Rows of every table."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            found[table] = cursor.fetchone()[0]
    return found


def test_what_hangs_on_it_goes_with_it_and_leaves_no_trace() -> None:
    before = counts()
    account = make_account(name="Zambia", source="scms", source_key="Zambia")
    edit_account(ROOT, account.pk, version=None, note="changed once, so that there is history")
    add_need(ROOT, account, words="Tell us before", importance=5)
    make_shipment(account, order=make_order(account))
    noted(Team.objects.create(name="Programmes"))
    context = {"name": "Ada", "link": "/"}
    send("ada@example.org", "Late", "mail/trial", context, key="1", about=("account", account.pk))
    demo.clear()
    assert {table: n for table, n in counts().items() if n != before[table]} == {}


def test_what_somebody_else_made_stays() -> None:
    ours = make_account(name="Ours")
    shipment = make_shipment(ours, supplier=make_account(name="Vendor", source="scms", source_key="Vendor"))
    history = make_account(name="Also ours", parent=Account.objects.get(name="Vendor"))
    before = counts()
    demo.clear()
    assert set(Account.objects.values_list("pk", flat=True)) == {ours.pk, history.pk}
    assert Shipment.objects.get(pk=shipment.pk).supplier is None
    assert not TradingLink.objects.exists()
    assert counts()["customers_account"] == before["customers_account"] - 1


def test_jobs_that_name_it_go_too_and_others_stay() -> None:
    plan = noted(PlanCycle.objects.create(year=2031, currency="USD", budget=[1], capacity={}))
    optimise.defer(plan_id=plan.pk)
    optimise.defer(plan_id=plan.pk + 1)
    demo.clear()
    with connection.cursor() as cursor:
        cursor.execute("SELECT args->>'plan_id' FROM procrastinate_jobs WHERE task_name LIKE '%%optimise'")
        assert cursor.fetchall() == [(str(plan.pk + 1),)]


def test_jobs_that_name_it_by_its_kind_go_too() -> None:
    account, ours = make_account(name="Zambia", source="scms", source_key="Zambia"), make_account(name="Ours")
    for kind, number in (("account", account.pk), ("account", ours.pk), ("person", account.pk)):
        judge_changed_records.defer(kind=kind, ids=[number])
    demo.clear()
    with connection.cursor() as cursor:
        cursor.execute("SELECT args->>'kind', args->'ids'->>0 FROM procrastinate_jobs WHERE task_name LIKE '%%judge_changed_records'")
        assert sorted(cursor.fetchall()) == sorted([("account", str(ours.pk)), ("person", str(account.pk))])
