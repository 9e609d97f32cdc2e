"""Queries and actions called directly with a record of Eve's, as if the page before them had forgotten to look whose it is.

Most of them ask for the children of a record that was found already. Here that first line of defence is gone, and the second has to hold by
itself: each call finds nothing, or raises NotFound. Calls as Mia, who has no role, show that a permission is asked and not only the row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from inspect import unwrap
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from django.db import transaction
from django.db.models import Model, Q
from django.test import Client, RequestFactory

from mutua.backoffice.models import Invoice, Order, OrderLine, Shipment, Worth
from mutua.backoffice.models.party import of_party
from mutua.backoffice.queries.holdings import bought_by
from mutua.backoffice.queries.lines import lines_of_order, lines_of_shipment
from mutua.backoffice.queries.named import invoices_numbered, order_lines_keyed, orders_numbered
from mutua.backoffice.queries.of_party import ordered_by
from mutua.backoffice.queries.owing import open_invoices_of, owed_by, standings_of
from mutua.backoffice.queries.whereabouts import _sent, whereabouts
from mutua.backoffice.queries.worth import outlooks_of
from mutua.backoffice.tests.making import make_order
from mutua.customers.actions.edit_detail import edit_detail
from mutua.customers.details import DETAILS
from mutua.customers.models import Account, Affiliation, Household, Identifier, Merge, Need, Person, TradingLink, ValueRating
from mutua.customers.person_rights import _find
from mutua.customers.queries import consents, households, people
from mutua.customers.queries import needs as party_needs
from mutua.customers.queries.accounts import accounts_seen
from mutua.customers.queries.merges import merges_seen, moved_to
from mutua.customers.queries.named import people_keyed
from mutua.customers.queries.trade_map import _all_trade, trade_map
from mutua.customers.queries.trading import trading_links_of
from mutua.customers.tests.making import make_account, make_need, make_person
from mutua.customers.views.landing import landing
from mutua.daybook import brief_sections
from mutua.daybook.acquaintance import interactions, meetings
from mutua.daybook.actions.close_feed import close_feed
from mutua.daybook.actions.edit_meeting import _with_unseen
from mutua.daybook.actions.write_up_meeting import WrittenUp, write_up_meeting
from mutua.daybook.brief import Occasion
from mutua.daybook.ground import Ground, ground_of
from mutua.daybook.meeting_forms import MeetingForm
from mutua.daybook.models import CalendarFeed, Interaction, Meeting, MeetingSeries, Task
from mutua.daybook.queries import inferring
from mutua.daybook.queries.calendar import feed_of, meetings_between, promises_between
from mutua.daybook.queries.daybook import meetings_today, people_at
from mutua.daybook.queries.notes import notes_around, notes_seen
from mutua.daybook.queries.preparing import next_meetings, waiting_to_be_written_up
from mutua.daybook.queries.repeated import changed_in
from mutua.daybook.touchpoint_panel import interactions_here
from mutua.flows.broken_tolerance_mails_its_owner import broken_tolerance_mails_its_owner
from mutua.foundation import days
from mutua.foundation.access import Actor
from mutua.foundation.api.actions.revoke_key import revoke_key
from mutua.foundation.api.keys import digest_of
from mutua.foundation.api.models import ApiKey
from mutua.foundation.api.views import keys
from mutua.foundation.fields.known import Known
from mutua.foundation.fields.models import CustomField
from mutua.foundation.fields.queries.trying import tried
from mutua.foundation.fields.registry import ways_from
from mutua.foundation.files.queries.attachments import attachments_of
from mutua.foundation.filters import apply_filter
from mutua.foundation.imports.actions.dismiss_rows import dismiss_rows
from mutua.foundation.imports.actions.repair_row import repair_row
from mutua.foundation.jobs.models import JobProgress
from mutua.foundation.jobs.queries.progress_for import progress_for
from mutua.foundation.mail.models import OutgoingMail
from mutua.foundation.records.actions import put_value_back
from mutua.foundation.records.bin import bin_kind, bin_kinds
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.queries.bin import deleted_records, deleted_together, lying
from mutua.foundation.records.queries.history import history_of
from mutua.foundation.today.running import running_work
from mutua.portals.queries import links
from mutua.relationships.actions.acknowledge_alarm import acknowledge_alarm
from mutua.relationships.actions.agree_profile import agree_profile
from mutua.relationships.actions.answer_proposal import answer_proposal
from mutua.relationships.actions.change_measure import change_measure
from mutua.relationships.actions.decide_differences import decide_difference, decide_differences
from mutua.relationships.actions.decide_evaluation import decide_evaluation
from mutua.relationships.actions.define_measure import define_measure
from mutua.relationships.actions.keep_segment_items import check_sees_members
from mutua.relationships.actions.move_engagement import move_engagement
from mutua.relationships.actions.move_profile import move_profile
from mutua.relationships.actions.propose_item import propose_item
from mutua.relationships.actions.reconcile import reconcile
from mutua.relationships.actions.report_figure import report_figure
from mutua.relationships.actions.set_desired import set_desired
from mutua.relationships.actions.share_profile import share_profile
from mutua.relationships.api import RoadmapItemChange, _who_meets, figures_sent
from mutua.relationships.approvals_today import _waiting as waiting_for_approval
from mutua.relationships.events import ToleranceBroken
from mutua.relationships.forms import StakesForm
from mutua.relationships.models import (
    ON_TIME_IN_FULL,
    AccountTouchpoint,
    Activity,
    Difference,
    Engagement,
    GateOverride,
    Observation,
    Outlay,
    PerformanceMeasure,
    PlanCycle,
    Profile,
    ProfileVersion,
    ProposalAnswer,
    ReportedCase,
    RoadmapItem,
    SegmentItem,
    ToleranceAlarm,
    Touchpoint,
    ValueEntry,
    WatchedOutcome,
)
from mutua.relationships.models.joint_session import JointSession
from mutua.relationships.models.post_evaluation import ORDER_VALUE
from mutua.relationships.objections_today import objections
from mutua.relationships.queries import (
    assessments,
    counting,
    details,
    evaluating,
    evaluations,
    joint_session,
    ledger_page,
    observations,
    on_time,
    panels,
    plan_progress,
    plan_seen,
    practising,
    prerequisites,
    profiles,
    profiles_compared,
    profiles_kept,
    proposals,
    readiness,
    readiness_proposals,
    touchpoints,
    values,
)
from mutua.relationships.queries.alarm_evidence import alarm_evidence
from mutua.relationships.queries.catalogue_change import change_between
from mutua.relationships.queries.catalogue_versions import standing_book
from mutua.relationships.queries.derived_as_of import _practised, derived_as_of
from mutua.relationships.queries.measure_page import figure_known, measure_page
from mutua.relationships.queries.measures import measure_for, measures_at_touchpoint, measures_seen, open_alarms_of
from mutua.relationships.queries.named import measures_named
from mutua.relationships.queries.outlays import taken_by
from mutua.relationships.queries.plan_progress import items_of_plan
from mutua.relationships.queries.planned_for import planned_for
from mutua.relationships.queries.plans import kick_off_of, missing_of
from mutua.relationships.queries.preview import preview as tried_definition
from mutua.relationships.queries.reconciling import differences_seen, reasons_of, sides_of
from mutua.relationships.queries.segment_items import rolled_up, segment_items_seen
from mutua.relationships.queries.watches import shares_of
from mutua.relationships.queries.what_if import what_if
from mutua.relationships.readiness_today import expired_readiness
from mutua.relationships.tests.making import make_account_touchpoint, make_measure, make_readiness, make_signature
from mutua.relationships.today import out_of_tolerance
from mutua.relationships.views.values import ledger
from mutua.strategy.models import (
    CountedOutcome,
    FrozenMap,
    GenericStrategy,
    Objective,
    Segment,
    SegmentMember,
    ServedNeed,
    StrategyVersion,
    SwotItem,
)
from mutua.strategy.money import purse_of
from mutua.strategy.queries import board_figures, grounds, value_map
from mutua.strategy.queries.customer_strategies import customer_strategies_seen, serving_account
from mutua.strategy.queries.evidence_counts import rows_of
from mutua.strategy.queries.frozen_map import map_of_version
from mutua.strategy.queries.overlaps import overlaps
from mutua.strategy.queries.parts_then import PartsThen
from mutua.strategy.queries.reviewing import outcomes_counted, rows_behind
from mutua.strategy.queries.segment_worth import with_worth_order, worth_of_segments, worths_behind
from mutua.strategy.queries.segments import members_now, members_on, moves, preview, sizes_of
from mutua.strategy.queries.sight import rows_serving
from mutua.strategy.queries.strategies import readings
from mutua.strategy.queries.summary import decided_since, money_rows
from mutua.strategy.review_evidence import Asked, evidence_panels
from mutua.strategy.tests.making import make_segment
from mutua.strategy.views import replay
from mutua.strategy.work import works
from tests.guarding import made
from tests.matrix.asking import Answer
from tests.matrix.world import World

NOTHING = ("[]", "NotFound")
SINCE, UNTIL = date(2026, 1, 1), date(2026, 12, 31)
_WEEK = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
_ERP = "erp"
_DEFINED = {"counted_from": "shipments", "target": Decimal("0.95"), "tolerance": Decimal("0.9")}


@dataclass(frozen=True)
class Direct:
    """One call. Its answer's body: the numbers of what was found, or the name of the error."""

    name: str
    call: Callable[[], Any]

    def __call__(self, client: Client, before: dict[str, str]) -> Answer:
        with transaction.atomic():
            try:
                body = repr(_told(self.call()))
            except Exception as error:  # what a call without its rule runs into is its answer
                body = type(error).__name__
            transaction.set_rollback(True)
        return Answer(0, body, "", None)

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Hers:
    """What of Eve's the calls name."""

    account: Account
    person: Person
    order: Order
    shipment: Shipment
    measure: PerformanceMeasure
    reported: PerformanceMeasure
    profile: Profile
    item: RoadmapItem
    deleted: Account

    @property
    def at(self) -> AccountTouchpoint:
        return self.measure.account_touchpoint


