from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from mutua.customers.tests.making import make_account, make_need
from mutua.foundation.access import NotFound
from mutua.foundation.records.errors import Refused, StaleVersion
from mutua.strategy.actions.answer_needs import answer_needs
from mutua.strategy.actions.choose_levers import Wanted, choose_levers
from mutua.strategy.actions.decide_option import decide_option
from mutua.strategy.actions.draft_successor import draft_successor
from mutua.strategy.actions.find_swot import Ground, edit_swot, find_swot, strike_swot
from mutua.strategy.actions.place_in_market import Placed, place_in_market
from mutua.strategy.actions.plan_initiatives import Intended, plan_initiatives
from mutua.strategy.actions.propose_options import propose_options
from mutua.strategy.models import ChosenLever, Lever, MarketPosition, Option, ServedNeed, StrategyVersion, SwotItem
from mutua.strategy.tests.making import make_segment, make_strategy, make_version
from tests.cast import nothing_changes

pytestmark = pytest.mark.django_db
PAGE = Ground(link="/deliveries/", evidence="all deliveries")


@pytest.fixture
def full(cast):
    """A draft with a need, a market, four findings, four options and a lever."""
    account = make_account(owner=cast.ada)
    draft = make_version(make_strategy(segment=make_segment(members=[account])))
    answer_needs(cast.executive, draft.pk, [make_need(account=account).pk], version=None)
    place_in_market(cast.executive, draft.pk, [Placed(2026, Decimal("0.12")), Placed(2029, Decimal("0.2"), is_envisioned=True)])
    choose_levers(cast.executive, draft.pk, [Wanted("Order portal", Decimal(300), is_chosen=True)])
    plan_initiatives(cast.executive, draft.pk, [Intended("Portal", 2027, 1)])
    for kind in SwotItem.Kind.values:
        find_swot(cast.executive, draft.pk, kind=kind, sentence=f"A {kind}", ground=PAGE)
    propose_options(cast.executive, draft.pk, version=None)
    return StrategyVersion.objects.get(pk=draft.pk)


def approve(version):
    StrategyVersion.objects.filter(pk=version.pk).update(state="approved", approved_at="2026-03-01T08:00Z")


TABLES = {
    "strategy_marketposition": ("share", "0.99", "(version_of_id, year, is_envisioned, share, origin) VALUES (%s, 2031, true, 0.5, '')"),
    "strategy_swotitem": ("sentence", "'Other'", "(version_of_id, kind, sentence, evidence, link, metric) VALUES (%s, 'threat', 'x', '', '/', '')"),
    "strategy_initiative": ("cost_us", "1", "(version_of_id, name, year, quarter, lasts, cost_us, cost_them) VALUES (%s, 'x', 2027, 1, 1, 0, 0)"),
    "strategy_option": ("sentence", "'Other'", None),
    "strategy_servedneed": ("need_id", "need_id + 1", None),
    "strategy_chosenlever": ("contribution", "1", None),
}  # fmt: skip


