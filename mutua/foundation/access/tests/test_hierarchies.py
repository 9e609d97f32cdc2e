"""See own, team, subtree, all: what one sees is what a walk through the trees by hand finds."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest

from mutua.customers.models import Account
from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.foundation.access import visible_to
from mutua.foundation.access.hierarchies import people_above
from mutua.foundation.access.people import actor_of, actor_with_id
from mutua.foundation.identity.actions.edit_team import edit_team
from mutua.foundation.identity.models import Role, Team, User
from mutua.foundation.records.errors import Refused
from mutua.sales.models import Territory, TerritoryMember
from mutua.sales.tests.making import make_territory
from tests.cast import Cast, nothing_changes


def again(cast: Cast, name: str):
    return actor_with_id(cast.user(name).pk)


def test_the_lead_of_a_team_sees_the_teams_under_it_and_not_those_beside(cast):
    hers, theirs = make_account(owner=cast.ada), make_account(owner=cast.eve)
    assert list(visible_to(again(cast, "ben"), Account.objects.all())) == [hers]
    north, south = Team.objects.get(name="North"), Team.objects.get(name="South")
    west = Team.objects.create(name="West", parent=north)
    Team.objects.filter(pk=south.pk).update(parent=west)
    assert set(visible_to(again(cast, "ben"), Account.objects.all())) == {hers, theirs}
    Team.objects.filter(pk=west.pk).update(parent=None)
    assert list(visible_to(again(cast, "ben"), Account.objects.all())) == [hers]


def test_who_only_belongs_to_a_team_sees_nobody_below_it(cast):
    theirs = make_account(owner=cast.eve)
    cast.user("ada").roles.set([Role.objects.get(key="manager")])
    Team.objects.filter(name="South").update(parent=Team.objects.get(name="North"))
    assert theirs not in visible_to(again(cast, "ada"), Account.objects.all())


def test_the_manager_of_a_territory_sees_what_belongs_to_those_below_while_both_work_there(cast):
    theirs = make_account(owner=cast.eve)
    world = make_territory(name="World", manager=cast.ben)
    south = make_territory(name="South", parent=world, sellers=[cast.eve])
    sees = lambda: theirs in visible_to(again(cast, "ben"), Account.objects.all())  # noqa: E731
    assert sees()
    member = TerritoryMember.objects.filter(territory=south)
    member.update(until=days.today() - timedelta(days=1))
    assert not sees()
    member.update(until=days.today())
    assert sees()
    TerritoryMember.objects.filter(territory=world).update(since=days.today() + timedelta(days=1))
    assert not sees()
    TerritoryMember.objects.filter(territory=world).update(since=None, role="seller")
    assert not sees()
    TerritoryMember.objects.filter(territory=world).update(role="manager")
    Territory.objects.filter(pk=south.pk).update(deleted_at=days.now())
    assert not sees()


def test_a_representative_sees_her_own_whatever_she_manages(cast):
    make_account(owner=cast.eve)
    make_territory(manager=cast.ada, sellers=[cast.eve])
    assert again(cast, "ada").owner_ids == {cast.ada.user_id}


@pytest.mark.parametrize("seed", range(8))
def test_the_subtree_is_what_a_walk_finds(db, seed):
    """Forests of teams and territories, sometimes with a circle that a restore left; each user asked."""
    draw = Random(seed)
    users = [User.objects.create_user(f"u{n}@example.org", name=f"U{n}") for n in range(12)]
    for user in users:
        user.roles.set([Role.objects.get(key="manager")])
    teams = [Team.objects.create(name=f"T{n}", lead=draw.choice([None, *users])) for n in range(9)]
    for team in teams:
        team.members.set(draw.sample(users, draw.randrange(3)))
        Team.objects.filter(pk=team.pk).update(parent=draw.choice([None, *(one for one in teams if one != team)]))
    lands = [make_territory() for _ in range(9)]
    for place, land in enumerate(lands):
        Territory.objects.filter(pk=land.pk).update(parent=draw.choice([None, *lands[:place], *lands[place + 1 :]]))
        for user in draw.sample(users, draw.randrange(4)):
            TerritoryMember.objects.create(territory=land, user=user, role=draw.choice(["manager", "seller"]))
    for user in users:
        assert actor_of(user).owner_ids == _walked(user)


def _walked(user: User) -> set[int]:
    found = {user.pk}
    for team in Team.objects.all():
        people = {one.pk for one in team.members.all()} | ({team.lead_id} if team.lead_id else set())
        if user in team.members.all() or any(one.lead_id == user.pk for one in _up(team)):
            found |= people
    for land in Territory.objects.all():
        if any(one.members.filter(user=user, role="manager").exists() for one in _up(land)):
            found |= set(land.members.values_list("user", flat=True))
    return found


def _up(place):
    line = []
    while place is not None and place not in line:
        line.append(place)
        place = place.parent
    return line


def test_it_costs_one_statement_however_deep_the_trees_are(cast, django_assert_num_queries):
    above = None
    for _ in range(30):
        above = make_territory(parent=above, manager=cast.ben, sellers=[cast.eve])
    with django_assert_num_queries(2):  # its roles, and whom it works with
        actor_of(cast.user("ben"))


def test_a_team_does_not_stand_under_itself_and_the_path_is_said(cast):
    north = Team.objects.get(name="North")
    west = Team.objects.create(name="West", parent=north)
    far = Team.objects.create(name="Far west", parent=west)
    with pytest.raises(Refused, match="North → West → Far west → North"), nothing_changes():
        edit_team(cast.root, north.pk, version=1, name="North", lead=None, members=[], parent=far)


def test_an_account_tells_who_stands_above_its_owner(client, cast):
    account = make_account(owner=cast.eve)
    make_territory(name="South", parent=make_territory(name="World", manager=cast.ben), sellers=[cast.eve])
    client.force_login(cast.user("root"))
    page = client.get(f"/panels/account/{account.pk}/seen-by/").content.decode()
    assert "Ben Okafor" in page
    assert "stands above its owner" in page
    assert people_above(cast.eve.user_id, days.today()) == {cast.ben.user_id}
