"""What may be done to those who sign in, and what nobody may."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import close_old_connections, connections
from django.test import Client

from mutua.customers.tests.making import make_account
from mutua.foundation.access import NotAllowed, NotFound
from mutua.foundation.access.people import actor_with_id
from mutua.foundation.api.actions.make_key import make_key
from mutua.foundation.events.models import EventRow
from mutua.foundation.identity.actions.add_team import add_team
from mutua.foundation.identity.actions.add_user import add_user
from mutua.foundation.identity.actions.bring_user_back import bring_user_back
from mutua.foundation.identity.actions.edit_team import edit_team
from mutua.foundation.identity.actions.edit_user import edit_user
from mutua.foundation.identity.actions.end_user import end_user
from mutua.foundation.identity.actions.make_password_link import make_password_link
from mutua.foundation.identity.models import Role, Team, User
from mutua.foundation.identity.owned import holdings
from mutua.foundation.records.errors import Refused, StaleVersion
from tests.cast import PASSWORD, nothing_changes

pytestmark = pytest.mark.django_db


def role(key: str) -> Role:
    return Role.objects.get(key=key)


def as_api(secret: str) -> int:
    return Client().get("/api/v1/accounts", headers={"Authorization": f"Bearer {secret}"}).status_code


def test_who_is_ended_comes_in_by_no_door(cast):
    ben, browser = cast.user("ben"), Client()
    browser.post("/sign-in/", {"login": ben.email, "password": PASSWORD})
    _key, secret = make_key(cast.ben, name="ERP", scopes=["customers.account.view"])
    link = make_password_link(cast.root, ben.pk)
    assert (browser.get("/accounts/").status_code, as_api(secret)) == (200, 200)

    end_user(cast.root, ben.pk, version=ben.version)
    assert (browser.get("/accounts/").status_code, as_api(secret)) == (302, 401)
    assert not Client().login(email=ben.email, password=PASSWORD)
    Client().post("/sign-in/", {"login": ben.email, "password": PASSWORD})
    assert "password1" not in Client().get(link, follow=True).content.decode()


def test_what_opened_the_account_before_the_end_does_not_open_it_after_the_return(cast):
    ben, browser = cast.user("ben"), Client()
    browser.force_login(ben)
    _key, secret = make_key(cast.ben, name="ERP", scopes=["customers.account.view"])
    Authenticator.objects.create(user=ben, type="webauthn", data={})
    SocialAccount.objects.create(user=ben, provider="oidc", uid="ben-at-work")
    ended = end_user(cast.root, ben.pk, version=ben.version)
    bring_user_back(cast.root, ben.pk, version=ended.version)
    assert (browser.get("/accounts/").status_code, as_api(secret)) == (302, 401)
    assert not Client().login(email=ben.email, password=PASSWORD)
    assert not ben.authenticator_set.exists()
    assert not SocialAccount.objects.filter(user=ben).exists()
    assert [one.key for one in ben.roles.all()] == ["manager"]


def test_nobody_ends_herself_and_the_last_administrator_stays(cast):
    root = cast.user("root")
    with pytest.raises(Refused, match="ends herself"), nothing_changes():
        end_user(cast.root, root.pk, version=None)
    with pytest.raises(Refused, match="last administrator"), nothing_changes():
        edit_user(cast.root, root.pk, version=None, roles=[role("manager")])
    second = add_user(cast.root, email="second@example.org", name="Second", roles=[role("administrator")])
    end_user(actor_with_id(second.pk), root.pk, version=None)
    with pytest.raises(Refused, match="last administrator"), nothing_changes():
        edit_user(actor_with_id(second.pk), second.pk, version=None, roles=[])


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_end_each_other_at_once_leave_one(cast):
    second = add_user(cast.root, email="second@example.org", name="Second", roles=[role("administrator")])
    pairs = [(cast.root, second.pk), (actor_with_id(second.pk), cast.root.user_id)]

    def end(pair) -> str:
        close_old_connections()
        try:
            end_user(pair[0], pair[1], version=None)
            return "ended"
        except Refused:
            return "refused"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(end, pairs)) == ["ended", "refused"]
    assert User.objects.filter(is_active=True, roles__key="administrator").count() == 1


def test_nobody_gives_more_than_it_has(cast):
    office = Role.objects.create(key="office", name="Office", permissions=[f"identity.user.{act}" for act in ("view", "create", "edit", "end", "invite")] + ["identity.colleague.view"], scope="own")  # fmt: skip
    clerk = add_user(cast.root, email="clerk@example.org", name="Clerk", roles=[office])
    actor = actor_with_id(clerk.pk)
    for act in (
        lambda: add_user(actor, email="x@example.org", name="X", roles=[role("administrator")]),
        lambda: edit_user(actor, clerk.pk, version=None, roles=[office, role("administrator")]),
        lambda: make_password_link(actor, cast.root.user_id),
        lambda: end_user(actor, cast.root.user_id, version=None),
        lambda: edit_user(actor, cast.ada.user_id, version=None, roles=[]),
    ):
        with pytest.raises(Refused, match="more than you"), nothing_changes():
            act()
    assert add_user(actor, email="x@example.org", name="X", roles=[office]).roles.get() == office


def test_who_has_no_permission_finds_nobody(cast):
    with pytest.raises(NotFound), nothing_changes():
        end_user(cast.ben, cast.ada.user_id, version=None)
    with pytest.raises(NotAllowed), nothing_changes():
        add_user(cast.executive, email="x@example.org", name="X")
    with pytest.raises(NotAllowed), nothing_changes():
        add_team(cast.ben, name="West")


def test_the_slower_of_two_writers_is_told(cast):
    ada = edit_user(cast.root, cast.ada.user_id, version=1, name="Ada L.")
    assert ada.version == 2
    with pytest.raises(StaleVersion), nothing_changes():
        edit_user(cast.root, ada.pk, version=1, name="Ada Lovelace")
    Client().post("/sign-in/", {"login": ada.email, "password": PASSWORD})
    ada.refresh_from_db()
    assert (ada.version, ada.last_login is not None) == (2, True)


def test_an_address_signs_in_once(cast):
    with pytest.raises(Refused, match="signs in with") as refusal, nothing_changes():
        add_user(cast.root, email="ADA@example.org", name="Another")
    assert refusal.value.field == "email"
    with pytest.raises(Refused), nothing_changes():
        add_user(cast.root, email="no address", name="Another")


def test_the_history_tells_who_changed_which_role_and_keeps_no_password(client, cast):
    edit_user(cast.root, cast.ada.user_id, version=1, name="Ada L.", roles=[role("manager")])
    client.force_login(cast.user("root"))
    page = client.get(f"/settings/people/{cast.ada.user_id}/").content.decode()
    assert "roles: Representative → Team lead" in page
    assert "Root" in page
    old = cast.user("ada").events.get()
    assert old.name == "Ada Lindqvist"
    assert not hasattr(old, "password")
    assert EventRow.objects.filter(name="identity.user.changed").count() == 1


def test_what_the_user_looks_after_is_counted_with_the_way_to_hand_it_over(cast):
    make_account(owner=cast.ada)
    make_account(owner=cast.eve)
    found = {str(one.title): one for one in holdings(cast.root, cast.ada.user_id)}
    assert {title: one.count for title, one in found.items()} == {"Accounts": 1}
    browser = Client()
    browser.force_login(cast.user("root"))
    assert browser.get(found["Accounts"].address).context["count"].number == 1


def test_a_team_is_added_renamed_and_filled(cast):
    west = add_team(cast.root, name="West", lead=cast.user("ben"))
    with pytest.raises(Refused, match="already"), nothing_changes():
        add_team(cast.root, name="west")
    edit_team(cast.root, west.pk, version=1, name="Far west", lead=None, members=[cast.user("eve")], parent=None)
    with pytest.raises(StaleVersion), nothing_changes():
        edit_team(cast.root, west.pk, version=1, name="West", lead=None, members=[], parent=None)
    west.refresh_from_db()
    assert (west.name, west.lead, list(west.members.all())) == ("Far west", None, [cast.user("eve")])
    assert Team.objects.get(pk=west.pk).events.get().name == "West"