@pytest.mark.parametrize("table", TABLES)
def test_raw_sql_moves_nothing_of_an_approved_version(full, table):
    column, value, row = TABLES[table]
    approve(full)
    which = "version_id" if table == "strategy_chosenlever" else "version_of_id"
    statements = [f"UPDATE {table} SET {column} = {value}", f"DELETE FROM {table}", f"UPDATE {table} SET {which} = {full.pk + 1}"]
    if row:
        statements.append(f"INSERT INTO {table} {row}" % full.pk)
    for statement in statements:
        with (
            nothing_changes(),
            pytest.raises(IntegrityError, match="of an approved strategy version"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_a_draft_stays_open_to_raw_sql(full):
    with connection.cursor() as cursor:
        for table, (column, value, _row) in TABLES.items():
            if table != "strategy_servedneed":
                cursor.execute(f"UPDATE {table} SET {column} = {value}")
                assert cursor.rowcount


def test_a_need_that_goes_leaves_the_finding_of_an_approved_version(cast, full):
    need = make_need(account=make_account(owner=cast.ada))
    SwotItem.objects.filter(kind="threat").update(need=need)
    approve(full)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        SwotItem.objects.filter(kind="threat").update(need=ServedNeed.objects.get().need)
    need.delete()
    assert SwotItem.objects.get(kind="threat").need is None


def test_findings_are_paired_once_and_keep_what_was_decided(cast, full):
    assert sorted(option.kind for option in Option.objects.select_related("inside", "outside")) == ["SO", "ST", "WO", "WT"]
    kept = Option.objects.first()
    decide_option(cast.executive, kept.pk, version=None, state="kept", sentence="Open the portal", lever=Lever.objects.get())
    with nothing_changes(), pytest.raises(Refused, match="Every pair of findings has its option already"):
        propose_options(cast.executive, full.pk, version=None)
    find_swot(cast.executive, full.pk, kind="threat", sentence="Another threat", ground=PAGE)
    assert propose_options(cast.executive, full.pk, version=None) == 2
    assert Option.objects.get(pk=kept.pk).sentence == "Open the portal"


def test_options_need_both_sides(cast):
    draft = make_version()
    find_swot(cast.executive, draft.pk, kind="strength", sentence="Fast", ground=PAGE)
    with nothing_changes(), pytest.raises(Refused, match="joins a strength or weakness to an opportunity or threat"):
        propose_options(cast.executive, draft.pk, version=None)


def test_keeping_names_a_lever_of_the_version_and_dismissing_says_why(cast, full):
    option, foreign = Option.objects.first(), Lever.objects.create(key="foreign", name="Foreign")
    for state, lever, words in (
        ("kept", None, "which lever"),
        ("kept", foreign, "which lever"),
        ("dismissed", None, "why it is dismissed"),
    ):
        with nothing_changes(), pytest.raises(Refused, match=words):
            decide_option(cast.executive, option.pk, version=None, state=state, sentence="x", lever=lever, reason=" ")
    done = decide_option(cast.executive, option.pk, version=None, state="dismissed", sentence="x", reason="Too dear")
    assert (done.state, done.lever) == ("dismissed", None)


def test_a_finding_rests_on_something(cast):
    draft = make_version()
    for ground, words in (
        (Ground(evidence="we feel it"), "what it rests on"),
        (Ground(link="https://example.org/"), "path in Mutua"),
        (Ground(link="//example.org/"), "path in Mutua"),
        (Ground(link="/\\example.org/"), "path in Mutua"),
        (Ground(link="/\t/example.org/"), "path in Mutua"),
        (Ground(link="/\n/example.org/"), "path in Mutua"),
        (Ground(link="/a b"), "path in Mutua"),
        (Ground(metric="nose"), "no measure"),
    ):
        with nothing_changes(), pytest.raises(Refused, match=words):
            find_swot(cast.executive, draft.pk, kind="threat", sentence="A rival", ground=ground)


def test_nobody_names_a_need_that_is_not_theirs_to_see(cast):
    theirs = make_need(account=make_account(owner=cast.eve))
    draft = make_version(make_strategy(segment=make_segment(members=[theirs.account])))
    with nothing_changes(), pytest.raises(NotFound):
        find_swot(cast.ben, draft.pk, kind="threat", sentence="A rival", ground=Ground(need=theirs))
    with nothing_changes(), pytest.raises(Refused, match="There is no need with the number"):
        answer_needs(cast.ben, draft.pk, [theirs.pk], version=None)
    answer_needs(cast.executive, draft.pk, [theirs.pk], version=None)
    answer_needs(cast.ben, draft.pk, [], version=None)
    assert ServedNeed.objects.filter(need=theirs).exists(), "what Ben does not see stays as it was chosen"


def test_the_seventh_of_a_kind_is_refused_and_a_struck_one_makes_room(cast):
    draft = make_version()
    items = [find_swot(cast.executive, draft.pk, kind="threat", sentence=f"Threat {n}", ground=PAGE) for n in range(6)]
    with nothing_changes(), pytest.raises(Refused, match="There are 6 of this kind already"):
        find_swot(cast.executive, draft.pk, kind="threat", sentence="One more", ground=PAGE)
    strike_swot(cast.executive, items[0].pk, version=None)
    find_swot(cast.executive, draft.pk, kind="threat", sentence="One more", ground=PAGE)
    with nothing_changes(), pytest.raises(Refused, match="There are 6"):
        strike_swot(cast.executive, items[0].pk, version=None, back=True)


def test_the_slower_of_two_writers_is_told(cast, full):
    seen = StrategyVersion.objects.get(pk=full.pk).version
    item = SwotItem.objects.first()
    edit_swot(cast.executive, item.pk, version=seen, kind=item.kind, sentence="First", ground=PAGE)
    with nothing_changes(), pytest.raises(StaleVersion):
        edit_swot(cast.executive, item.pk, version=seen, kind=item.kind, sentence="Second", ground=PAGE)


@pytest.mark.parametrize(
    ("places", "words"),
    [
        ([Placed(2026, Decimal("0.1")), Placed(2026, Decimal("0.2"))], "stands there twice"),
        ([Placed(2026, Decimal("1.1"))], "between 0 % and 100 %"),
        ([Placed(2027, Decimal("0.1")), Placed(2026, Decimal("0.2"), is_envisioned=True)], "2026 is envisioned"),
    ],
)
def test_positions_that_contradict_each_other_are_refused(cast, full, places, words):
    with nothing_changes(), pytest.raises(Refused, match=words):
        place_in_market(cast.executive, full.pk, places)


def test_the_next_version_begins_with_all_of_it(cast, full):
    option = Option.objects.filter(inside__kind="strength", outside__kind="threat").get()
    decide_option(cast.executive, option.pk, version=None, state="dismissed", sentence="Fight", reason="Too dear")
    strike_swot(cast.executive, SwotItem.objects.get(kind="weakness").pk, version=None)
    StrategyVersion.objects.filter(pk=full.pk).update(state="active", approved_at="2026-03-01T08:00Z", active_from="2026-03-01")
    draft = draft_successor(cast.executive, StrategyVersion.objects.get(pk=full.pk))
    assert list(MarketPosition.objects.filter(version_of=draft).values_list("year", flat=True)) == [2026, 2029]
    assert ServedNeed.objects.filter(version_of=draft).count() == 1
    assert sorted(SwotItem.objects.filter(version_of=draft).values_list("kind", flat=True)) == ["opportunity", "strength", "threat"]
    copied = Option.objects.get(version_of=draft, state="dismissed")
    assert (copied.reason, copied.inside.version_of, copied.kind) == ("Too dear", draft, "ST")
    assert Option.objects.filter(version_of=draft).count() == 2


def test_an_approved_version_refuses_with_a_sentence(cast, full):
    approve(full)
    with nothing_changes(), pytest.raises(Refused, match="never changes"):
        find_swot(cast.executive, full.pk, kind="threat", sentence="Late", ground=PAGE)
    with nothing_changes(), pytest.raises(Refused, match="never changes"):
        propose_options(cast.executive, full.pk, version=None)
    assert ChosenLever.objects.count() == 1
