"""The standing world of the matrix: of every kind of record one of Ada's and one of Eve's, each with its own mark in all that can be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.test import Client

from mutua.backoffice.models import Order, Shipment
from mutua.backoffice.tests.making import (
    make_asset,
    make_credit,
    make_invoice,
    make_order,
    make_order_line,
    make_shipment,
    make_shipment_line,
    make_worth,
)
from mutua.catalog.tests.making import make_offering, make_product
from mutua.customers.actions.merge_records import merge_records
from mutua.customers.models import Account, DuplicatePair, Identifier, Person, SourceTrust
from mutua.customers.tests.making import (
    make_account,
    make_affiliation,
    make_assignment,
    make_consent,
    make_contact_point,
    make_department,
    make_household,
    make_need,
    make_person,
    make_trading_link,
    make_value_rating,
)
from mutua.daybook.models import CalendarFeed, Meeting
from mutua.daybook.tests.making import make_interaction, make_note, make_task
from mutua.foundation import days
from mutua.foundation.access import Actor
from mutua.foundation.api.keys import digest_of
from mutua.foundation.api.models import ApiKey
from mutua.foundation.fields.models import CustomField
from mutua.foundation.files.tests.making import make_attachment
from mutua.foundation.identity.models import Role, Team, User
from mutua.foundation.imports.models import ImportIssue, ImportRun, ImportStep, SavedMapping
from mutua.foundation.jobs.models import JobFailure, JobProgress
from mutua.foundation.lists.models import BulkRun, SavedView
from mutua.foundation.mail.models import OutgoingMail
from mutua.foundation.tags.models import Tag
from mutua.foundation.timeline.models import TimelineEntry
from mutua.foundation.today.models import PutOff
from mutua.portals.actions.answer_value import answer_value
from mutua.portals.models import PortalLink, Promise, WebForm
from mutua.portals.queries.customers_ledger import ledger_of
from mutua.portals.visitor import behind_the_wall
from mutua.relationships.actions.propose import propose
from mutua.relationships.models import (
    ApprovalRule,
    Blockage,
    CatalogueVersion,
    Difference,
    ProfileSnapshot,
    RoadmapItem,
    ToleranceAlarm,
    ToleranceWatch,
    ValueEntry,
    WatchBudget,
)
from mutua.relationships.models.joint_session import JointProposal, JointSession
from mutua.relationships.rules.proposed_level import FEWEST
from mutua.relationships.rules.signing import digest_of as signed_digest
from mutua.relationships.tests.evaluated import BEGAN, make_controls, make_evaluation, make_orders, steps
from mutua.relationships.tests.making import (
    make_account_touchpoint,
    make_approval,
    make_engagement,
    make_item,
    make_measure,
    make_plan,
    make_profile,
    make_readiness,
    make_segment_item,
)
from mutua.strategy.models import Assumption, ChosenLever, CustomerStrategy, Lever, Objection, Option, StrategyVersion, SwotItem
from mutua.strategy.tests.making import make_objective, make_segment, make_strategy, make_version
from tests.cast import Cast
from tests.guarding import guarded

ABSENT = 987_654_321
# When the records in the bin of this world went there: microseconds since 1970.
MOMENT = 1_767_225_600_000_000


@dataclass
class World:
    """ids: name of an address's parameter → the number of that record, for "ada" and for "eve". company: parameters that name records of the whole company.

    forms: what stands in the form of an address. Nothing that is asked stays, so each is read once.
    """

    cast: Cast
    ids: dict[str, dict[str, int]] = field(default_factory=dict)
    company: set[str] = field(default_factory=set)
    marks: dict[str, str] = field(default_factory=dict)
    root: Client = field(default_factory=Client)
    forms: dict[str, dict[str, Any]] = field(default_factory=dict)

    def put(self, whose: str, **records: Any) -> None:
        for name, record in records.items():
            self.ids.setdefault(name, {})[whose] = record.pk

    def shared(self, **records: Any) -> None:
        for name, record in records.items():
            self.ids[name] = {"ada": record.pk, "eve": record.pk}
            self.company.add(name)


# What a search keeps that found no item worth its cost.
NOTHING_CHOSEN: dict[str, Any] = {
    "start": {}, "items": {}, "value": "0.00", "bound": "0.00", "status": "optimal", "complete": True, "greedy": {"start": {}, "value": "0.00"},
    "used": {"money": ["0.00"], "hours": {}}, "budget": ["300000.00"], "capacity": {}, "step": "0.00", "marginal": [], "frontier": [], "gate": None,
    "why_not": {},
}  # fmt: skip


def _believed(item: RoadmapItem) -> dict[str, Any]:
    """As a search kept it when it looked at the item."""
    return {
        "id": item.pk, "version": 1, "name": item.name, "activity": item.activity.key, "account": item.account.name, "account_id": item.account_id, "costs": ["5"],
        "returns": ["9"], "their_costs": [], "their_returns": [], "hours": {}, "lasts": 0, "requires": [], "ready": True, "stuck_on": [], "override": None,
    }  # fmt: skip


def make_world(cast: Cast) -> World:
    world = World(cast, marks={"ada": "Quillmark", "eve": "Zephyrmark"}, root=Client(raise_request_exception=False))
    world.root.force_login(cast.user("root"))
    product = make_product(name="GTX Pro", list_price=Decimal(100))
    offering = make_offering(name="Offering", products=[product])
    segment = make_segment(name="Segment")
    strategy = make_strategy(name="Strategy", segment=segment, offering=offering)
    version = make_version(strategy, active=True)
    draft = make_version(strategy)
    objective = make_objective(version)
    assumption = Assumption.objects.create(version_of=draft, sentence="Rates stay")
    custom = CustomField.objects.create(record_kind="account", name="stores", label="Stores", kind="number")
    other = make_strategy(name="Other", segment=make_segment(name="Other"), offering=offering)
    make_version(other, active=True)
    unused = make_strategy(name="Bare", segment=make_segment(name="Bare"), offering=offering)
    bare = make_version(unused)
    finding, option = _findings(draft)
    challenged = make_version(
        make_strategy(name="Challenged", segment=make_segment(name="Challenged"), offering=offering), state="challenged"
    )
    objection = Objection.objects.create(version_of=challenged, sentence="Too dear", raised_by_name="Ben", raised_at=days.now())
    plan = make_plan()
    chosen = make_plan(year=2028, state="optimised", choice=NOTHING_CHOSEN)
    approved = make_plan(year=2040, state="approved", snapshot=NOTHING_CHOSEN, snapshot_sha256="x", approved_at=days.now())
    asked = make_plan(year=2033, state="optimised", choice=NOTHING_CHOSEN)
    make_approval(asked, user=cast.user("root"), asked_by=cast.user("ben"))
    rules = {"role": Role.objects.get(key="executive"), "from_budget": 10**9, "currency": "USD"}  # more than any plan here has
    dropped = ApprovalRule.objects.create(user=cast.user("ben"), currency="USD", ended_at=days.now())
    mail = OutgoingMail.objects.create(
        key="1", message_id="<1@example.org>", to="ada@example.org", subject="Mail", state="failed", last_error="x", created_at=days.now()
    )
    world.shared(
        product_id=product, offering_id=offering, segment_id=segment, strategy_id=strategy, version_id=version, objective_id=objective,
        assumption_id=assumption, swot_id=finding, option_id=option, challenged_id=challenged, objection_id=objection, field_id=custom, plan_id=plan, mail_id=mail, draft_id=draft, bare_draft_id=bare, other_strategy_id=other, bare_strategy_id=unused, draft_objective_id=make_objective(draft),
        open_plan_id=make_plan(year=2029, state="open"), chosen_plan_id=chosen, free_segment_id=make_segment(name="Free"),
        asked_plan_id=asked, rule_id=ApprovalRule.objects.create(**rules), dropped_rule_id=dropped, approver_id=cast.user("executive"),
        approved_plan_id=approved, segment_item_id=make_segment_item(segment),
        retired_field_id=CustomField.objects.create(record_kind="account", name="old", label="Old", kind="number", retired_at=days.now()),
        mapping_id=SavedMapping.objects.create(kind="accounts", name="Ours", mapping={"columns": {"name": "name"}}),
        job_id=_dead_letter(), line_id=PutOff.objects.create(user=cast.user("ada"), source="tasks", need="task-0"),
    )  # fmt: skip
    web_form = WebForm.objects.create(name="Contact page", asks=["organisation"], thanks="Thank you.")
    gone_form = WebForm.objects.create(name="Gone", asks=[], thanks="Thank you.", deleted_at=binned_at())
    world.shared(form_id=web_form, binned_form_id=gone_form)
    CalendarFeed.objects.create(user=cast.user("ada"), digest="0" * 64)
    gone = User.objects.create_user("gone@example.org", name="Gone", is_active=False)
    world.shared(
        role_id=Role.objects.get(key="representative"),
        user_id=cast.user("cleo"),
        ended_user_id=gone,
        team_id=Team.objects.get(name="North"),
    )
    SourceTrust.objects.create(source="erp", rank=1)
    world.shared(**{name: Tag.objects.create(name=tag, key=tag.casefold()) for name, tag in (("tag_id", "Cold"), ("other_tag_id", "Warm"))})
    JobProgress.objects.create(key="watched-1", title="Counting", started=days.now(), user=cast.user("root"))
    for share in (one.share for one in guarded() if one.share):
        share(world)
    for whose, actor in (("ada", cast.ada), ("eve", cast.eve)):
        _party(world, whose, actor)
        account = Account.objects.get(pk=world.ids["account_id"][whose])
        _trade(world, whose, actor, account, product)
        _relationship(world, whose, actor, account, version)
        _office(world, whose, actor)
        for stand in (one.stand for one in guarded() if one.stand):
            stand(world, whose, actor)
    for finish in (one.finish for one in guarded() if one.finish):
        finish(world)
    make_controls(8, usual=1_000, growth=0.1, spread=0.05)
    start = {str(number): 0 for number in world.ids["done_item_id"].values()}
    done = RoadmapItem.objects.select_related("account", "activity").in_bulk(world.ids["done_item_id"].values())
    believed = {**NOTHING_CHOSEN, "start": start, "items": {str(number): _believed(item) for number, item in done.items()}, "value": "8"}
    ended = make_plan(year=2025, state="in-force", snapshot=believed, snapshot_sha256="0" * 64, approved_at=days.now())
    world.shared(ended_plan_id=ended)
    # A catalogue before the one that stands, to go back to.
    earlier = CatalogueVersion.objects.get(number=1).document
    made = {"made_at": days.now(), "made_by": "Root"}
    CatalogueVersion.objects.create(number=0, document={**earlier, "touchpoint": earlier["touchpoint"][:-1]}, **made)
    return world


def binned_at() -> datetime:
    return datetime.fromtimestamp(MOMENT // 1_000_000, UTC)


def _findings(draft: StrategyVersion) -> tuple[SwotItem, Option]:
    """Two findings of a draft with the option made of them, a lever that could pull it, and a threat of which none was made yet."""
    inner, outer, _threat = (
        SwotItem.objects.create(version_of=draft, kind=kind, sentence=kind, link="/deliveries/")
        for kind in ("strength", "opportunity", "threat")
    )
    ChosenLever.objects.create(version=draft, lever=Lever.objects.create(key="fewer-stops", name="Fewer stops"))
    return inner, Option.objects.create(version_of=draft, inside=inner, outside=outer, sentence="Take it")


def _dead_letter() -> Any:
    """A job that was given up, with its reason."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_jobs (queue_name, task_name, args, status, attempts) values ('default', 'x', '{}', 'failed', 1) returning id"
        )
        number = cursor.fetchone()[0]
    return JobFailure.objects.create(job_id=number, attempt=1, reason="x", failed_at=days.now())


