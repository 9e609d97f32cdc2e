"""Fields of the records that one names: the same grammar in lists, segments and the API, and nothing told that is not to be seen."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from mutua.customers.tests.making import make_account
from mutua.foundation.fields.actions.define_field import define_field
from mutua.foundation.filters import FilterError, apply_filter
from mutua.foundation.identity.models import Team
from mutua.sales.models import Opportunity
from mutua.sales.tests.making import make_opportunity

pytestmark = pytest.mark.django_db


@pytest.fixture
def deals(cast):
    define_field(cast.root, record_kind="account", label="Stores", kind="number")
    zambian = make_account(name="Z", country="Zambia", owner=cast.ada, custom={"stores": "12"}, currency="USD", spend_per_year=9)
    make_opportunity(name="One", account=zambian, owner=cast.ada)
    make_opportunity(name="Two", account=make_account(name="K", country="Kenya", owner=cast.ada), owner=cast.ada)


def names(field, op, value=None, actor=None):
    leaf = {"field": field, "op": op} | ({} if value is None else {"value": value})
    return sorted(apply_filter(Opportunity.objects.all(), "opportunity", leaf, actor=actor).values_list("name", flat=True))


def test_a_field_of_the_record_that_it_names(cast, deals):
    for actor in (None, cast.root, cast.ada):
        assert names("account.country", "is", "Zambia", actor) == ["One"]
        assert names("account.country", "is_not", "Zambia", actor) == ["Two"]
        assert names("account.custom.stores", "gt", 10, actor) == ["One"]
        assert names("account.spend", "is", "9 USD", actor) == ["One"]
        assert names("account.roles", "contains", "customer", actor) == ["One", "Two"]


def test_two_steps_and_several_values(cast, deals):
    team = Team.objects.create(name="Far north", lead=cast.users["ben"])
    team.members.add(cast.users["ada"])
    for actor in (None, cast.root, cast.ada):
        assert names("account.owner.team", "contains", str(team.pk), actor) == ["One", "Two"]
        assert names("owner.team", "contains", "999", actor) == []
    other = make_opportunity(name="Three", account=make_account(name="N", owner=cast.cleo), owner=None)
    assert names("owner.name", "empty") == ["Three"]
    assert names("account.owner.team", "contains", str(team.pk)) == ["One", "Two"]
    assert other.pk


def test_nothing_is_told_of_a_record_that_is_not_to_be_seen(cast, deals):
    make_opportunity(name="Three", account=make_account(name="N", country="Norway", owner=cast.cleo), owner=cast.ada)
    assert names("account.country", "is", "Norway") == ["Three"]
    assert names("account.country", "is", "Norway", cast.ada) == []
    assert names("account.country", "empty", None, cast.ada) == ["Three"]


@pytest.mark.parametrize(
    "field",
    [
        "owner.email",
        "owner.last_login",
        "owner.role",
        "owner.password",
        "account.nothing",
        "account.owner.email",
        "stage.name",
        "account__country",
        "account.",
    ],
)
def test_what_is_not_offered_is_unknown(cast, deals, field):
    with pytest.raises(FilterError, match="There is no field"):
        names(field, "is", "x")


def test_list_and_api_understand_it_and_offer_it(cast, deals):
    client = Client()
    client.force_login(cast.users["ada"])
    tree = json.dumps({"field": "account.country", "op": "is", "value": "Zambia"})
    page = client.get("/deals/", {"f": tree}).content.decode()
    assert "Account: Country is" in page
    assert "One" in page
    assert [one["name"] for one in client.get("/api/v1/opportunities", {"filter": tree}).json()["items"]] == ["One"]
    assert 'value="account.custom.stores"' in client.get("/deals/", {"editor": 1}).content.decode()
