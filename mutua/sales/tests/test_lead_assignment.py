"""Who gets the next lead. Turns and loads counted by hand."""

from __future__ import annotations

from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from mutua.foundation.access import NotAllowed
from mutua.foundation.identity.models import Team
from mutua.foundation.records.errors import Refused
from mutua.sales.actions.assign_lead import assign_lead
from mutua.sales.actions.edit_lead import edit_lead
from mutua.sales.models import Lead, LeadPool, TerritoryMember
from mutua.sales.rules.assignment import Seller, by_load, in_turn
from mutua.sales.tests.lead_making import NIGERIA, make_lead
from mutua.sales.tests.making import make_territory
from tests.cast import nothing_changes, way_back

THREE = [Seller(1, "Ada", 4), Seller(2, "Ben", 0), Seller(3, "Cleo", 2)]


def test_in_turn_goes_round_and_skips_who_is_full():
    got, last = [], None
    for _ in range(4):
        turn = in_turn(THREE, last, None)
        assert turn is not None
        last = turn.seller.user_id
        got.append((last, turn.place, turn.of))
    assert got == [(1, 1, 3), (2, 2, 3), (3, 3, 3), (1, 1, 3)]
    turn = in_turn(THREE, 3, 4)
    assert turn is not None
    assert (turn.seller.name, turn.skipped) == ("Ben", ("Ada",))
    assert in_turn(THREE, None, 0) is None
    assert in_turn([], None, None) is None
    turn = in_turn(THREE, 99, None)  # who had the last one works here no more
    assert turn is not None
    assert turn.seller.name == "Ada"


def test_by_load_takes_the_fewest_and_of_several_whose_turn_it_is():
    turn = by_load(THREE, None, None)
    assert turn is not None
    assert (turn.seller.name, turn.place, turn.of) == ("Ben", 2, 3)
    even = [Seller(1, "Ada", 1), Seller(2, "Ben", 1), Seller(3, "Cleo", 5), Seller(4, "Dov", 1)]
    order = []
    last: int | None = None
    for _ in range(4):
        turn = by_load(even, last, None)
        assert turn is not None
        last = turn.seller.user_id
        order.append(last)
    assert order == [1, 2, 4, 1]
    turn = by_load(even, 3, None)
    assert turn is not None
    assert turn.seller.name == "Dov"
    assert by_load(even, None, 1) is None


@pytest.mark.django_db
def test_the_deepest_territory_that_fits_comes_first_and_the_reason_is_kept(cast):
    africa = make_territory(name="Africa", predicate={"all": [{"field": "country", "op": "in", "value": ["Nigeria", "Kenya"]}]})
    nigeria = make_territory(name="Nigeria", parent=africa, predicate=NIGERIA)
    for territory, user in ((africa, "eve"), (nigeria, "ada")):
        TerritoryMember.objects.create(territory=territory, user=cast.user(user), since=date(2026, 1, 1))
        LeadPool.objects.create(territory=territory)
    LeadPool.objects.create(team=Team.objects.get(name="South"), by="load")
    for country, owner, why in (
        ("Nigeria", "ada", "first in turn of territory Nigeria; 0 open leads"),
        ("Kenya", "eve", "first in turn of territory Africa; 0 open leads"),
        ("", "eve", "fewest of 1 in team South; 1 open lead"),
    ):
        lead = assign_lead(cast.root, make_lead(country=country).pk, version=1)
        assert (lead.owner, lead.told_assignment) == (cast.user(owner), why)
    lead = edit_lead(cast.root, lead.pk, version=lead.version, owner=cast.user("ben"))
    assert lead.told_assignment == ""


@pytest.mark.django_db
def test_nobody_free_no_right_and_no_open_lead_change_nothing(cast):
    lead = make_lead(owner=cast.ada)
    with nothing_changes(), pytest.raises(Refused, match="No pool"):
        assign_lead(cast.ben, lead.pk, version=1)
    LeadPool.objects.create(team=Team.objects.get(name="North"), most=1)
    with nothing_changes(), pytest.raises(Refused, match="No pool"):
        assign_lead(cast.ben, lead.pk, version=1)  # Ada has one, and nobody else is there
    with nothing_changes(), pytest.raises(NotAllowed):
        assign_lead(cast.ada, lead.pk, version=1)
    ended = make_lead(owner=cast.ada, state="disqualified", disqualified_reason="x")
    with nothing_changes(), pytest.raises(Refused, match="has ended"):
        assign_lead(cast.ben, ended.pk, version=1)


@pytest.mark.django_db(transaction=True)
def test_two_leads_at_once_do_not_get_the_same_turn(cast):
    team = Team.objects.get(name="North")
    team.members.add(cast.user("cleo"))
    LeadPool.objects.create(team=team)
    leads, together, failed = [make_lead(), make_lead()], Barrier(2), []

    def give(number: int) -> None:
        try:
            with transaction.atomic():
                together.wait(5)
                assign_lead(cast.root, number, version=1)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [Thread(target=give, args=[lead.pk]) for lead in leads]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert failed == []
    assert set(Lead.objects.values_list("owner__name", flat=True)) == {"Ada Lindqvist", "Cleo Reyes"}


@pytest.mark.django_db
def test_a_manager_makes_a_pool_gives_leads_and_takes_the_pool_away(client, cast):
    client.force_login(cast.user("ben"))
    north = Team.objects.get(name="North")
    assert client.post("/leads/pools/new/", {"by": "turn"}).status_code == 422
    assert client.post("/leads/pools/new/", {"by": "turn", "team": north.pk}).status_code == 302
    assert "Ada Lindqvist" in client.get("/leads/pools/").content.decode()
    lead = make_lead(owner=cast.ben)
    page = client.post(f"/leads/{lead.pk}/assign/", {"version": 1}, follow=True).content.decode()
    assert "first in turn of team North; 0 open leads" in page
    pool = LeadPool.objects.get()
    page = client.post(f"/leads/pools/{pool.pk}/delete/", {"version": 1}, follow=True).content.decode()
    assert not LeadPool.objects.exists()
    client.post(way_back(page))
    assert LeadPool.objects.exists()
