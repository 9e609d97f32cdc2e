"""The executive page with the money of roadmaps and ledgers: figures, rows under them, who sees what, and the budget of queries."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from mutua.catalog.tests.making import make_offering
from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.relationships.models import Outlay, ValueEntry
from mutua.relationships.tests.making import make_catalogue, make_item
from mutua.strategy.models import Evidence, Measurement, StrategyVersion
from mutua.strategy.queries.summary import summary
from mutua.strategy.tests.making import SINCE, make_objective, make_strategy, make_version
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db
PAGE = "/strategies/summary/"


def with_money(version: StrategyVersion, owner: Any, factor: int = 1, **values: Any) -> None:
    """Planned 110k of ours and 40k of theirs, spent 62k, expected 170k and 90k, returned 96k and 41k; each times the factor."""
    account = make_account(owner=owner, **values)
    item = make_item(account, strategy=version.strategy, state="running")
    item.investment_us, item.investment_them = [Decimal(60_000) * factor, Decimal(50_000) * factor], [Decimal(40_000) * factor]
    item.return_us, item.return_them = [Decimal(0), Decimal(170_000) * factor], [Decimal(90_000) * factor]
    item.save()
    for amount in (50_000, 12_000):
        Outlay.objects.create(item=item, on=SINCE, amount=amount * factor, by_name="Ada")
    for side, amount in (("us", 96_000), ("customer", 41_000)):
        ValueEntry.objects.create(
            account=account, item=item, side=side, component="service", kind="claimed", amount=amount * factor, currency="USD", period=SINCE
        )
    ValueEntry.objects.create(
        account=account, item=item, side="us", component="service", kind="expected", amount=7_000, currency="USD", period=SINCE
    )


@pytest.fixture
def house(cast: Cast) -> StrategyVersion:
    make_catalogue()
    version = make_version(
        make_strategy(name="Faster shelves", offering=make_offering(currency="USD"), owner=cast.user("ben")), active=True
    )
    make_objective(version, budget=130_000, planned_return=200_000)
    with_money(version, cast.user("ada"), name="Alder Markets")
    return version


def as_of(client: Client, cast: Cast, who: str) -> Client:
    client.force_login(cast.user(who))
    return client


def visit(client: Client) -> str:
    """The page as a browser asks for it: it tells that it was looked at."""
    page = client.get(PAGE)
    client.post(PAGE, {"shown": page.context["digest"]}, headers={"HX-Request": "true"})
    return text_of(page)


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_each_sum_is_on_the_page_and_its_rows_add_up_to_it(client: Client, cast: Cast, house: StrategyVersion) -> None:
    with_money(house, cast.user("eve"), name="Brightwater")
    page = text_of(as_of(client, cast, "executive").get(PAGE))
    asked = {
        ("planned", "us"): 220_000, ("planned", "them"): 80_000, ("spent", "us"): 124_000, ("expected", "us"): 340_000,
        ("expected", "them"): 180_000, ("returned", "us"): 192_000, ("returned", "them"): 82_000,
    }  # fmt: skip
    [total] = summary(cast.executive).totals
    assert total.sums == asked
    assert (total.budget, total.wanted) == (130_000, 200_000)
    for (kind, side), amount in asked.items():
        address = f"/strategies/{house.strategy_id}/money/{kind}/{side}/"
        assert f'href="{address}"' in page
        below = client.get(address)
        assert sum(row.amount for row in below.context["rows"]) == amount
        assert f"${amount:,}" in text_of(below)


def test_whoever_sees_one_account_gets_the_sums_of_that_one(client: Client, cast: Cast, house: StrategyVersion) -> None:
    with_money(house, cast.user("eve"), factor=1000, name="Brightwater Secret")
    page = text_of(as_of(client, cast, "ada").get(PAGE))
    assert "$110k" in page
    assert "$110m" not in page
    own = {
        ("planned", "us"): 110_000, ("planned", "them"): 40_000, ("spent", "us"): 62_000, ("expected", "us"): 170_000,
        ("expected", "them"): 90_000, ("returned", "us"): 96_000, ("returned", "them"): 41_000,
    }  # fmt: skip
    assert summary(cast.ada).totals[0].sums == own
    for kind, side in own:
        assert "Brightwater" not in text_of(client.get(f"/strategies/{house.strategy_id}/money/{kind}/{side}/"))


def test_a_strategy_that_is_not_there_tells_nothing_by_the_totals_either(client: Client, cast: Cast, house: StrategyVersion) -> None:
    before = summary(cast.executive)
    hidden = make_version(make_strategy(name="Hush"), active=True)
    make_objective(hidden, budget=9_000_000)
    with_money(hidden, cast.user("ada"), factor=1000, name="Alder Two")
    assert len(summary(cast.executive).lines) == 2
    visit(as_of(client, cast, "executive"))
    hidden.strategy.deleted_at = datetime(2026, 6, 1, tzinfo=UTC)
    hidden.strategy.save()
    after = summary(cast.executive)
    assert (after.totals, len(after.lines), after.verdicts) == (before.totals, 1, before.verdicts)
    with days.as_of(datetime.now(UTC) + timedelta(days=2)):
        assert "Hush" not in text_of(client.get(PAGE))
    assert client.get(f"/strategies/{hidden.strategy_id}/money/planned/us/").status_code == 404


def test_without_the_right_to_the_ledger_no_return_is_told(client: Client, cast: Cast, house: StrategyVersion) -> None:
    role = cast.user("executive").roles.get()
    role.permissions = [code for code in role.permissions if code != "relationships.value.view"]
    role.save()
    page = text_of(as_of(client, cast, "executive").get(PAGE))
    assert "$62k" in page
    assert "$96k" not in page
    assert client.get(f"/strategies/{house.strategy_id}/money/returned/us/").status_code == 404
    assert client.get(f"/strategies/{house.strategy_id}/money/planned/them/").status_code == 200
    assert client.get(f"/strategies/{house.strategy_id}/money/gold/us/").status_code == 404


def test_what_has_changed_since_the_last_visit_stands_on_it_until_the_next(client: Client, cast: Cast, house: StrategyVersion) -> None:
    as_of(client, cast, "executive")
    objective = house.objectives.get()
    with days.as_of(datetime(2026, 9, 14, 8, tzinfo=UTC)):
        assert "This is your first visit" in visit(client)
    Measurement.objects.create(objective=objective, day=date(2026, 9, 14), observations=60, estimate=0.7, upper=0.85, verdict="abandon")
    Outlay.objects.create(item=objective.version_of.strategy.roadmap_items.get(), on=SINCE, amount=8_000, by_name="Ada")
    make_version(make_strategy(name="Spare parts overnight"))
    with days.as_of(datetime(2026, 9, 15, 8, tzinfo=UTC)):
        for _ in range(2):  # loading it again loses nothing
            page = visit(client)
            assert "“On time in full” turned from keep collecting to abandon." in page
            assert "+$8,000 spent on our side: $70,000 now." in page
            assert "New here: draft." in page
        assert "turned from" not in visit(as_of(client, cast, "ben"))
    as_of(client, cast, "executive").post(
        f"/strategies/versions/{house.pk}/decide/", {"decision": "continue", "reason": "One more quarter.", "version": house.version}
    )
    with days.as_of(datetime(2026, 9, 16, 8, tzinfo=UTC)):
        page = visit(client)
        assert "turned from" not in page
        assert "New here" not in page


def test_a_look_keeps_what_was_shown_and_not_what_came_in_the_meantime(client: Client, cast: Cast, house: StrategyVersion) -> None:
    as_of(client, cast, "executive")
    with nothing_changes():
        page = client.get(PAGE)
    item = house.strategy.roadmap_items.get()
    with days.as_of(datetime(2026, 9, 14, 8, tzinfo=UTC)):
        visit(client)
        page = client.get(PAGE)
        Outlay.objects.create(item=item, on=SINCE, amount=8_000, by_name="Ada")
        with nothing_changes():
            client.post(PAGE, {"shown": page.context["digest"]})
    with days.as_of(datetime(2026, 9, 15, 8, tzinfo=UTC)):
        assert "+$8,000 spent on our side" in visit(client)


def test_a_decision_since_the_last_visit_is_told(client: Client, cast: Cast, house: StrategyVersion) -> None:
    visit(as_of(client, cast, "executive"))
    with days.as_of(datetime.now(UTC) + timedelta(hours=5)):
        sent = {"decision": "continue", "reason": "One more quarter.", "version": house.version}
        client.post(f"/strategies/versions/{house.pk}/decide/", sent)
    with days.as_of(datetime.now(UTC) + timedelta(hours=9)):
        assert "Edith Vance decided: continue. One more quarter." in text_of(client.get(PAGE))


@pytest.mark.parametrize("many", [1, 40])
def test_it_asks_the_same_however_many_strategies_there_are(
    client: Client, cast: Cast, house: StrategyVersion, many: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(many):
        version = make_version(active=True)
        objective = make_objective(version)
        Measurement.objects.create(objective=objective, day=SINCE, observations=1, estimate=0.9, verdict="continue")
        with_money(version, cast.user("ada"))
    visit(as_of(client, cast, "executive"))
    with days.as_of(datetime.now(UTC) + timedelta(days=1)), django_assert_max_num_queries(12):
        assert client.get(PAGE).status_code == 200
    with django_assert_max_num_queries(12):
        assert client.get(f"/strategies/{house.strategy_id}/money/planned/us/").status_code == 200


def test_it_fits_on_one_page_and_what_was_typed_stays_text(client: Client, cast: Cast, house: StrategyVersion) -> None:
    bad = '<img src="http://127.0.0.1:9/x"><style>@import url(file:///etc/passwd)</style>{{ 7|add:7 }}'
    house.strategy.name = f"{bad}"[:120]
    house.strategy.save()
    for n in range(60):
        version = make_version(make_strategy(name=f"Strategy with quite a long name for a segment far away {n:03}"), active=True)
        make_objective(version, budget=1_000_000 + n)
        with_money(version, cast.user("ada"), factor=1000, name=f"Account {n}")
    answer = as_of(client, cast, "executive").get("/strategies/summary.pdf")
    assert answer["Content-Type"] == "application/pdf"
    pages = PdfReader(BytesIO(answer.content)).pages
    assert len(pages) == 1
    words = " ".join(pages[0].extract_text().split())
    assert "45 more do not fit on this page" in words
    assert '<img src="http://127' in words


def test_nobody_is_told_anything_where_there_is_no_strategy(client: Client, cast: Cast) -> None:
    page = text_of(as_of(client, cast, "executive").get(PAGE))
    assert "No strategy to report on" in page
    assert as_of(client, cast, "mia").get(PAGE).status_code == 403
    assert client.get("/strategies/summary.pdf").status_code == 403


def test_one_that_stands_out_among_all_is_marked(client: Client, cast: Cast, house: StrategyVersion) -> None:
    from mutua.methods.sequential import MeanSequence

    sequence = MeanSequence(bounds=(0, 1), burn_in=30)
    sequence.update([0.0] * 40 + [1.0] * 20)
    objective = house.objectives.get()
    Evidence.objects.create(objective=objective, state=sequence.state(), read_to=SINCE, begun_on=SINCE, counted=60)
    Measurement.objects.create(objective=objective, day=SINCE, observations=60, estimate=0.33, upper=0.6, verdict="abandon")
    page = text_of(as_of(client, cast, "executive").get(PAGE))
    assert "stands out among all" in page
    assert "Looked at together with all in force, 1 stands out as unfit even so" in page
