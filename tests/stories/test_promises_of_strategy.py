"""P8, P12 and P17 over random histories, each against a naive reading that keeps its own books."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import transaction

from mutua.catalog.tests.making import make_offering
from mutua.customers.tests.making import make_account
from mutua.daybook.models import Task
from mutua.foundation import days
from mutua.foundation.records.errors import Refused
from mutua.relationships.tests.making import make_catalogue, make_item
from mutua.sales.tests.making import make_opportunity
from mutua.strategy.actions.decide_review import decide_review
from mutua.strategy.actions.draft_successor import draft_successor
from mutua.strategy.actions.edit_strategy import edit_strategy
from mutua.strategy.actions.move_version import move_version
from mutua.strategy.actions.write_customer_strategy import write_customer_strategy
from mutua.strategy.actions.write_version import write_version
from mutua.strategy.models import CustomerStrategy, GenericStrategy, StrategyVersion
from mutua.strategy.queries.customer_strategies import standing_on_abandoned, standing_on_nothing
from mutua.strategy.queries.sight import off_strategy, under_way
from mutua.strategy.queries.strategies import version_shown
from mutua.strategy.queries.then import then
from mutua.strategy.tests.making import make_objective, make_segment, make_strategy, make_version

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", range(4))
def test_p8_every_active_customer_strategy_stands_on_versions_and_an_abandoned_one_is_seen_at_once(cast, seed):
    draw = random.Random(seed)
    accounts = [make_account(owner=cast.ada) for _ in range(5)]
    segment = make_segment(members=accounts)
    strategies = [make_strategy(segment=segment, offering=make_offering()) for _ in range(4)]
    for strategy in strategies:
        make_objective(make_version(strategy, active=True))
    names: dict[int, set[int]] = {}  # account → the versions that its active strategy names
    refused = written = 0
    for _step in range(60):
        versions = list(StrategyVersion.objects.order_by("pk"))
        act = draw.choice(["write", "write", "write", "abandon", "amend"])
        if act == "write":
            account, is_active = draw.choice(accounts), draw.random() < 0.8
            chosen = draw.sample(versions, draw.randint(0, 2))
            try:
                with transaction.atomic():
                    write_customer_strategy(cast.root, account.pk, statement="Grow", versions=chosen, is_active=is_active)
            except Refused:
                refused += 1
                assert is_active
                assert not any(one.state == "active" for one in chosen)
            else:
                written += 1
                names.pop(account.pk, None)
                if is_active:
                    names[account.pk] = {one.pk for one in chosen}
        else:
            in_force = [one for one in versions if one.state == "active"]
            if len(in_force) > 1:
                one = draw.choice(in_force)
                if act == "abandon":
                    decide_review(cast.executive, one.pk, decision="abandon", reason="It does not pay.", version=None)
                else:
                    _next_in_force(cast.executive, one)
        ended = {one.pk for one in StrategyVersion.objects.all() if one.state == "abandoned"}
        assert not standing_on_nothing(cast.executive).exists()
        active = {one.account_id: set(one.versions.values_list("pk", flat=True)) for one in CustomerStrategy.objects.filter(state="active")}
        assert active == names
        assert {one.account_id for one in standing_on_abandoned(cast.executive)} == {account for account, on in names.items() if on & ended}
    assert refused
    assert written


def _next_in_force(actor, version):
    draft = draft_successor(actor, version)
    for state in ("challenged", "approved", "active"):
        move_version(actor, draft.pk, state, version=None)


@pytest.mark.parametrize("seed", range(4))
def test_p12_any_past_day_shows_the_strategy_as_it_was_known_at_its_end(cast, seed):
    """Sixty days of writing, challenging, approving, renaming and ending; at the end of each, the books keep what the house says."""
    draw = random.Random(seed)
    first, books = date(2026, 1, 5), {}
    with days.as_of(first):
        strategy = make_strategy(name="Name 0")
        make_objective(_made_on(first, make_version(strategy)))
    for n in range(60):
        day = first + timedelta(n)
        with days.as_of(datetime.combine(day, time(12), UTC)):
            _act(draw, cast.executive, strategy, n, day)
            _old_rows_of(day)
            strategy.refresh_from_db()
            shown = version_shown(cast.executive, strategy)
            books[day] = (strategy.name, shown.number, shown.state, shown.what_we_do)
    assert len({told[1] for told in books.values()}) > 1, "several versions followed each other"
    assert len({told[2] for told in books.values()}) > 2, "and went through several states"
    for day, told in books.items():
        known = then(cast.executive, strategy, day)
        assert known is not None
        assert (known.name, known.version.number, known.state, known.version.what_we_do) == told, day


def _made_on(day, version):
    StrategyVersion.objects.filter(pk=version.pk).update(created_at=datetime.combine(day, time(12), UTC))
    return version


def _old_rows_of(day):
    """The database writes the hour of its own clock beside each old row; here it is that of the day that is played."""
    for model in (GenericStrategy, StrategyVersion):
        model.events.rel.related_model.objects.filter(pgh_created_at__gt=datetime(2026, 10, 1, tzinfo=UTC)).update(
            pgh_created_at=datetime.combine(day, time(12), UTC)
        )


def _act(draw, actor, strategy, n, day):
    newest = strategy.versions.order_by("-number").first()
    match draw.choice(["name", "write", "write", "move", "move", "move", "draft", "nothing"]):
        case "name":
            edit_strategy(actor, strategy.pk, version=None, name=f"Name {n}")
        case "write" if newest.state in ("draft", "challenged"):
            write_version(actor, newest.pk, version=None, what_we_do="pack shelf-ready" if n % 2 else "deliver by standing appointment")
        case "move" if newest.state in ("draft", "challenged", "approved"):
            following = {"draft": "challenged", "challenged": draw.choice(["approved", "draft"]), "approved": "active"}[newest.state]
            move_version(actor, newest.pk, following, version=None, active_from=day if following == "active" else None)
        case "draft" if newest.state == "active":
            _made_on(day, draft_successor(actor, newest))


@pytest.mark.parametrize("seed", range(4))
def test_p17_work_names_a_strategy_or_counts_as_off_strategy_for_whoever_looks(cast, seed):
    draw = random.Random(seed)
    make_catalogue()
    strategies = [make_strategy(segment=make_segment(), offering=make_offering()) for _ in range(3)]
    for strategy in strategies:
        make_version(strategy, active=True)
    owners, rows = ("ada", "eve"), []
    for n in range(60):
        owner, serves = draw.choice(owners), draw.choice([None, *strategies])
        user, account = cast.user(owner), make_account(owner=cast.user(owner))
        kind = draw.choice(["deals", "tasks", "roadmap-items"])
        is_open = draw.random() < 0.7
        if kind == "deals":
            make_opportunity(owner=user, account=account, strategy=serves, stage_key="engaging" if is_open else "lost", **({} if is_open else {"closed_on": date(2026, 3, 1)}))  # fmt: skip
        elif kind == "tasks":
            Task.objects.create(title=f"T{n}", account=account, assignee=user, strategy=serves, done_at=None if is_open else days.now())
        else:
            make_item(account, owner=user, strategy=serves, state="running" if is_open else "done")
        if is_open:
            rows.append((kind, owner, serves))
    for who, seen in (("ada", {"ada"}), ("executive", {"ada", "eve"})):
        mine = [row for row in rows if row[1] in seen]
        actor = getattr(cast, who)
        all_of, off = Counter(kind for kind, *_rest in mine), Counter(kind for kind, _owner, serves in mine if serves is None)
        told = {work.key: (share.all, share.off) for work, share in off_strategy(actor)}
        assert told == {kind: (all_of[kind], off[kind]) for kind in all_of}
        found = under_way(actor)
        assert (found.whole.all, found.whole.off) == (len(mine), sum(off.values()))
        assert {line.strategy.pk: line.whole for line in found.strategies} == Counter(serves.pk for *_rest, serves in mine if serves)
        assert sum(line.whole.all for line in found.teams) == len(mine)