def _objections(world: World, hers: Hers) -> list[Any]:
    objected = make_signature(hers.account, answer="objected", reason="The slots began in May")
    ValueEntry.objects.filter(pk__in=objected.entry_ids).update(kind="disputed")
    return [one for one in objections(world.cast.ada, team=True) if one.account_id == hers.account.pk]


def direct(world: World) -> list[Direct]:
    """The calls; first the few records are made that only they need."""
    hers = _prepared(world)
    table = {
        **_customers(world, hers),
        **_trade(world, hers),
        **_relationships(world, hers),
        **_pages(world, hers),
        **_strategy(world, hers),
        **_office(world, hers),
        **made("direct", world),
    }
    return [Direct(name, call) for name, call in table.items()]


def _customers(world: World, hers: Hers) -> dict[str, Callable[[], Any]]:
    ada, department = world.cast.ada, world.ids["department"]["eve"]
    return {
        "consents": lambda: consents.ledger_of(ada, hers.person),
        "consents that hold": lambda: list(consents.holding(ada, hers.person).values()),
        "needs": lambda: party_needs.needs_of(ada, hers.account),
        "open needs": lambda: party_needs.open_needs(ada, hers.account.pk),
        "closed needs": lambda: party_needs.closed_needs_of(ada, hers.account),
        "all ratings": lambda: party_needs.ratings_of(ada, hers.account),
        "merges": lambda: merges_seen(ada).filter(pk=world.ids["merge_id"]["eve"]),
        "where a merged one leads": lambda: [
            at for at in [moved_to(ada, "account", Merge.objects.get(pk=world.ids["merge_id"]["eve"]).merged_account_id)] if at is not None
        ],
        "ratings": lambda: party_needs.latest_ratings(ada, hers.account.pk),
        "people of an account": lambda: people.present_affiliations(ada, hers.account),
        "whom a person works for": lambda: people.working_for(ada, hers.person),
        "what a binned need hangs on": lambda: [
            other for one in lying(ada, bin_kind("need"), [Need.objects.get(pk=world.ids["need"]["eve"])]) for other in one.on
        ],
        "who works and worked there": lambda: people.affiliations_at(ada, hers.account),
        "accounts of a person": lambda: people.affiliations_of(ada, hers.person),
        "departments": lambda: people.departments_of(ada, hers.account),
        "colleagues": lambda: people.assignments_of(ada, hers.account.pk),
        "numbers elsewhere": lambda: people.identifiers_of(ada, hers.account),
        "trading links": lambda: trading_links_of(ada, Account.objects.get(name="Zephyrmark Child")),
        "map of trade": lambda: trade_map(ada, Account.objects.get(name="Zephyrmark Child")).partners,
        "who worked there": lambda: people.earlier_affiliations(ada, hers.account),
        "members of a household": lambda: households.members_of(ada, Household.objects.get(pk=world.ids["household_id"]["eve"])),
        "households of a person": lambda: households.households_of(ada, hers.person),
        "all trade": lambda: list(_all_trade(ada, [hers.account.pk]).values()),
        "contacts that were had": lambda: interactions(ada, [hers.person.pk], SINCE),
        "meetings that were had": lambda: meetings(ada, [hers.person.pk], SINCE),
        "an old value": lambda: _old_value(ada, hers),
        "edit a detail": lambda: edit_detail(ada, department, DETAILS["department"], version=1, name="x"),
        "names in a history": lambda: [
            field.before
            for change in history_of(ada, Account.objects.get(name="Left by a parent"))
            for field in change.fields
            if field.name == "parent" and not field.before.startswith("#")
        ],
        "somebody's rights": lambda: _find(ada, hers.person.pk),
        "files": lambda: attachments_of(ada, "account", hers.account.pk),
        "a note": lambda: notes_seen(ada).filter(pk=world.ids["note_id"]["eve"]),
        "notes around an account": lambda: notes_around(ada, hers.account),
        "a field of what a deal names": lambda: Known(ada)._seen(ways_from("opportunity")["account"]).filter(pk=hers.account.pk),
        "a roll-up": lambda: _rolled_up(ada, hers),
        "a field that is tried": lambda: [
            name
            for name, _figure in tried(
                ada, CustomField(record_kind="account", name="one", label="One", kind="formula", formula="1 + 1")
            ).examples
            if not accounts_seen(ada).filter(name=name).exists()
        ],
        "landing": lambda: [url for url in [landing(ada, hers.account, "/accounts/").url] if url != "/accounts/"],  # type: ignore[attr-defined]
    }