def _party(world: World, whose: str, actor: Actor) -> None:
    mark = world.marks[whose]
    account = make_account(owner=actor, name=f"{mark} Markets", country="Zambia", note=mark)
    world.put(whose, write_id=_rewritten(account, f"{mark} now"))
    child = make_account(owner=actor, name=f"{mark} Child", parent=account)
    world.put(whose, binned_account_id=make_account(owner=actor, name=f"{mark} gone", deleted_at=binned_at()))
    department = make_department(account=account, name=f"{mark} receiving", function="receiving")
    person = make_person(owner=actor, given_name="Thandiwe", family_name=f"{mark}son")
    world.put(whose, person_write_id=_rewritten(person, f"{mark} now"))
    work = make_affiliation(person=person, account=account, department=department, job_title=f"{mark} lead")
    world.put(
        whose,
        point=make_contact_point(person=person, value=f"{mark.lower()}@example.org"),
        assignment=make_assignment(account=account, user=actor, duty=mark),
        identifier=Identifier.objects.create(account=account, system="erp", kind="customer", value=mark),
    )
    make_consent(person, proof=f"{mark} said so")
    household = make_household(person, owner=actor, name=f"{mark} household", address=mark)
    world.put(
        whose, free_person_id=make_person(owner=actor, family_name=f"{mark}child"), household_id=household, member=household.members.get()
    )
    need = make_need(account, words=f"{mark} needs it sooner")
    rating = make_value_rating(account, next_best_name=mark)
    link = make_trading_link(supplier=child, buyer=account)
    world.put(whose, child_id=child)
    twins = [make_account(owner=actor, name=f"{mark} twin {n}") for n in (1, 2)]
    pair = DuplicatePair.objects.create(
        kind="account", left_account=twins[0], right_account=twins[1], probability=0.9, bits=3.2, found_by="scan", found_at=days.now()
    )
    kept, gone = (make_account(owner=actor, name=f"{mark} {word}") for word in ("kept", "merged"))
    merge = merge_records(actor, "account", kept.pk, gone.pk, version=1, merged_version=1)
    world.put(whose, pair_id=pair, merge_id=merge, twin_id=twins[0])
    world.put(whose, second_id=make_person(owner=actor, given_name="Thandi", family_name=f"{mark}son"))
    world.put(
        whose, account_id=account, person_id=person, department=department, need=need, rating=rating, trading=link, affiliation_id=work
    )
    for kind, record in (("account", account), ("person", person)):
        TimelineEntry.objects.create(
            at=days.now(),
            subject_kind=kind,
            subject_id=record.pk,
            sentence="customers.account.created",
            params={"name": mark},
            actor_name=mark,
            side="us",
        )


