"""From any row to a strategy and back in two clicks, with counts that agree; and what serves no strategy is always told (P17)."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from mutua.backoffice.tests.making import make_shipment
from mutua.customers.models import Household, Person
from mutua.customers.tests.making import make_account
from mutua.daybook.models import Interaction, Task
from mutua.foundation.access import flow_actor
from mutua.foundation.identity.models import Team
from mutua.relationships.models import Touchpoint
from mutua.relationships.tests.making import make_account_touchpoint, make_catalogue, make_item, make_measure
from mutua.sales.tests.making import make_opportunity
from mutua.strategy.actions.watch_objectives import watch_objectives
from mutua.strategy.models import Objective, Segment, SegmentMember
from mutua.strategy.queries.serving import strategy_serving
from mutua.strategy.queries.sight import below, rows_serving, under_way
from mutua.strategy.tests.making import make_objective, make_segment, make_strategy, make_version
from mutua.strategy.work import work_named

pytestmark = pytest.mark.django_db
LINK = re.compile(r'href="(/[^"#?]*)[^"]*"')


@pytest.fixture
def company(cast):
    """Two strategies over ten accounts, and two accounts that nothing serves; a hundred rows of five kinds, chosen at random."""
    draw = random.Random(5)
    accounts = [make_account(owner=cast.ada, name=f"Account {n}") for n in range(12)]
    strategies = []
    for name, members in (("First", accounts[:6]), ("Second", accounts[4:10])):
        strategies.append(make_strategy(name=name, segment=make_segment(members=members)))
        make_version(strategies[-1], active=True)
    make_catalogue()
    touchpoint = Touchpoint.objects.first()
    serving = {account.pk: strategy_serving([account.pk]).get((account.pk, None)) for account in accounts}
    for n in range(24):
        account = draw.choice(accounts)
        make_opportunity(owner=cast.user("ada"), account=account, strategy_id=serving[account.pk])
        Task.objects.create(title=f"Task {n}", account=account, assignee=cast.user("ada"), strategy_id=serving[account.pk])
        Interaction.objects.create(
            account=account, owner=cast.user("ada"), touchpoint=touchpoint, at=datetime(2026, 3, 1, 9, n, tzinfo=UTC), body=f"Said {n}"
        )
        make_shipment(account, number=f"ASN-{n}")
    for account in accounts[:10]:
        make_item(account, strategy_id=serving[account.pk], owner=cast.user("ada"), state="running")
    return strategies, serving


def links(client, address):
    answer = client.get(address, follow=True)
    assert answer.status_code == 200, address
    return set(LINK.findall(answer.content.decode()))


def within_two(client, start, wanted):
    """Whether a page links to the wanted address, or one that it links to does. Lists of strategies and the side bar are no way."""
    first = links(client, start)
    if wanted in first:
        return True
    ways = [way for way in first if re.match(r"^/(accounts|deals|deliveries|tasks|interactions|strategies)/\d+/", way)]
    return any(wanted in links(client, way) for way in ways)


KINDS = ("deals", "tasks", "interactions", "deliveries", "roadmap-items")


@pytest.mark.parametrize("kind", KINDS)
def test_every_row_leads_to_its_strategy_and_back_in_two_clicks(client, cast, company, kind):
    strategies, _serving = company
    client.force_login(cast.user("root"))
    work, walked = work_named(kind), 0
    for strategy in strategies:
        house, listed = strategy.get_absolute_url(), reverse("strategy:rows", args=[strategy.pk, kind])
        rows = [work.show(row) for row in rows_serving(cast.root, work, strategy.pk)]
        assert listed in links(client, house), "one click down from the house"
        down = links(client, listed)
        for row in rows:
            address = row.url.partition("?")[0].partition("#")[0]
            assert address in down, "and the second to the row"
            assert within_two(client, row.url, house), f"{row.url} does not lead to {house}"
            walked += 1
    assert walked >= 10


def test_the_counts_of_the_house_are_the_rows_of_the_lists(client, cast, company):
    strategies, _serving = company
    client.force_login(cast.user("root"))
    for strategy in strategies:
        page = client.get(strategy.get_absolute_url()).content.decode()
        for kind in KINDS:
            counted = re.search(rf'rows/{kind}/">.*?<span class="big2">(\d+)</span>', page, re.DOTALL)
            listed = client.get(reverse("strategy:rows", args=[strategy.pk, kind])).content.decode().count("<tr data-row>")
            assert counted is not None
            assert int(counted.group(1)) == listed, kind
        members = set(strategy.segment.members.values_list("account", flat=True))  # of two segments: counts for the strategies of both
        shipped = sum(account in members for account in _accounts_of_shipments())
        assert f"{shipped}</span>" in client.get(reverse("strategy:rows", args=[strategy.pk, "deliveries"])).content.decode()


def _accounts_of_shipments():
    from mutua.backoffice.models import Shipment

    return Shipment.objects.values_list("account", flat=True)


def test_deliveries_and_outcomes_of_overlapping_strategies_are_counted_the_same_way(client, cast):
    """By the membership of the day, for every strategy whose segment the account belonged to: naively, row by row."""
    both, left, joined = (make_account(owner=cast.ada, name=name) for name in ("Both", "Left", "Joined"))
    for account in (both, left, joined):
        make_measure(make_account_touchpoint(account), early_days=7, late_days=0)
    stays = {both: (None, None), left: (None, date(2026, 3, 1)), joined: (date(2026, 3, 1), None)}
    strategies = [make_strategy(name=name, segment=make_segment()) for name in ("Elder", "Younger")]
    for strategy, began, members in zip(strategies, (date(2026, 1, 5), date(2026, 2, 1)), ((both,), (both, left, joined)), strict=True):
        for account in members:
            SegmentMember.objects.create(segment=strategy.segment, account=account, since=stays[account][0], until=stays[account][1])
        make_objective(make_version(strategy, active=True, active_from=began))
    days_of = [date(2026, month, day) for month in (1, 2, 3, 4) for day in (10, 20)]
    for account in stays:
        for number, promised in enumerate(days_of):
            make_shipment(account, promised_on=promised, late_by=30 if number % 3 == 0 else -number % 3)
    expected = {"Elder": len(days_of), "Younger": 6 + 2 + 4}  # since February; Left until March; Joined from March on
    watch_objectives(flow_actor("test"), Objective.objects.values_list("pk", flat=True), until=date(2026, 6, 30))
    client.force_login(cast.user("root"))
    for strategy in strategies:
        page = client.get(strategy.get_absolute_url()).content.decode()
        counts = re.findall(r'<span class="big2">(\d+)</span><span class="b">(Outcomes|Deliveries)<', page)
        assert {name: int(n) for n, name in counts} == dict.fromkeys(("Outcomes", "Deliveries"), expected[strategy.name])
        for row in rows_serving(cast.root, work_named("deliveries"), strategy.pk):
            assert strategy.get_absolute_url() in links(client, row.get_absolute_url()), "and back up in one click, also of who left since"


def test_fifty_rows_at_random_lead_to_every_strategy_that_they_serve_and_back(client, cast, company):
    """Also of accounts that stand in two segments: naively, each kind by what it says of itself."""
    strategies, _serving = company
    client.force_login(cast.user("root"))
    rows = [(kind, row) for kind in KINDS for row in work_named(kind).rows(cast.root)]
    walked = random.Random(50).sample(rows, 50)
    members = {one.pk: set(one.segment.members.values_list("account", flat=True)) for one in strategies}
    several = 0
    for kind, row in walked:
        named = (
            {row.strategy_id} if kind in ("deals", "tasks", "roadmap-items") else {pk for pk, of in members.items() if row.account_id in of}
        )
        several += len(named) > 1
        address = work_named(kind).show(row).url.partition("?")[0].partition("#")[0]
        for strategy in strategies:
            listed = address in links(client, reverse("strategy:rows", args=[strategy.pk, kind]))
            assert listed is (strategy.pk in named), (kind, row, strategy)
            assert not listed or within_two(client, work_named(kind).show(row).url, strategy.get_absolute_url()), (kind, row, strategy)
    assert several >= 5
    assert {kind for kind, _row in walked} == set(KINDS)


def test_an_interaction_serves_all_to_whose_segments_its_customer_belonged_that_day(client, cast):
    """Accounts that joined and left, a consumer and a household; a strategy that ended: naively, row by row."""
    make_catalogue()
    touchpoint = Touchpoint.objects.first()
    account, consumer = make_account(owner=cast.ada), Person.objects.create(family_name="Consumer")
    household = Household.objects.create(name="Family")
    ended, elder, younger, homes = (make_strategy(name=name, segment=make_segment()) for name in ("Ended", "Elder", "Younger", "Homes"))
    make_version(ended, active=True, active_from=date(2026, 1, 5), state="abandoned", ended_on=date(2026, 3, 1))
    for strategy, began in ((elder, date(2026, 1, 5)), (younger, date(2026, 2, 1)), (homes, date(2026, 1, 5))):
        make_version(strategy, active=True, active_from=began)
    stays = [  # strategy, who, from, until
        (ended, {"account": account}, None, None), (elder, {"account": account}, None, date(2026, 4, 1)),
        (younger, {"account": account}, None, None), (homes, {"household": household}, None, None),
        (homes, {"person": consumer}, date(2026, 2, 15), None),
    ]  # fmt: skip
    for strategy, who, since, until in stays:
        SegmentMember.objects.create(segment=strategy.segment, since=since, until=until, **who)
    said = [(who, datetime(2026, month, 10, 9, tzinfo=UTC)) for who in ({"account": account}, {"person": consumer}, {"household": household},
            {"account": account, "person": consumer}) for month in (1, 2, 3, 4)]  # fmt: skip
    rows = [Interaction.objects.create(touchpoint=touchpoint, at=at, body=f"Said {n}", **who) for n, (who, at) in enumerate(said)]
    expected = {ended: 2 + 2, elder: 3 + 3, younger: 3 + 3, homes: 2 + 4}  # at an account the consumer speaks for it
    client.force_login(cast.user("root"))
    for strategy, count in expected.items():
        house = client.get(strategy.get_absolute_url()).content.decode()
        assert re.search(rf'rows/interactions/">.*?<span class="big2">{count}</span>', house, re.DOTALL), strategy
        listed = list(rows_serving(cast.root, work_named("interactions"), strategy.pk))
        assert len(listed) == count
        for row in rows:
            up = strategy.get_absolute_url() in links(client, row.get_absolute_url())
            assert up is (row in listed), "and back up in one click, from these and from no other"


def test_who_is_in_a_concealed_segment_is_not_read_from_what_serves_its_strategy(client, cast, company):
    strategies, _serving = company
    strategy = strategies[0]
    Segment.objects.filter(pk=strategy.segment_id).update(predicate={"field": "industry", "op": "is", "value": "grocery"})
    hidden = replace(cast.executive, hidden=frozenset({"account.industry"}))
    strategy.refresh_from_db()
    counts = {one.work.key: one.count for one in below(hidden, strategy)}
    told = {one.work.key: one.count for one in below(cast.executive, strategy)}
    assert min(told["deliveries"], told["interactions"]) > 0
    assert counts == {**told, "deliveries": 0, "interactions": 0}
    assert not [kind for kind in ("deliveries", "interactions") if rows_serving(hidden, work_named(kind), strategy.pk).exists()]


def test_whoever_leads_a_team_and_belongs_to_none_counts_for_it(cast):
    boss = cast.user("executive")
    Team.objects.create(name="West", lead=boss)
    Task.objects.create(title="Look into it", assignee=boss)
    lines = {line.name: line.whole.off for line in under_way(cast.root).teams}
    assert (lines.get("West"), lines.get("", 0)) == (1, 0)


def test_what_serves_no_strategy_is_told_by_team_and_strategy(client, cast):
    strategy = make_strategy(name="First", segment=make_segment())
    make_version(strategy, active=True)
    for n in range(10):
        Task.objects.create(title=f"T{n}", assignee=cast.user("ada"), strategy=strategy if n < 7 else None)
    Task.objects.create(title="Nobody's")
    Task.objects.create(title="Done", assignee=cast.user("ada"), done_at=datetime(2026, 3, 1, tzinfo=UTC))
    client.force_login(cast.user("root"))
    page = client.get("/strategies/sight/").content.decode()
    assert Team.objects.filter(name="North", members=cast.user("ada")).exists()
    north = re.search(r"North</th>(.*?)</tr>", page, re.DOTALL)
    assert north is not None
    assert "3 of 10" in north.group(1)
    assert "1 of 1" in page, "what nobody is responsible for"
    assert "4 of 11" in page
    assert 'class="num b">7<' in page
    assert client.get("/strategies/off/tasks/").content.decode().count("<tr data-row>") == 4
    board = client.get("/strategies/").content.decode()
    assert "of 11 tasks" in board, "always visible"
    assert client.get("/strategies/off/deliveries/").status_code == 404