def _old_value(actor: Actor, hers: Hers) -> list[Any]:
    try:
        return [put_value_back._told(actor, hers.account, "parent", hers.account.pk)]
    except Refused:
        return []


def _rolled_up(actor: Actor, hers: Hers) -> list[Any]:
    deals = CustomField(record_kind="account", name="deals", label="Deals", kind="rollup", relation="deals", function="count")
    field = Known(actor, rows=[deals]).custom_field("account", "deals")
    assert field is not None
    return [
        figure
        for figure in Account.objects.filter(pk=hers.account.pk).annotate(_n=field.expression()).values_list("_n", flat=True)
        if figure
    ]


def _trade(world: World, hers: Hers) -> dict[str, Callable[[], Any]]:
    ada, mia, meeting = world.cast.ada, world.cast.mia, Meeting.objects.get(pk=world.ids["meeting_id"]["eve"])
    return {
        "lines of a delivery": lambda: lines_of_shipment(ada, hers.shipment),
        "lines of an order": lambda: lines_of_order(ada, hers.order),
        "lines by key": lambda: order_lines_keyed(ada, _ERP, ["1"]),
        "orders by number": lambda: sorted(orders_numbered(ada, [hers.order.number]).values()),
        "invoices owed": lambda: [owed.invoices for owed in owed_by(ada, hers.account)],
        "open invoices": lambda: open_invoices_of(ada, hers.account, 5),
        "credit standing": lambda: standings_of(ada, hers.account),
        "where an order is": lambda: [where.ordered for where in whereabouts(ada, [hers.order]).values() if where.ordered],
        "what was sent of an order": lambda: [one.quantity for sent in _sent(ada, [hers.order.pk]).values() for one in sent],
        "products bought": lambda: [holding.product for holding in bought_by(ada, of_party(hers.account), 5)],
        "what a person ordered": lambda: [sum.orders for sum in ordered_by(ada, of_party(hers.person))],
        "what a customer is expected to order": lambda: [outlook.worth is None for outlook in outlooks_of(ada, hers.account)],
        "people by key": lambda: sorted(people_keyed(ada, _ERP, ["P1"]).values()),
        "people at a meeting": lambda: people_at(ada, Meeting.objects.get(pk=world.ids["meeting_id"]["eve"])),
        "what a page is about": lambda: [
            ground_of(ada, f"/{page}/{world.ids[name]['eve']}/")
            for page, name in (("accounts", "account_id"), ("people", "person_id"), ("meetings", "meeting_id"), ("deals", "deal_id"))
            if ground_of(ada, f"/{page}/{world.ids[name]['eve']}/") != Ground()
        ],
        "meetings of the week": lambda: [one for one in meetings_between(ada, *_WEEK) if one.account == hers.account],
        "what is otherwise in a series": lambda: _changed_in_hers(world),
        "promises of the week": lambda: [one for one in promises_between(ada, SINCE, UNTIL, team=True) if one.account == hers.account],
        "guests of the week": lambda: _guests_of_the_week(world, hers),
        "address of a calendar": lambda: [feed for feed in [feed_of(mia)] if feed is not None],
        "close a calendar": lambda: _closed(mia),
        "meetings to write up": lambda: waiting_to_be_written_up(ada).filter(account=hers.account),
        "next meetings": lambda: next_meetings(ada, hers.account),
        "said last": lambda: brief_sections.said(ada, Occasion(hers.account, None)),
        "tolerance in a brief": lambda: brief_sections.ringing_alarms(ada, hers.account),
        "write up": lambda: write_up_meeting(ada, hers.account.pk, WrittenUp(body="x")),
        "objections today": lambda: _objections(world, hers),
        "meetings today": lambda: meetings_today(ada).filter(account=hers.account),
        "to whom a task is promised": lambda: _promised(world),
        "who may come to a meeting": lambda: MeetingForm(ada, instance=meeting).fields["guests"].queryset,  # type: ignore[attr-defined]
        "guests whom an edit would lose": lambda: meeting.guests.exclude(pk__in=[one.pk for one in _with_unseen(ada, meeting, []) or ()]),
        "where else it may have been": lambda: _first_met(ada, world.ids["interaction_id"]["eve"]),
        "what else a task may serve": lambda: inferring.likely_strategies(mia, Task.objects.get(pk=world.ids["task_id"]["eve"])),
    }


def _guests_of_the_week(world: World, hers: Hers) -> list[Person]:
    Meeting.objects.get(pk=world.ids["meeting_id"]["ada"]).guests.add(hers.person)
    return [guest for one in meetings_between(world.cast.ada, *_WEEK) for guest in one.guests.all() if guest == hers.person]


def _changed_in_hers(world: World) -> list[Meeting]:
    hers = Meeting.objects.get(pk=world.ids["meeting_id"]["eve"])
    values = {"account": hers.account, "first_on": hers.begins_at.date(), "hour": hers.begins_at.time(), "time_zone": "UTC"}
    series = MeetingSeries.objects.create(**values, frequency="daily", times=1)
    Meeting.objects.filter(pk=hers.pk).update(series=series, slot=hers.begins_at, apart=True)
    return changed_in(world.cast.ada, [series.pk])