def _rewritten(record: Any, note: str) -> Any:
    """The old row of a write that left the version as it was."""
    type(record).objects.filter(pk=record.pk).update(note=note)
    record.refresh_from_db()
    return record.events.latest("pgh_id")


def _trade(world: World, whose: str, actor: Actor, account: Account, product: Any) -> None:
    mark = world.marks[whose]
    order = make_order(account, number=f"{mark}-PO")
    order_line = make_order_line(order, description=mark)
    shipment = make_shipment(account, number=f"{mark}-ASN", promised_on=date(2026, 3, 10), late_by=3)
    make_shipment_line(shipment, description=mark, order_line=order_line)
    invoice = make_invoice(account, number=f"{mark}-INV", order=order)
    make_credit(account, source=mark, source_key="1")
    make_worth(account)
    asset = make_asset(account, serial_number=f"{mark}-SN1", as_built={"Panel": mark})
    world.put(whose, invoice_id=invoice, asset_id=asset)
    task = make_task(owner=actor, title=f"{mark} task", account=account, due_on=days.today())
    world.put(whose, attachment_id=make_attachment(actor, account, mark.encode(), name=f"{mark}.txt"))
    done = make_task(owner=actor, title=f"{mark} done", account=account, done_at=days.now())
    world.put(whose, done_task_id=done)
    world.put(whose, order_id=order, shipment_id=shipment, task_id=task)


