from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from mutua.foundation.access import NOBODY, NotAllowed, declare, may, needs, public, require, signed_in
from mutua.foundation.access.built_in_roles import sync_built_in_roles
from mutua.foundation.access.people import actor_of
from mutua.foundation.identity.models import Role


def request_of(actor, method="GET"):
    request = RequestFactory().generic(method, "/accounts/?q=zambia")
    request.actor = actor
    return request


@needs("customers.account.create")
def create(request):
    return HttpResponse("made")


@signed_in
def own_page(request):
    return HttpResponse("own")


def test_it_lets_in_who_holds_the_permission(cast):
    assert create(request_of(cast.ada)).content == b"made"


def test_it_refuses_who_does_not(cast):
    with pytest.raises(NotAllowed, match=r"customers\.account\.create"):
        create(request_of(cast.cleo))


def test_whoever_is_not_signed_in_is_sent_to_sign_in_and_back(cast):
    answer = create(request_of(NOBODY))
    assert answer.status_code == 302
    assert answer["Location"].endswith("?next=%2Faccounts%2F%3Fq%3Dzambia")


def test_a_form_is_not_sent_again_after_signing_in(cast):
    assert create(request_of(NOBODY, "POST"))["Location"].endswith("?next=%2F")


def test_any_signed_in_person_sees_what_is_its_own(cast):
    assert own_page(request_of(cast.mia)).content == b"own"


def test_each_kind_of_route_says_its_policy():
    assert (create.policy.kind, create.policy.detail) == ("needs", "customers.account.create")
    assert own_page.policy.kind == "signed_in"
    assert public("a health check holds no data")(lambda request: None).policy.kind == "public"


def test_an_undeclared_permission_is_a_mistake_and_not_a_yes(cast):
    with pytest.raises(LookupError, match="No permission is called"):
        may(cast.root, "customers.account.explode")


def test_a_permission_is_not_declared_twice_with_other_roles():
    with pytest.raises(ValueError, match="declared twice"):
        declare("customers.account.create", "Add accounts", roles=("agent",))


def test_a_key_can_do_no_more_than_its_scopes_nor_than_its_user(cast):
    key = cast.ada.limited_to(frozenset({"customers.account.view", "strategy.review.decide"}))
    assert may(key, "customers.account.view")
    assert not may(key, "customers.account.create")
    with pytest.raises(NotAllowed):
        require(key, "customers.account.create")
    assert "strategy.review.decide" not in key.permissions


def test_a_person_who_may_no_longer_sign_in_is_nobody(cast):
    ada = cast.user("ada")
    ada.is_active = False
    assert actor_of(ada) is NOBODY


def test_built_in_roles_follow_the_code_and_own_roles_are_left_alone(cast):
    Role.objects.filter(key="representative").update(permissions=["gone.and.away"])
    Role.objects.create(key="auditor", name="Auditor", permissions=["customers.account.view"], scope="all")
    sync_built_in_roles()
    assert "customers.account.create" in Role.objects.get(key="representative").permissions
    assert Role.objects.get(key="auditor").permissions == ["customers.account.view"]


def test_an_actor_costs_two_queries_at_the_most(cast, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        actor_of(cast.user("ben"))