def _closed(actor: Actor) -> Any:
    with patch("mutua.daybook.actions.close_feed.require"):
        return range(close_feed(actor))


def _promised(world: World) -> list[Ground]:
    Task.objects.filter(pk=world.ids["task_id"]["eve"]).update(promised_to=world.ids["person_id"]["ada"])
    return [ground for ground in [ground_of(world.cast.ada, f"/tasks/{world.ids['task_id']['eve']}/")] if ground != Ground()]


def _first_met(actor: Actor, interaction_id: int) -> list[Touchpoint]:
    """What does not stand where the catalogue has it, because the account meets us there."""
    likely = inferring.likely_touchpoints(actor, Interaction.objects.get(pk=interaction_id))
    return [one for one, plain in zip(likely, sorted(likely, key=lambda one: (one.position, one.pk)), strict=True) if one != plain]


def _relationships(world: World, hers: Hers) -> dict[str, Callable[[], Any]]:
    ada, mia, ids = world.cast.ada, world.cast.mia, {name: numbers["eve"] for name, numbers in world.ids.items()}
    figure = {"since": SINCE, "until": UNTIL, "numerator": 1, "denominator": 2}

    def measure_told(part: str) -> Any:
        with patch("mutua.relationships.queries.measure_page.measure_for", lambda *_: hers.measure):
            return getattr(measure_page(ada, hers.measure.pk), part)

    return {
        "acknowledge": lambda: acknowledge_alarm(ada, ids["alarm_id"]),
        "change a measure": lambda: change_measure(ada, hers.measure.pk, version=1, name="x"),
        "move an engagement": lambda: move_engagement(ada, ids["engagement_id"], version=1, to="retired"),
        "report a figure": lambda: report_figure(ada, hers.reported.pk, **figure),
        "move a profile": lambda: move_profile(ada, hers.profile.pk, version=1, to="reviewed"),
        "set what is desired": lambda: set_desired(ada, hers.profile.pk, "physical-delivery", [], version=1),
        "agree to a profile": lambda: agree_profile(ada, hers.profile.pk, version=1, how="x"),
        "share a profile": lambda: share_profile(ada, hers.profile.pk, version=1),
        "their departments": lambda: StakesForm(ada, hers.at).fields["their_departments"].queryset,  # type: ignore[attr-defined]
        "rows under a figure": lambda: counting.rows_behind(ada, hers.measure, since=SINCE, until=UNTIL),
        "figures of measures": lambda: range(counting.tallies_of(ada, [hers.measure], since=SINCE, until=UNTIL)[hers.measure.pk].of),
        "months of a measure": lambda: [
            tally for tally in counting.by_month(ada, hers.measure, since=SINCE, until=UNTIL).values() if tally.of
        ],
        "a definition tried": lambda: range(tried_definition(ada, hers.at, "on-time-in-full", _DEFINED, hers.measure).figure.of or 0),
        "measures": lambda: measures_seen(ada).filter(pk=hers.measure.pk),
        "a measure": lambda: measure_for(ada, hers.measure.pk),
        "measures of a touchpoint": lambda: measures_at_touchpoint(ada, hers.at.pk),
        "measures of accounts by name": lambda: [one for found in measures_named(ada, {hers.account.pk}).values() for one in found],
        "alarms that ring": lambda: [*open_alarms_of(ada, [hers.measure]).values()],
        "what was reported": lambda: observations.observations_of(ada, hers.reported),
        "what was known": lambda: observations.observations_known(ada, hers.reported),
        "the figure in force": lambda: [one for one in (observations.observation_in_force(ada, hers.reported),) if one is not None],
        "what was counted by then": lambda: range(figure_known(ada, hers.measure, UNTIL).of or 0),
        "shares of a watch": lambda: [*(one.watch for one in shares_of(ada, hers.measure).seen)],
        "both sides": lambda: sides_of(ada, hers.measure).ours,
        "differences": lambda: differences_seen(ada).filter(measure=hers.measure),
        "their list": lambda: [one.row_id for one in sides_of(ada, hers.measure).theirs.values()],
        "their list that rules": lambda: [
            one.row_id for one in sides_of(ada, PerformanceMeasure.objects.get(key="listed")).theirs.values()
        ],
        "when a measure rang": lambda: measure_told("alarms"),
        "invoices by number": lambda: sorted(invoices_numbered(ada, [Invoice.objects.get(pk=ids["invoice_id"]).number]).values()),
        "differences by reason": lambda: reasons_of(ada, hers.measure),
        "reconcile": lambda: reconcile(ada, hers.measure.pk),
        "define a measure": lambda: define_measure(
            ada, hers.account.pk, "physical-delivery", kind="fill-rate", counted_from="shipments", proxy_name="x"
        ),
        "decide a difference": lambda: decide_difference(ada, Difference.objects.get(measure=hers.measure).pk, version=1, state="open"),
        "decide differences": lambda: range(decide_differences(ada, [Difference.objects.get(measure=hers.measure).pk], state="open")),
        "figures": lambda: range(on_time.tallies(ada, [hers.measure.pk], since=SINCE, until=UNTIL)[hers.measure.pk].of),
        "profiles": lambda: profiles.profiles_of(ada, hers.account.pk),
        "cells of a profile": lambda: profiles.wanted_by(ada, hers.profile),
        "outlays": lambda: taken_by(ada, RoadmapItem.objects.get(pk=world.ids["item_id"]["eve"])).rows,
        "items for segments": lambda: segment_items_seen(_without(ada, "relationships.roadmap.view")),
        "segment of an item": lambda: rolled_up(ada, _segment_item_of_hers(world)).rows,
        "what if": lambda: what_if(ada, world.ids["account_id"]["eve"], [world.ids["item_id"]["eve"]]).choices,
        "items of a plan": lambda: items_of_plan(ada, PlanCycle(snapshot={"start": {str(world.ids["item_id"]["eve"]): 0}})),
        "what keeps the year": lambda: [row for row in missing_of(ada).stale if row[0].pk == world.ids["account_id"]["eve"]],
        "first tier": lambda: range(1, kick_off_of(ada).first_tier),
        "fresh profiles": lambda: range(kick_off_of(_without(ada, "relationships.profile.view")).fresh),
        "readiness": lambda: readiness.levels_of(_without(ada, "relationships.profile.view"), [hers.account.pk]),
        "readiness of hers": lambda: [number for number in readiness.levels_of(ada, [hers.account.pk]) if number is not None],
        "assessments": lambda: assessments.assessments_of(ada, hers.account.pk),
        "old assessments": lambda: assessments._old_rows(ada, hers.account.pk),
        "our own assessments": lambda: assessments.assessments_of(mia, None),
        "answer a proposal": lambda: answer_proposal(ada, hers.account.pk, "ship-notices", answer="accepted"),
        "proposals": lambda: readiness_proposals.proposals_of(ada, hers.account.pk),
        "answers to proposals": lambda: readiness_proposals.answers_of(ada, hers.account.pk),
        "known profiles": lambda: profiles_compared.known_profiles(ada, hers.account.pk),
        "profiles kept": lambda: profiles_kept.snapshots_of(ada, hers.account.pk),
        "a profile kept": lambda: profiles_kept.snapshot_for(ada, hers.account.pk, 2031),
        "order lines of a figure": lambda: readiness_proposals._lines(ada, hers.order.dated_on or UNTIL).filter(
            order__account=hers.account
        ),
        "answers that count": lambda: readiness_proposals._answers(ada, hers.account.pk),
        "expired readiness": lambda: [one for one in expired_readiness(ada, team=True) if one.account_id == hers.account.pk],
        "our own readiness": lambda: readiness.levels_of(mia, []),
        "places of items": lambda: readiness._meeting_places(ada, [hers.item]),
        "stakes": lambda: readiness._counted_stakes(ada, [hers.account.pk]),
        "engagements one after another": lambda: practising.engagements_seen(ada).filter(pk=ids["engagement_id"]),
        "blockages one after another": lambda: practising.blockages_seen(ada).filter(pk=ids["blockage_id"]),
        "alarms one after another": lambda: practising.alarms_seen(ada).filter(pk=ids["alarm_id"]),
        "outlays one after another": lambda: practising.outlays_of(ada, hers.item),
        "what is practised before an item": lambda: sorted(prerequisites._engagements(ada, [hers.account.pk])[0]),
        "what a roadmap brings": lambda: sorted(prerequisites._roadmap(ada, [hers.account.pk])),
        "overrides": lambda: readiness._signed(ada, [hers.item])[0],
        "engagements": lambda: touchpoints.meetings(ada, [hers.at])[0].engagements,
        "performances": lambda: touchpoints.performances(ada, [hers.at.pk]),
        "reports": lambda: touchpoints._latest_reports(ada, [hers.reported.pk]),
        "plans that wait for anybody": lambda: [one for one in waiting_for_approval(ada) if str(hers.account) in repr(one)],
        "what needs us": lambda: [one for one in out_of_tolerance(ada, team=True) if str(hers.account) in repr(one)],
        "who could have a link": lambda: links.guests_of(ada, hers.account.pk),
        "addresses of those": lambda: links._addresses(ada, [hers.person.pk]),
        "a strategy that an item names": lambda: figures_sent(mia, RoadmapItemChange(strategy_id=ids["strategy_id"])),
        "links": lambda: links.links_of(ada, hers.account.pk),
        "promises": lambda: links.promises_of(ada, hers.account.pk),
        "answers to the ledger": lambda: ledger_page.answers_to(ada, hers.account.pk),
        "the ledger itself": lambda: ledger_page.ledger_page(ada, hers.account).entries,
        "totals of the ledger": lambda: ledger_page.totals_by_kind(ada, hers.account.pk),
        "how long the ledger is": lambda: range(ledger_page.ledger_page(ada, hers.account).total),
        "sums of the ledger": lambda: ledger_page._sums(ada, hers.account),
        "a session that is open": lambda: [one for one in [joint_session.open_session_of(ada, hers.account.pk)] if one is not None],
        "what is on the table": lambda: joint_session.table_of(ada, JointSession.objects.get(pk=ids["session_id"])).agreed,
        "value": lambda: values._lines(ada, hers.account.pk, "USD"),
        "touchpoints on a day": lambda: _on_a_day(ada, hers),
        "engagements on a day": lambda: sorted(_practised(ada, [hers.at], days.today(), days.now() + timedelta(days=1), known_now=False)),
        "whose type would move": lambda: _moved(ada, hers),
        "what left the catalogue": lambda: _left(ada, hers),
        "what was said at a touchpoint": lambda: (interactions_here(ada, hers.at) or ("", {"rows": []}))[1]["rows"],
        **_evaluations(world, hers),
    }