def _enough_deliveries(account: Account, mark: str) -> None:
    """Of fewer rows no level of readiness is proposed. The customer reports its own figure here, so that they stand in no other one."""
    on = days.today()
    numbers = [f"{mark}-ASN-{number}" for number in range(FEWEST)]
    Shipment.objects.bulk_create(
        Shipment(account=account, number=number, currency="USD", promised_on=on, delivered_on=on) for number in numbers
    )


def _relationship(world: World, whose: str, actor: Actor, account: Account, version: Any) -> None:
    mark = world.marks[whose]
    at = make_account_touchpoint(account, label="strategic", label_reason=mark, label_by=mark)
    engagement = make_engagement(at, "edi-asn", evidence=mark)
    measure = make_measure(at, name=f"{mark} on time")
    reported = make_measure(make_account_touchpoint(account, key="account-review"), shipments=False)
    world.put(whose, reported_id=reported)
    make_readiness(account, data=1)
    _enough_deliveries(account, mark)
    profile = make_profile(account, {"physical-delivery": ["edi-asn", "crp", "floor-load"]})
    shared = make_profile(
        account, {"physical-delivery": ["crp"]}, perspective="ours", state="validated", visibility="shared", confidence="0.1"
    )
    world.put(whose, shared_profile_id=shared)
    then = {"current": {}, "desired": {}, "readiness": {"us": {}, "them": {}}}
    ProfileSnapshot.objects.create(account=account, year=2031, taken_at=days.now(), content=then, sha256="x")
    item = make_item(account, title=f"{mark} item", cost=10, gain=20)
    gated = make_item(account, "vmi", title=f"{mark} gated", cost=10, gain=20, gate=1, needs={"data": 4})
    committed = make_item(account, "cpfr", title=f"{mark} committed", state="committed")
    running = make_item(account, "floor-load", title=f"{mark} running", state="running")
    world.put(whose, gated_item_id=gated, committed_item_id=committed, running_item_id=running)
    make_orders(account, steps(1_000, 0.2))
    make_engagement(at, "vmi", since=BEGAN)
    done = make_item(account, "vmi", title=f"{mark} done", cost=5, gain=9, state="done")
    world.put(
        whose, done_item_id=done, evaluation_id=make_evaluation(make_item(account, "pool-load", title=f"{mark} brought", state="done"))
    )
    shipment_id = world.ids["shipment_id"][whose]
    alarm = ToleranceAlarm.objects.create(
        measure=measure, reading=1, position=1, shipment_id=shipment_id, broken_on=date(2026, 3, 13), late=9, of=10, rung_at=days.now()
    )
    # The watch has begun a new reading since: the alarm is of the one before.
    ToleranceWatch.objects.create(measure=measure, reading=2, state={}, run_length=1)
    WatchBudget.objects.get_or_create(one=True)
    difference = Difference.objects.create(
        measure=measure, number=mark, ours=True, theirs=False, reason="late", happened_on=date(2026, 3, 13), effect=-1, state="accepted"
    )
    world.put(whose, blockage_id=Blockage.objects.create(account_touchpoint=at, side="us", what=mark, currency="USD"))
    entry = ValueEntry.objects.create(
        account=account, side="us", component="price", kind="expected", amount=5, currency="USD", period=date(2026, 1, 1), item=item
    )
    world.put(whose, entry_id=entry)
    now = days.now()
    link = PortalLink.objects.create(
        account=account, person_id=world.ids["person_id"][whose], email=f"{mark.lower()}@example.org", digest=digest_of(f"link {mark}"),
        created_at=now, created_name=mark, expires_at=now + timedelta(days=9),
    )  # fmt: skip
    session = JointSession.objects.create(account=account, opened_at=now, opened_by=mark)
    propose(actor, session.pk, "physical-delivery", wish=f"{mark} wish")
    claimed = ValueEntry.objects.create(
        account=account, side="us", component="product", kind="claimed", amount=5, currency="USD", period=date(2026, 1, 1), evidence=mark
    )
    with behind_the_wall(digest_of(f"link {mark}")) as visitor:
        JointProposal.objects.create(
            session_id=session.pk, touchpoint_id=at.touchpoint_id, side="customer", wish=f"{mark} wish", by=visitor.name, at=now
        )
        [claim] = [entry.claim for entry in ledger_of(visitor).waiting]
        answer_value(visitor, answer="signed", entry_ids=[claimed.pk], digest=signed_digest([claim]))
    world.put(whose, session_id=session)
    world.put(whose, link_id=link, promise_id=Promise.objects.create(account=account, words=f"{mark} sooner", made_at=now, made_by=mark))
    CustomerStrategy.objects.create(account=account, statement=mark).versions.add(version)
    world.put(whose, note_id=make_note(Order.objects.get(pk=world.ids["order_id"][whose]), owner=actor, body=mark))
    interaction = make_interaction(owner=actor, account=account, touchpoint=at.touchpoint, body=mark)
    moment = datetime.combine(days.today(), datetime.min.time(), UTC).replace(hour=9)
    meeting = Meeting.objects.create(title=mark, account=account, touchpoint=at.touchpoint, begins_at=moment, ends_at=moment)
    meeting.colleagues.add(actor.user_id)
    meeting.guests.add(Person.objects.get(pk=world.ids["person_id"][whose]))
    earlier = moment - timedelta(days=2)
    over = Meeting.objects.create(title=f"{mark} over", account=account, touchpoint=at.touchpoint, begins_at=earlier, ends_at=earlier)
    world.put(whose, over_meeting_id=over)
    world.put(
        whose,
        touchpoint_id=at,
        engagement_id=engagement,
        measure_id=measure,
        difference_id=difference,
        profile_id=profile,
        item_id=item,
        alarm_id=alarm,
        interaction_id=interaction,
        meeting_id=meeting,
    )


