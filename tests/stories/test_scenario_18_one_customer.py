"""Scenario 18: one customer. Whatever hangs on two records that are one, a merge loses nothing and is undone exactly."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from psycopg import sql

from mutua.backoffice.models import Shipment
from mutua.backoffice.tests.making import make_asset, make_credit, make_invoice, make_order, make_shipment
from mutua.customers.actions.merge_records import merge_records
from mutua.customers.actions.undo_merge import undo_merge
from mutua.customers.importers import AccountImporter
from mutua.customers.merging.relations import references_to
from mutua.customers.models import Account, Household, HouseholdMember, Identifier, Merge, Person
from mutua.customers.tests.making import (
    make_account,
    make_affiliation,
    make_assignment,
    make_consent,
    make_contact_point,
    make_department,
    make_need,
    make_person,
    make_trading_link,
    make_value_rating,
)
from mutua.daybook.models import Meeting, MeetingSeries
from mutua.daybook.tests.making import make_interaction, make_note, make_task
from mutua.foundation import days
from mutua.foundation.access import flow_actor
from mutua.foundation.mail.models import OutgoingMail
from mutua.foundation.timeline.models import TimelineEntry
from mutua.portals.models import PortalLink, Promise
from mutua.relationships.models import Activity, JointSession, ProfileSnapshot, ProposalAnswer, ValueEntry
from mutua.relationships.tests.making import (
    make_account_touchpoint,
    make_catalogue,
    make_engagement,
    make_item,
    make_measure,
    make_plan,
    make_profile,
    make_readiness,
    make_signature,
)
from mutua.strategy.actions.watch_objectives import watch_objectives
from mutua.strategy.models import CountedOutcome, CustomerStrategy, SegmentMember
from mutua.strategy.tests.making import make_objective, make_segment, make_strategy, make_version
from tests.cast import Cast
from tests.guarding import guarded

pytestmark = pytest.mark.django_db
_number = itertools.count(1)


class Others:
    """What both records may have in common: a colleague, a third company, a person, a segment."""

    def __init__(self, cast: Cast) -> None:
        make_catalogue()
        self.ada, self.account, self.person = cast.ada, make_account(name="Third"), make_person()
        self.household = Household.objects.create(name="Mwansa")
        self.segment, self.objective, self.plan = make_segment(), make_objective(), make_plan()


def _touchpoint(account: Account, others: Others) -> None:
    at = make_account_touchpoint(account, their_person=others.person)
    at.their_departments.add(make_department(account, name="Docks"))
    make_engagement(at, "edi-asn")
    make_measure(at)


def _interaction(account: Account, others: Others) -> None:
    at = Activity.objects.filter(key="edi-asn").get().touchpoint
    make_interaction(owner=others.ada, account=account, person=others.person, touchpoint=at)
    Meeting.objects.create(title="Visit", account=account, touchpoint=at, begins_at=days.now(), ends_at=days.now())


def _counted(account: Account, others: Others) -> None:
    number = next(_number)
    CountedOutcome.objects.create(
        objective=others.objective, position=number, outcome_key=number, known_on=date(2026, 3, 1), day=date(2026, 3, 1), value=1, account=account
    )  # fmt: skip


def _named(kind: str) -> Callable[[Any, Others], object]:
    def make(record: Any, others: Others) -> None:
        TimelineEntry.objects.create(at=days.now(), subject_kind=kind, subject_id=record.pk, sentence=f"customers.{kind}.created")
        number = next(_number)
        OutgoingMail.objects.create(
            key=f"about {number}",
            message_id=f"{number}@example.org",
            to="a@example.org",
            subject="Hello",
            about_kind=kind,
            about_id=record.pk,
            created_at=days.now(),
        )

    return make


def _supplies(account: Account, others: Others) -> None:
    make_shipment(others.account, supplier=account)


def _link(account: Account, person: Person) -> PortalLink:
    now, digest = days.now(), f"{next(_number):064x}"
    return PortalLink.objects.create(
        account=account, person=person, email="mia@example.org", digest=digest, created_at=now, created_name="Ada", expires_at=now + timedelta(30)
    )  # fmt: skip


ON_ACCOUNT: dict[str, Callable[[Account, Others], object]] = {
    "subsidiary": lambda account, others: make_account(parent=account),
    "department": lambda account, others: make_department(account, name="Receiving"),
    "affiliation": lambda account, others: make_affiliation(account=account, person=others.person),
    "assignment": lambda account, others: make_assignment(account=account, user=others.ada),
    "mail": lambda account, others: make_contact_point(account=account, value="office@example.org", preferred=True),
    "phone": lambda account, others: make_contact_point(account=account, kind="phone", value=f"+44201234{next(_number):04}", preferred=True),
    "identifier": lambda account, others: Identifier.objects.create(account=account, system="erp", kind="number", value=str(next(_number))),
    "need": lambda account, others: make_need(account),
    "note": lambda account, others: make_note(account, owner=others.ada),
    "series": lambda account, others: MeetingSeries.objects.create(
        account=account, first_on=days.today(), hour="09:00", time_zone="UTC", frequency="daily", times=2
    ),
    "rating": lambda account, others: make_value_rating(account),
    "sells": lambda account, others: make_trading_link(supplier=account, buyer=others.account),
    "buys": lambda account, others: make_trading_link(supplier=others.account, buyer=account),
    "order": lambda account, others: make_order(account),
    "shipment": lambda account, others: make_shipment(account),
    "invoice": lambda account, others: make_invoice(account),
    "credit": lambda account, others: make_credit(account),
    "asset": lambda account, others: make_asset(account),
    "supplies": _supplies,
    "segment": lambda account, others: SegmentMember.objects.create(segment=others.segment, account=account, since=date(2026, 1, 1)),
    "strategy": lambda account, others: CustomerStrategy.objects.create(account=account, state="active"),
    "counted": _counted,
    "touchpoint": _touchpoint,
    "item": lambda account, others: make_item(account),
    "plan": lambda account, others: others.plan.accounts.add(account),
    "profile": lambda account, others: make_profile(account, {"physical-delivery": ["edi-asn"]}),
    "readiness": lambda account, others: make_readiness(account, data=2),
    "value": lambda account, others: ValueEntry.objects.create(account=account, side="us", component="price", kind="expected", amount=5, currency="USD", period=date(2026, 1, 1)),
    "signature": lambda account, others: make_signature(account, others.person),
    "snapshot": lambda account, others: ProfileSnapshot.objects.create(account=account, year=2027, taken_at=days.now(), content={}, sha256="0" * 64),
    "answer": lambda account, others: ProposalAnswer.objects.create(account=account, key="edi", dimension="data", good=8, of=10, proposed=3, answer="accepted", level=3, at=days.now()),
    "session": lambda account, others: JointSession.objects.create(account=account, opened_at=days.now(), opened_by="Ada"),
    "link": lambda account, others: _link(account, others.person),
    "promise": lambda account, others: Promise.objects.create(account=account, words="Standing slots", made_at=days.now(), made_by="Ada"),
    "interaction": _interaction,
    "task": lambda account, others: make_task(owner=others.ada, account=account, promised_to=others.person),
    "named": _named("account"),
}  # fmt: skip


def _guest(person: Person, others: Others) -> None:
    at = Activity.objects.filter(key="edi-asn").get().touchpoint
    meeting, _made = Meeting.objects.get_or_create(
        title="Fair", account=others.account, touchpoint=at, defaults={"begins_at": days.now(), "ends_at": days.now()}
    )
    meeting.guests.add(person)


ON_PERSON: dict[str, Callable[[Person, Others], object]] = {
    "affiliation": lambda person, others: make_affiliation(person=person, account=others.account),
    "mail": lambda person, others: make_contact_point(person=person, value="thandi@example.org", preferred=True),
    "identifier": lambda person, others: Identifier.objects.create(person=person, system="crm", kind="number", value=str(next(_number))),
    "need": lambda person, others: make_need(person=person),
    "consent": lambda person, others: make_consent(person),
    "household": lambda person, others: HouseholdMember.objects.create(household=others.household, person=person),
    "segment": lambda person, others: SegmentMember.objects.create(segment=others.segment, person=person, since=date(2026, 1, 1)),
    "touchpoint": lambda person, others: make_account_touchpoint(make_account(), their_person=person),
    "interaction": lambda person, others: make_interaction(owner=others.ada, account=others.account, person=person, touchpoint=Activity.objects.get(key="edi-asn").touchpoint),
    "guest": _guest,
    "task": lambda person, others: make_task(owner=others.ada, account=others.account, promised_to=person),
    "order": lambda person, others: make_order(person),
    "invoice": lambda person, others: make_invoice(person),
    "credit": lambda person, others: make_credit(person),
    "asset": lambda person, others: make_asset(person),
    "link": lambda person, others: _link(others.account, person),
    "signature": lambda person, others: make_signature(others.account, person),
    "named": _named("person"),
}  # fmt: skip

# What tells that something happened, and who looked at what when, is not taken back.
_TOLD = ("events_eventrow", "pghistory_context", "customers_merge", "customers_mergestep", "procrastinate_")
_TIMES = ["version", "updated_at"]


def rows() -> dict[str, list[str]]:
    """Every row of every table, but versions and times of change, which only ever go on, and what only tells."""
    with connection.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = 'public'")
        names = [name for (name,) in cursor.fetchall() if not name.startswith(_TOLD) and not name.endswith("event")]
        kept = {}
        for name in names:
            query = sql.SQL("select (to_jsonb(t) - %s::text[])::text from {table} t{which} order by 1").format(
                table=sql.Identifier(name),
                which=sql.SQL(" where sentence !~ 'merged$'" if name == "timeline_timelineentry" else ""),
            )
            cursor.execute(query, [_TIMES])
            kept[name] = [row for (row,) in cursor.fetchall()]
        return kept


def other_than(before: dict[str, list[str]]) -> list[str]:
    """The rows that are there now and were not, or the other way round: a few words, not two whole databases."""
    after = rows()
    return [f"{name}: {row}" for name in before for row in sorted({*before[name]} ^ {*after[name]})]


def merged(cast: Cast, kind: str, stays: Any, goes: Any, **more: Any) -> Merge:
    stays.refresh_from_db()
    goes.refresh_from_db()
    return merge_records(cast.root, kind, stays.pk, goes.pk, version=stays.version, merged_version=goes.version, **more)


def two(kind: str) -> tuple[Any, Any]:
    if kind == "account":
        return make_account(name="Acme Ltd", country="GB", custom={"a": 1}), make_account(name="Acme", industry="Steel", custom={"b": "x"})
    return make_person(given_name="Thandiwe"), make_person(given_name="Thandi", languages=["en"])


MAKERS: dict[str, dict[str, Any]] = {
    kind: {**here, **{name: make for one in guarded() for name, make in one.hanging.get(kind, {}).items()}}
    for kind, here in (("account", ON_ACCOUNT), ("person", ON_PERSON))
}
CHOICES = {
    "account": {"name": "merged", "industry": "merged", "roles": "both", "note": "both", "custom.b": "merged"},
    "person": {"given_name": "merged", "languages": "both"},
}


@pytest.mark.parametrize("kind", ["account", "person"])
def test_everything_that_can_hang_on_a_record_moves_and_comes_back(cast: Cast, kind: str) -> None:
    stays, goes = two(kind)
    others = Others(cast)
    for make in MAKERS[kind].values():
        make(goes, others)
    hanging = [(model, reference) for model, reference in references_to(type(goes))]
    empty = [f"{model._meta.label}.{reference.name}" for model, reference in hanging if not _count(model, reference, goes)]
    assert empty == [], "make one of each in this test"
    before = rows()
    merge = merged(cast, kind, stays, goes, choices=CHOICES[kind])
    assert sum(_count(model, reference, goes) for model, reference in hanging) == 0
    assert all(_count(model, reference, stays) for model, reference in hanging)
    done = undo_merge(cast.root, merge.pk, version=1)
    assert done.conflicts == []
    assert other_than(before) == []


def _count(model: Any, reference: Any, record: Any) -> int:
    return int(model._base_manager.filter(**{reference.attname: record.pk}).count())


@pytest.mark.parametrize("kind", ["account", "person"])
@settings(max_examples=6, phases=[Phase.explicit, Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_merge_of_any_two_is_undone_exactly(cast: Cast, kind: str, data: st.DataObject) -> None:
    with transaction.atomic():
        stays, goes = two(kind)
        others = Others(cast)
        for name, make in MAKERS[kind].items():
            which = data.draw(st.sampled_from(["neither", "stays", "goes", "both"]), label=name)
            for record in {"neither": [], "stays": [stays], "goes": [goes], "both": [stays, goes]}[which]:
                make(record, others)
        if kind == "account" and data.draw(st.booleans(), label="trade between them"):
            make_trading_link(supplier=goes, buyer=stays)
        if kind == "account" and data.draw(st.booleans(), label="parent"):
            stays.parent = goes
            stays.save()
        third = make_account() if kind == "account" else make_person()
        before = rows()
        merge = merged(cast, kind, stays, goes, choices=CHOICES[kind])
        if data.draw(st.booleans(), label="into a third"):
            beside = rows()
            outer = merged(cast, kind, third, stays)
            undo_merge(cast.root, outer.pk, version=1)
            assert other_than(beside) == []
        assert undo_merge(cast.root, merge.pk, version=1).conflicts == []
        assert other_than(before) == []
        transaction.set_rollback(True)


def test_no_shipment_is_counted_twice_for_a_strategy(cast: Cast) -> None:
    stays, goes = two("account")
    version = make_version(make_strategy(segment=make_segment(members=[stays, goes])), active=True)
    objective = make_objective(version)
    for account in (stays, goes):
        make_measure(make_account_touchpoint(account))
        make_shipment(account)
    flow = flow_actor("test")
    assert watch_objectives(flow, [objective.pk], until=days.today() + timedelta(1)) == 2
    merge = merged(cast, "account", stays, goes)
    assert Shipment.objects.filter(account=stays).count() == 2
    assert watch_objectives(flow, [objective.pk], until=days.today() + timedelta(2)) == 0
    undo_merge(cast.root, merge.pk, version=1)
    assert watch_objectives(flow, [objective.pk], until=days.today() + timedelta(3)) == 0


def test_a_second_import_finds_the_survivor_and_changes_nothing(cast: Cast) -> None:
    stays, goes = make_account(source="crm", source_key="1"), make_account(source="crm", source_key="2")
    merged(cast, "account", stays, goes)
    assert AccountImporter().present("crm", ["1", "2"]) == {"1": (stays.pk, False), "2": (stays.pk, False)}