def _evaluations(world: World, hers: Hers) -> dict[str, Callable[[], Any]]:
    ada, ids, account = world.cast.ada, {name: numbers["eve"] for name, numbers in world.ids.items()}, hers.account.pk
    brought = RoadmapItem.objects.get(evaluation=ids["evaluation_id"])
    done = RoadmapItem.objects.select_related("activity").get(pk=ids["done_item_id"])
    plan = PlanCycle.objects.get(pk=ids["ended_plan_id"])
    year = (date(2024, 1, 1), date(2025, 12, 31))
    decision = {"version": 1, "verdict": "stop", "reason": "x"}

    planner = replace(ada, permissions=ada.permissions | {"relationships.plan.view"})

    def practised(actor: Actor) -> panels.Beginnings:
        return panels.beginnings(actor, done.activity_id)

    def shares(at: AccountTouchpoint, since: date, until: date) -> list[int]:
        return [one for one in panels.shares(ada, at.touchpoint_id, ON_TIME_IN_FULL, since, until, [account]).by_account if one == account]

    return {
        "decide an evaluation": lambda: decide_evaluation(ada, ids["evaluation_id"], **decision),
        "propose an item": lambda: propose_item(ada, ids["evaluation_id"], account),
        "an evaluation": lambda: [one for one in [evaluations.evaluation_of(ada, brought)] if one],
        "items of a plan": lambda: evaluations.items_of(ada, plan).filter(account=account),
        "what a plan believed": lambda: [one for one in plan_seen._seen(ada, [account]) if one == account],
        "costs": lambda: evaluating.actual_costs(ada, [hers.item.pk]),
        "what was spent on a plan": lambda: [money for money in [plan_progress._outlays(ada, plan, [hers.item])[2]] if money],
        "accounts at a touchpoint": lambda: [one for one in panels._accounts_at(ada, hers.at.touchpoint_id) if one == account],
        "measures at an item": lambda: panels.measures_at(ada, done),
        "reported by quarter": lambda: shares(hers.reported.account_touchpoint, date(2026, 10, 1), UNTIL),
        "delivered by quarter": lambda: shares(hers.at, SINCE, date(2026, 3, 31)),
        "what they ordered": lambda: [one for one in panels.ordered(ada, "USD", *year, []).by_account if one == account],
        "their first order": lambda: [day for day in [panels.first_order(world.cast.mia, "USD")] if day],
        "since when they practise": lambda: [one for one in {*practised(ada).since, *practised(ada).unknown} if one == account],
        "whom one names at a touchpoint": lambda: _who_meets(ada, {"their_person_id": hers.person.pk}),
        "which departments one names there": lambda: _who_meets(ada, {"their_department_ids": [ids["department"]]}),
        "who changed otherwise": lambda: _changed_otherwise(ada, hers),
        "who began otherwise by a plan": lambda: _began_by_plan(planner, done),
        "writes on roadmaps of a segment": lambda: _writes_for(ada, hers),
        "sizes of segments": lambda: [size for size in sizes_of(ada, [make_segment(members=[hers.account])]).values() if size],
        "what they usually order": lambda: proposals._usual(ada, [account], "USD"),
        "who else meets us there": lambda: [one for one in proposals._candidates(ada, {hers.at.touchpoint_id}) if one == hers.at],
        "what they practise there": lambda: proposals._practised(ada, [hers.at]),
        "their open items": lambda: [one for one in proposals._standing(ada, {hers.item.activity_id}) if one[0] == account],
    }


