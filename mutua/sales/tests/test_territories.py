from __future__ import annotations

from datetime import date

import pytest

from mutua.customers.actions.edit_account import edit_account
from mutua.customers.tests.making import make_account
from mutua.foundation.access import NotAllowed, NotFound
from mutua.foundation.jobs.inline import run_waiting
from mutua.foundation.records.errors import Refused
from mutua.sales.actions.create_territory import create_territory
from mutua.sales.actions.delete_territory import delete_territory
from mutua.sales.actions.edit_territory import edit_territory
from mutua.sales.actions.join_territory import join_territory
from mutua.sales.actions.leave_territory import leave_territory
from mutua.sales.actions.name_accounts import name_accounts, unname_account
from mutua.sales.actions.place_accounts import Placed, place_accounts
from mutua.sales.models import Territory, TerritoryAccount
from mutua.sales.queries.territories import below, members_on, territories_of, tree_of
from mutua.sales.rules.placing import deepest_first
from mutua.sales.tests.making import make_territory
from tests.cast import nothing_changes


def country(name: str) -> dict:
    return {"field": "country", "op": "is", "value": name}


def test_an_account_lies_in_the_deepest_territory_whose_rule_fits(cast):
    africa = make_territory(name="Africa", predicate={"any": [country("Zambia"), country("Kenya")]})
    zambia = make_territory(name="Zambia", parent=africa, predicate=country("Zambia"))
    one, other, none = (make_account(country=name) for name in ("Zambia", "Kenya", "Peru"))
    assert place_accounts(cast.root) == Placed(came=2, moved=0, left=0)
    assert place_accounts(cast.root) == Placed(0, 0, 0)
    assert territories_of(cast.root, [one.pk, other.pk, none.pk]) == {one.pk: zambia, other.pk: africa}
    Territory.objects.filter(pk=zambia.pk).update(predicate={})
    assert place_accounts(cast.root) == Placed(came=0, moved=1, left=0)
    Territory.objects.filter(pk=africa.pk).update(predicate=country("Kenya"))
    assert place_accounts(cast.root, [other.pk]) == Placed(0, 0, 0)
    assert place_accounts(cast.root) == Placed(came=0, moved=0, left=1)


def test_what_somebody_named_stays_whatever_the_rules_say(cast):
    here, there = make_territory(), make_territory(predicate=country("Zambia"))
    account = make_account(country="Zambia")
    place_accounts(cast.root)
    assert name_accounts(cast.root, here.pk, [account.pk]) == 1
    assert name_accounts(cast.root, here.pk, [account.pk]) == 0
    place_accounts(cast.root)
    assert territories_of(cast.root, [account.pk]) == {account.pk: here}
    unname_account(cast.root, here.pk, account.pk)
    assert territories_of(cast.root, [account.pk]) == {account.pk: there}


def test_equally_deep_ones_are_asked_by_age():
    assert deepest_first({1: None, 2: 1, 3: 1, 4: 3, 5: None}) == [4, 2, 3, 1, 5]


def test_a_circle_is_refused_with_its_path(cast):
    world = make_territory(name="World")
    north = make_territory(name="North", parent=world)
    arctic = make_territory(name="Arctic", parent=north)
    with pytest.raises(Refused, match="World → North → Arctic → World"), nothing_changes():
        edit_territory(cast.root, world.pk, version=1, parent=arctic)
    with pytest.raises(Refused, match="World → World"), nothing_changes():
        edit_territory(cast.root, world.pk, version=1, parent=world)


@pytest.mark.parametrize(
    "values", [{"name": ""}, {"name": "world"}, {"name": "A", "predicate": {"field": "nothing", "op": "is", "value": 1}}]
)
def test_what_cannot_be_is_refused_and_changes_nothing(cast, values):
    make_territory(name="world")
    with pytest.raises(Refused), nothing_changes():
        create_territory(cast.root, **values)


def test_only_administrators_make_somebody_a_manager(cast):
    land = make_territory(manager=cast.ben)
    for act in (
        lambda: join_territory(cast.ben, land.pk, user=cast.user("eve")),
        lambda: edit_territory(cast.ben, land.pk, version=1, name="X"),
    ):
        with pytest.raises(NotAllowed), nothing_changes():
            act()
    with pytest.raises(NotFound), nothing_changes():
        join_territory(cast.mia, land.pk, user=cast.user("eve"))


def test_members_come_and_go_by_day(cast):
    land = make_territory()
    member = join_territory(cast.root, land.pk, user=cast.user("ada"), since=date(2026, 3, 1))
    with pytest.raises(Refused), nothing_changes():
        leave_territory(cast.root, land.pk, member.pk, until=date(2026, 2, 1))
    with pytest.raises(Refused, match="already"), nothing_changes():
        join_territory(cast.root, land.pk, user=cast.user("ada"))
    leave_territory(cast.root, land.pk, member.pk, until=date(2026, 3, 31))
    days = {date(2026, 2, 28): 0, date(2026, 3, 1): 1, date(2026, 3, 31): 1, date(2026, 4, 1): 0}
    assert {day: members_on(cast.ada, [land.pk], day).count() for day in days} == days
    with pytest.raises(Refused), nothing_changes():
        leave_territory(cast.root, land.pk, member.pk)


def test_a_territory_with_others_under_it_stays(cast):
    world = make_territory(name="World", accounts=[make_account()])
    make_territory(name="North", parent=world)
    with pytest.raises(Refused, match="North"), nothing_changes():
        delete_territory(cast.root, world.pk, version=1)
    Territory.objects.filter(name="North").update(parent=None)
    delete_territory(cast.root, world.pk, version=1)
    assert not TerritoryAccount.objects.exists()


def test_the_tree_names_what_stands_below(cast):
    world = make_territory(name="World")
    south, north = make_territory(name="South", parent=world), make_territory(name="North", parent=world)
    arctic = make_territory(name="Arctic", parent=north)
    assert [(place.territory.name, place.depth) for place in tree_of(cast.ada)] == [("World", 0), ("North", 1), ("Arctic", 2), ("South", 1)]
    assert below(cast.ada, north.pk) == {north.pk, arctic.pk}
    assert below(cast.ada, south.pk) == {south.pk}
    assert below(cast.mia, world.pk) == frozenset()


def test_a_changed_account_moves_at_once(cast):
    north = make_territory(predicate=country("Zambia"))
    account = make_account(country="Kenya")
    edit_account(cast.root, account.pk, version=1, country="Zambia")
    run_waiting()
    assert territories_of(cast.root, [account.pk]) == {account.pk: north}
