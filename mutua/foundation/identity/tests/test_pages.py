"""The administrator's pages of users, teams and roles."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client

from mutua.foundation.identity.models import Role, Team, User
from mutua.foundation.jobs.inline import run_waiting
from mutua.foundation.mail.models import OutgoingMail
from tests.cast import PASSWORD, nothing_changes

pytestmark = pytest.mark.django_db
NEW = {"email": "nina@example.org", "name": "Nina Berg"}
CHOSEN = "a long and fresh password"


@pytest.fixture
def root(client, cast) -> Client:
    client.force_login(cast.user("root"))
    return client


def shown_link(answer) -> str:
    return re.search(r"data-link>([^<]+)<", answer.content.decode())[1]


def set_password(link: str, password: str = CHOSEN) -> int:
    browser = Client()
    page = browser.get(link, follow=True)
    return (
        browser.post(page.redirect_chain[-1][0], {"password1": password, "password2": password}).status_code if page.redirect_chain else 0
    )


def test_who_is_added_sets_a_password_with_a_link_that_works_once(root, cast, settings):
    manager = Role.objects.get(key="manager")
    answer = root.post("/settings/people/new/", {**NEW, "roles": [manager.pk]}, headers={"host": "evil.example"})
    assert answer["Cache-Control"] == "no-store"
    link = shown_link(answer)
    assert link.startswith(f"{settings.SITE_URL}/sign-in/password/reset/key/")
    assert set_password(link) == 302
    nina = User.objects.get(email=NEW["email"])
    assert nina.check_password(CHOSEN)
    assert list(nina.roles.all()) == [manager]
    set_password(link, "another password entirely")
    nina.refresh_from_db()
    assert nina.check_password(CHOSEN)
    assert Client().post("/sign-in/", {"login": nina.email, "password": CHOSEN}).status_code == 302


def test_the_link_goes_out_by_mail_on_the_address_of_the_installation(root, cast, settings):
    settings.SITE_URL = "https://crm.example.com"
    root.post("/settings/people/new/", {**NEW, "by_mail": "on"}, headers={"host": "evil.example"})
    run_waiting()
    (letter,) = mail.outbox
    assert letter.to == [NEW["email"]]
    assert re.search(r"https://crm\.example\.com/sign-in/password/reset/key/\S+", letter.body)
    assert "evil.example" not in letter.body + letter.subject
    assert OutgoingMail.objects.get().about_kind == "user"


def test_a_forgotten_password_is_mended_on_the_address_of_the_installation(cast, settings):
    settings.SITE_URL = "https://crm.example.com"
    Client().post("/sign-in/password/reset/", {"email": "ada@example.org"}, headers={"host": "evil.example"})
    (letter,) = mail.outbox
    assert "https://crm.example.com/sign-in/password/reset/key/" in letter.body
    assert "evil.example" not in letter.body + letter.subject


def test_the_confirmation_of_an_address_too(cast, settings):
    settings.SITE_URL = "https://crm.example.com"
    browser = Client()
    browser.post("/sign-in/", {"login": "ada@example.org", "password": PASSWORD})
    browser.post("/sign-in/reauthenticate/", {"password": PASSWORD})
    browser.post("/sign-in/email/", {"action_add": "", "email": "ada@home.example"}, headers={"host": "evil.example"})
    letter = next(one for one in mail.outbox if "confirm" in one.body.lower())
    assert "https://crm.example.com/sign-in/confirm-email/" in letter.body
    assert "evil.example" not in letter.body + letter.subject


def test_a_wrong_form_makes_nobody_and_says_why(root, cast):
    with nothing_changes():
        answer = root.post("/settings/people/new/", {"email": "ada@example.org", "name": "Ada"})
    assert answer.status_code == 422
    assert "signs in with" in answer.content.decode()


def test_the_list_finds_by_name_role_team_and_state(root, cast, django_assert_max_num_queries):
    north = Team.objects.get(name="North")
    User.objects.filter(pk=cast.dov.user_id).update(is_active=False)

    def names(query: str) -> set[str]:
        with django_assert_max_num_queries(14):
            page = root.get(f"/settings/people/?{query}")
        return {row.name for row in page.context["rows"]}

    assert names("q=lindq") == {"Ada Lindqvist"}
    assert names("view=ended") == {"Dov Peretz"}
    assert names("view=administrators") == {"Root"}
    assert names(f'f={{"field":"team","op":"contains","value":"{north.pk}"}}') == {"Ada Lindqvist"}
    assert names('f={"field":"role","op":"empty"}') == {"Dov Peretz", "Mia Santos"}
    assert len(names("")) == User.objects.count()


def test_a_user_is_changed_ended_and_brought_back(root, cast):
    page, ada = f"/settings/people/{cast.ada.user_id}/", cast.user("ada")
    team, role = Team.objects.get(name="South"), Role.objects.get(key="agent")
    assert root.post(page, {"version": 1, "name": "Ada L.", "roles": [role.pk], "teams": [team.pk]}).status_code == 302
    ada.refresh_from_db()
    assert (ada.name, list(ada.roles.all()), list(ada.teams.all())) == ("Ada L.", [role], [team])
    with nothing_changes():
        assert root.post(page, {"version": 1, "name": "Ada M."}).status_code == 409
        assert root.post(f"{page}end/", {}).status_code in (409, 422)
    assert "stays with this name" not in root.get(f"{page}end/").content.decode()
    root.post(f"{page}end/", {"version": 2})
    assert "Bring back" in root.get(page).content.decode()
    with nothing_changes():
        assert root.post(f"{page}link/").status_code == 422
    root.post(f"{page}back/", {"version": 3})
    ada.refresh_from_db()
    assert (ada.is_active, ada.version, ada.has_usable_password()) == (True, 4, False)


def test_nobody_is_offered_her_own_end(root, cast):
    page = f"/settings/people/{cast.root.user_id}/"
    assert f"{page}end/" not in root.get(page).content.decode()
    with nothing_changes():
        assert root.post(f"{page}end/", {"version": 1}).status_code == 422


def test_the_roles_say_what_each_may_do(root):
    page = root.get("/settings/roles/").content.decode()
    assert "May do everything" in page
    assert "Win deals" in page


def test_teams_are_added_and_filled(root, cast):
    assert root.post("/settings/teams/new/", {"name": "West", "members": [cast.eve.user_id]}).status_code == 302
    west = Team.objects.get(name="West")
    root.post(f"/settings/teams/{west.pk}/", {"version": 1, "name": "Far west", "lead": cast.ben.user_id, "members": []})
    west.refresh_from_db()
    assert (west.name, west.lead_id, west.members.count()) == ("Far west", cast.ben.user_id, 0)
    assert "Far west" in root.get("/settings/teams/").content.decode()