def _changed(actor: Actor, activity: Activity, since: date, until: date, account: int) -> list[int]:
    return [one for one in panels.changed_otherwise(actor, activity, ORDER_VALUE, since, until) if one == account]


def _began_by_plan(actor: Actor, done: RoadmapItem) -> list[int]:
    """Of what was done, nobody noted the day: the plan tells it."""
    Engagement.objects.filter(activity=done.activity).update(since=None)
    other = Activity.objects.exclude(pk=done.activity_id)[0]
    return _changed(actor, other, date(2025, 1, 1), date(2025, 12, 31), done.account_id)


def _changed_otherwise(actor: Actor, hers: Hers) -> list[int]:
    """A practice that began within the days, beside the one that is looked at."""
    first, other = Activity.objects.exclude(pk__in=hers.at.engagements.values("activity"))[:2]
    Engagement.objects.create(account_touchpoint=hers.at, activity=other, state="full", since=date(2023, 5, 1))
    return _changed(actor, first, date(2023, 1, 1), date(2023, 12, 31), hers.account.pk)


def _writes_for(actor: Actor, hers: Hers) -> list[Segment]:
    segment = make_segment(members=[hers.account])
    try:
        check_sees_members(actor, segment.pk)
    except Refused:
        return []
    return [segment]


def _on_a_day(actor: Actor, hers: Hers) -> list[int]:
    with patch("mutua.relationships.queries.derived_as_of.account_for", lambda *_: hers.account):
        return [one.at.pk for one in derived_as_of(actor, hers.account.pk, days.today() + timedelta(days=1)).touchpoints]


def _moved(actor: Actor, hers: Hers) -> list[int]:
    book = standing_book(actor)
    delivery = book.touchpoint("physical-delivery")
    assert delivery is not None
    change = change_between(actor, book, book.with_touchpoint(delivery.without("edi-asn")))
    assert change.moved
    return [move.at.pk for move in change.moves if move.at.account_id == hers.account.pk]


def _left(actor: Actor, hers: Hers) -> tuple[str, ...]:
    Activity.objects.filter(key="edi-asn").update(retired_at=days.now())
    return details._no_longer(actor, hers.at)


def _pages(world: World, hers: Hers) -> dict[str, Callable[[], Any]]:
    """What a page asks for after it has found the record: here it was found by somebody who may."""
    request = RequestFactory().get("/")
    request.actor = world.cast.ada  # type: ignore[attr-defined]

    def touchpoint(part: str, measure: PerformanceMeasure) -> Any:
        at, found = measure.account_touchpoint, touchpoints.meetings(world.cast.root, [measure.account_touchpoint])
        with patch.multiple(details, touchpoint_for=lambda *_: at, meetings=lambda *_: found):
            return getattr(details.touchpoint_page(world.cast.ada, at.account_id, at.touchpoint.key), part)

    def named_in_a_mail() -> Any:
        alarm = ToleranceAlarm.objects.get(pk=world.ids["alarm_id"]["eve"])
        with patch("mutua.relationships.queries.alarm_evidence.alarm_for", lambda *_: alarm):
            return alarm_evidence(world.cast.ada, alarm.pk).failed

    def entries() -> Any:
        shown = {"account_frame": lambda *_, **__: {"account": hers.account}, "render": lambda _request, _name, context: context}
        with patch.multiple("mutua.relationships.views.values", **shown):
            return unwrap(ledger)(request, hers.account.pk)["entries"]

    def keys_of_mia() -> Any:
        asked = RequestFactory().get("/")
        asked.actor = world.cast.mia  # type: ignore[attr-defined]
        with patch("mutua.foundation.api.views.render", lambda _request, _name, context, status: context):
            return unwrap(keys)(asked)["keys"]

    def mails_to_ada() -> Any:
        # The touchpoint is hers, the account is not: an owner who may no longer see what the touchpoint is about.
        AccountTouchpoint.objects.filter(pk=hers.at.pk).update(owner_id=world.cast.ada.user_id)
        told = {
            "measure_id": hers.measure.pk,
            "account_id": hers.account.pk,
            "touchpoint": "x",
            "touchpoint_name": "x",
            "late": 9,
            "of": 10,
        }
        broken_tolerance_mails_its_owner(ToleranceBroken(alarm_id=world.ids["alarm_id"]["eve"], broken_on=days.today(), **told))  # type: ignore[arg-type]
        return OutgoingMail.objects.exclude(about_id=None)

    return {
        "mails to an owner who may not see": mails_to_ada,
        "touchpoint: reports": lambda: touchpoint("reports", hers.reported),
        "touchpoint: alarms": lambda: touchpoint("alarms", hers.measure),
        "touchpoint: blockages": lambda: touchpoint("blockages", hers.measure),
        "deliveries named in a mail": named_in_a_mail,
        "ledger": entries,
        "keys page": keys_of_mia,
    }