def _office(world: World, whose: str, actor: Actor) -> None:
    mark = world.marks[whose]
    user_id = actor.user_id
    run = ImportRun.objects.create(
        kind="accounts",
        source=mark,
        file_name=f"{mark}.csv",
        sha256="0" * 64,
        encoding="utf-8",
        delimiter=",",
        owner_id=user_id,
        headings=["name"],
        mapping={"columns": {"name": "name"}},
        state=ImportRun.State.DONE,
        refused=1,
        begun_at=days.now(),
    )
    ImportStep.objects.create(run=run, at=days.now())
    issue = ImportIssue.objects.create(
        run=run,
        kind="accounts",
        source=mark,
        row_number=2,
        level="refused",
        field="name",
        sentence=mark,
        raw={"name": mark},
        text={"name": mark},
        state="open",
    )
    draft = ImportRun.objects.create(
        kind="accounts",
        source=mark,
        file_name=f"{mark}-2.csv",
        stored="kept",
        sha256="0" * 64,
        encoding="utf-8",
        delimiter=",",
        owner_id=user_id,
        headings=["name"],
        mapping={"columns": {"name": "name"}},
        begun_at=days.now(),
    )
    dropped = SavedView.objects.create(owner_id=user_id, kind="account", name=f"{mark} dropped", state={}, deleted_at=days.now())
    world.put(whose, draft_run_id=draft, dropped_view_id=dropped)
    view = SavedView.objects.create(owner_id=user_id, kind="account", name=f"{mark} view", state={})
    bulk = BulkRun.objects.create(
        owner_id=user_id, kind="account", act="delete", ids=[0], next=1, changed=1, state="done", said=mark, back_to="/accounts/"
    )
    key = ApiKey.objects.create(
        user_id=user_id, name=mark, prefix="mutua_abcdef", digest=digest_of(mark), scopes=["customers.account.view"]
    )
    world.put(whose, run_id=run, issue_id=issue, view_id=view, key_id=key, bulk_id=bulk)