def _strategy(world: World, hers: Hers) -> dict[str, Callable[[], Any]]:
    ada, objective = world.cast.ada, Objective.objects.get(pk=world.ids["objective_id"]["eve"])
    segment, request = Segment.objects.get(pk=world.ids["segment_id"]["eve"]), SimpleNamespace(actor=ada)
    draft, need = StrategyVersion.objects.get(pk=world.ids["draft_id"]["eve"]), Need.objects.get(pk=world.ids["need"]["eve"])
    ServedNeed.objects.create(version_of=draft, need=need)
    interactions = next(work for work in works() if work.key == "interactions")
    ValueRating.objects.filter(account=hers.account).update(next_best=5, rated_on=days.today())
    SwotItem.objects.filter(pk=world.ids["swot_id"]["eve"]).update(need=need)
    SegmentMember.objects.get_or_create(segment=segment, account=hers.account, until=None)
    Worth.objects.get_or_create(account=hers.account, currency="USD", defaults={"orders": 2, "alive": 1, "purchases": 1, "value": 9})

    worth_known = {"field": "worth", "op": "not_empty"}

    def drawn() -> value_map.ValueMap:
        Account.objects.filter(pk=hers.account.pk).update(spend_per_year=5)
        with patch.object(value_map, "members_now", lambda *_: Account.objects.filter(pk=hers.account.pk)):
            return value_map.value_map(ada, draft.strategy)

    def revenue(ordered: int | None) -> range:
        """In a currency that nobody else has; taken back, since others ask about the account, too."""
        with transaction.atomic():
            Account.objects.filter(pk=hers.account.pk).update(currency="JPY", spend_per_year=None if ordered else 5)
            if ordered:
                Order.objects.create(account=hers.account, number="JPY-1", currency="JPY", value=ordered, dated_on=days.today())
            found = range(int(value_map._revenue(ada, "JPY")))
            transaction.set_rollback(True)
        return found

    def kept_map() -> Any:
        content = {
            "currency": "USD",
            "customers": [[hers.account.pk, "5", "5", "5"]],
            "members": 1,
            "suppliers": [],
            "buyers": [],
            "flows": [],
            "revenue": "5",
            "foreign": 0,
        }
        FrozenMap.objects.get_or_create(version_of=draft, defaults={"content": content, "taken_at": days.now()})
        found = map_of_version(ada, draft)
        assert found is not None
        return found.found.customers

    def hers_served() -> GenericStrategy:
        RoadmapItem.objects.filter(account=hers.account).update(strategy=draft.strategy_id, currency=draft.strategy.offering.currency)
        return draft.strategy

    def money(kind: str) -> Any:
        """Rows of Eve's item under a strategy of the company: all see the strategy, and its money only of accounts that they see."""
        item = RoadmapItem.objects.get(pk=world.ids["item_id"]["eve"])
        RoadmapItem.objects.filter(pk=item.pk).update(strategy=draft.strategy_id, state="running", investment_us=[Decimal(9)])
        Outlay.objects.create(item=item, on=SINCE, amount=9, by_name="Eve")
        ValueEntry.objects.create(
            account=item.account, item=item, side="us", component="service", kind="claimed", amount=9, currency="USD", period=SINCE
        )
        purse = purse_of(kind, "us")
        assert purse is not None
        of = "item__account" if kind == "spent" else "account"
        return money_rows(ada, purse, draft.strategy_id).filter(**{of: hers.account})

    def evidence(panel: str, count: str) -> Any:
        asked = Asked(objective, date(2000, 1, 1), date(2100, 1, 1))
        wanted = next(one for of in evidence_panels() if of.key == panel for one in of.counts if one.key == count)
        return rows_of(ada, asked, wanted).filter(**{"pk" if panel == "accounts" else "account": hers.account.pk})

    def alarms() -> Any:
        with patch.object(replay, "alarms", lambda _metric, query: sorted(query.account_ids)):
            return replay._alarms(request, SimpleNamespace(objective=objective), SINCE, UNTIL)  # type: ignore[arg-type]

    return {
        "strategies of customers": lambda: customer_strategies_seen(ada).filter(account=hers.account),
        "who serves an account": lambda: [one for one in [serving_account(ada, hers.account).own] if one],
        "outcomes": lambda: rows_behind(ada, objective),
        "how many outcomes": lambda: range(outcomes_counted(ada, objective.version_of)),
        "members": lambda: members_now(ada, segment),
        "who came and went": lambda: moves(ada, segment),
        "preview": lambda: preview(ada, "account", {"field": "name", "op": "is", "value": hers.account.name}).sample,
        "suppliers of a value map": lambda: drawn().suppliers,
        "what accounts tell that they spend": lambda: revenue(None),
        "what accounts spend by their orders": lambda: revenue(9),
        "partners of a map that was kept": kept_map,
        "needs that a strategy answers": lambda: grounds.served_needs(ada, draft),
        "needs that it could answer": lambda: grounds.needs_offered(ada, draft),
        "needs behind findings": lambda: list(grounds._needs_behind(ada, list(SwotItem.objects.filter(need=need))).values()),
        "needs that a draft answered on a day": lambda: grounds.grounds_of(ada, draft, PartsThen(needs=[need.pk])).needs,
        "members of a day": lambda: members_on(ada, segment, UNTIL),
        "what was bought": lambda: [*board_figures._bought(ada, {segment.pk}, [world.ids["offering_id"]["eve"]])],
        "what accounts spend": lambda: [*board_figures._markets(ada, {segment.pk}, {"USD"})],
        "how they rate us": lambda: [*board_figures._ratings(ada, {segment.pk})],
        "accounts in segments": lambda: [one for one in [overlaps(ada)] if one.rows and sum(sum(row.counts) for row in one.rows)],
        "interactions that serve": lambda: rows_serving(ada, interactions, draft.strategy_id).filter(account=hers.account),
        "a need by its number": lambda: [grounds.need_for(ada, need.pk)],
        "what a segment is worth": lambda: worth_of_segments(ada, [segment]).get(segment.pk, []),
        "what a segment is sorted by": lambda: with_worth_order(ada, Segment.objects.filter(pk=segment.pk)).exclude(worth=None),
        "what a segment is filtered by": lambda: apply_filter(Segment.objects.filter(pk=segment.pk), "segment", worth_known, actor=ada),
        "who is worth what in a segment": lambda: worths_behind(ada, segment, "USD"),
        "planned for a strategy": lambda: planned_for(ada, hers_served()).rows,
        "readings": lambda: readings(ada, [objective.pk]),
        "alarms of a replay": alarms,
        "decisions that lie ahead": lambda: decided_since(ada, days.now() + timedelta(days=1)),
        "planned under a strategy": lambda: money("planned"),
        "spent under a strategy": lambda: money("spent"),
        "returned under a strategy": lambda: money("returned"),
        "deliveries of a review": lambda: evidence("deliveries", "without-window"),
        "silent accounts of a review": lambda: evidence("accounts", "silent"),
    }


def _office(world: World, hers: Hers) -> dict[str, Callable[[], Any]]:
    ada, mia = world.cast.ada, world.cast.mia
    accounts = next(kind for kind in bin_kinds() if kind.key == "account")
    assert hers.deleted.deleted_at is not None
    moment = int(hers.deleted.deleted_at.timestamp()) * 1_000_000
    return {
        "bin": lambda: deleted_records(ada, accounts).filter(pk=hers.deleted.pk),
        "deleted together": lambda: deleted_together(ada, accounts, moment),
        "dismiss rows": lambda: range(dismiss_rows(ada, [world.ids["issue_id"]["eve"]])),
        "repair a row": lambda: repair_row(ada, world.ids["issue_id"]["eve"], {}),
        "revoke a key": lambda: revoke_key(ada, world.ids["key_id"]["eve"]),
        "progress": lambda: progress_for(mia, "everybody-1"),
        "running work": lambda: (running_work(mia) or ("", {"works": []}))[1]["works"],
    }


def _segment_item_of_hers(world: World) -> SegmentItem:
    item = SegmentItem.objects.get()
    RoadmapItem.objects.filter(pk=world.ids["item_id"]["eve"]).update(of_segment=item)
    return item


def _prepared(world: World) -> Hers:
    ids = {name: numbers["eve"] for name, numbers in world.ids.items()}
    cast, now = world.cast, days.now()
    account = Account.objects.get(pk=ids["account_id"])
    Account.objects.filter(pk__in=world.ids["account_id"].values()).update(tier=Account.Tier.FIRST, roles=[Account.Role.CUSTOMER])
    Profile.objects.filter(pk=world.ids["profile_id"]["ada"]).update(as_of=days.today())
    WatchedOutcome.objects.create(
        measure_id=ids["measure_id"], reading=1, position=1, shipment_id=ids["shipment_id"], known_on=SINCE, success=False
    )
    reported = make_measure(make_account_touchpoint(account, key="claims-service"), shipments=False)
    Observation.objects.create(measure=reported, since=SINCE, until=UNTIL, numerator=1, denominator=2)
    listed = make_measure(PerformanceMeasure.objects.get(pk=ids["measure_id"]).account_touchpoint, key="listed", counted_from="file")
    for measure_id in (ids["measure_id"], listed.pk):
        ReportedCase.objects.create(
            measure_id=measure_id,
            number="D1",
            due_on=days.today() - timedelta(days=30),
            good=True,
            done_on=days.today() - timedelta(days=30),
        )
    item = RoadmapItem.objects.get(pk=ids["item_id"])
    GateOverride.objects.create(
        item=item, by_name="Eve", at=now, reason="x", ratio=1, gate=1, expected_loss=0, worst_loss=0, currency="USD"
    )
    Outlay.objects.create(item=item, on=SINCE, amount=1, by_name="Eve")
    make_readiness(None, data=4)
    over, later = (Meeting.objects.get(pk=ids["over_meeting_id"]), Meeting.objects.get(pk=ids["meeting_id"]))
    over.colleagues.add(cast.ada.user_id)
    Meeting.objects.filter(pk=later.pk).update(begins_at=now, ends_at=now + timedelta(hours=1))
    ProfileVersion.objects.create(profile_id=ids["profile_id"], at=now, state="draft", visibility="internal", confidence="0.5")
    account.readiness.update(assessed_on=SINCE - timedelta(days=4000))
    ProposalAnswer.objects.create(
        account=account, key="ship-notices", dimension="systems", good=1, of=20, proposed="0.2", answer="refused", reason="x", at=now
    )
    make_need(account=account, closed_on=days.today())
    Affiliation.objects.create(account=account, person=make_person(family_name="Was there"), until=SINCE)
    Identifier.objects.create(account=account, system=_ERP, kind="number", value="1")
    OrderLine.objects.filter(order_id=ids["order_id"]).update(source=_ERP, source_key="1", product=ids["product_id"])
    make_order(Person.objects.get(pk=ids["person_id"]))
    Person.objects.filter(pk=ids["person_id"]).update(source=_ERP, source_key="P1")
    Meeting.objects.get(pk=ids["meeting_id"]).colleagues.add(cast.user("ada"))
    past = Meeting.objects.create(
        title="Past",
        account=account,
        touchpoint=Meeting.objects.filter(account=account).first().touchpoint,
        begins_at=now - timedelta(days=2),
        ends_at=now - timedelta(days=1),
    )
    past.colleagues.add(cast.user("eve"))
    past.guests.add(Person.objects.get(pk=ids["person_id"]))
    Interaction.objects.filter(account=account).update(
        person=ids["person_id"], channel="call", owner=cast.eve.user_id, at=now - timedelta(days=1)
    )
    TradingLink.objects.filter(Q(supplier=account) | Q(buyer=account)).update(value_per_year=5)
    SegmentMember.objects.create(segment_id=ids["segment_id"], account=account, since=SINCE)
    CountedOutcome.objects.create(
        objective_id=ids["objective_id"], position=1, outcome_key=1, known_on=SINCE, day=SINCE, value=1, account=account
    )
    left = make_account(owner=cast.ada, name="Left by a parent", parent=account)
    Account.objects.filter(pk=left.pk).update(parent=None)
    deleted = make_account(owner=cast.eve, name="Gone")
    Account.everything.filter(pk=deleted.pk).update(deleted_at=now.replace(microsecond=0) - timedelta(hours=1))
    deleted = Account.everything.get(pk=deleted.pk)
    JobProgress.objects.create(key="everybody-1", title="Counting", started=now)
    CalendarFeed.objects.create(user=cast.user("mia"), digest=digest_of("calendar"))
    ApiKey.objects.create(user=cast.user("mia"), name="Mia", prefix="mutua_mia", digest=digest_of("mia"), scopes=[])
    return Hers(
        account=account,
        person=Person.objects.get(pk=ids["person_id"]),
        order=Order.objects.get(pk=ids["order_id"]),
        shipment=Shipment.objects.get(pk=ids["shipment_id"]),
        measure=PerformanceMeasure.objects.get(pk=ids["measure_id"]),
        reported=reported,
        profile=Profile.objects.get(pk=ids["profile_id"]),
        item=item,
        deleted=deleted,
    )


def _without(actor: Actor, code: str) -> Actor:
    return replace(actor, permissions=actor.permissions - {code})


def _told(found: Any) -> Any:
    if isinstance(found, Model):
        return found.pk
    if isinstance(found, dict):
        return sorted(map(str, found))
    return [_told(one) for one in found] if isinstance(found, Iterable) and not isinstance(found, str) else repr(found)
