"""Who works where, who knows whom, and what happened, as other programs read it: the same as on the pages, and to nobody else."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from mutua.customers.tests.making import make_account, make_affiliation, make_department, make_person
from mutua.daybook.actions.note_interaction import note_interaction
from mutua.daybook.tests.making import make_interaction
from mutua.foundation import days
from mutua.foundation.access import flow_actor
from mutua.foundation.api.keys import digest_of
from mutua.foundation.api.models import ApiKey
from mutua.relationships.actions.load_catalogue import load_catalogue
from tests.cast import nothing_changes


@pytest.fixture
def account(cast):
    load_catalogue(flow_actor("tests"))
    return make_account(owner=cast.ada, name="Harbour Grocers")


class Caller:
    def __init__(self, client, actor, *scopes):
        self.client, self.secret = client, f"mutua_{actor.name}_{'-'.join(scopes)}"
        ApiKey.objects.create(user_id=actor.user_id, name="tests", prefix="mutua_tests", digest=digest_of(self.secret), scopes=list(scopes))

    def __call__(self, verb, path, body=None, **headers):
        headers = {"Authorization": f"Bearer {self.secret}", **headers}
        sent = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        return getattr(self.client, verb)(f"/api/v1/{path}", headers=headers, **sent)


def test_affiliations_are_noted_changed_ended_and_read_page_by_page(client, cast, account):
    call = Caller(client, cast.ada, "customers.account.view", "customers.person.view", "customers.person.edit")
    grace, paul = make_person(owner=cast.ada, given_name="Grace"), make_person(owner=cast.ada, given_name="Paul")
    make_affiliation(person=paul, account=account, job_title="Buyer")
    dock, elsewhere = make_department(account=account, name="Dock"), make_department(account=make_account(owner=cast.ada))
    made = call("post", f"accounts/{account.pk}/affiliations", {"person_id": grace.pk, "department_id": dock.pk, "buying_role": "decides"})
    assert (made.status_code, made.json()["department_id"], made.json()["account_id"]) == (201, dock.pk, account.pk)
    with nothing_changes():
        wrong = call("post", f"accounts/{account.pk}/affiliations", {"person_id": grace.pk, "department_id": elsewhere.pk})
        assert wrong.status_code == 404
        assert call("patch", f"affiliations/{made.json()['id']}", {"job_title": "x"}).status_code == 428
    ended = call("patch", f"affiliations/{made.json()['id']}", {"until": "2026-03-31"}, **{"If-Match": made["ETag"]})
    assert (ended.json()["until"], ended.json()["buying_role"]) == ("2026-03-31", "decides"), "only what is sent is changed"
    first = call("get", f"accounts/{account.pk}/affiliations?limit=1").json()
    second = call("get", f"accounts/{account.pk}/affiliations?limit=1&after={first['next']}").json()
    assert [first["items"][0]["person_id"], second["items"][0]["person_id"], second["next"]] == [paul.pk, grace.pk, ""]
    assert [row["account_id"] for row in call("get", f"people/{grace.pk}/affiliations").json()["items"]] == [account.pk]


def test_who_knows_whom_says_when_and_how_often_and_no_score(client, cast, account):
    grace = make_person(owner=cast.ada, account=account, given_name="Grace", family_name="Banda")
    now = days.now()
    for ago in (3, 9, 500):
        make_interaction(owner=cast.ada, account=account, person=grace, channel="call", at=now - timedelta(days=ago))
    call = Caller(client, cast.ada, "customers.person.view", "customers.account.view", "daybook.interaction.view")
    [one] = call("get", f"accounts/{account.pk}/acquaintances").json()
    assert one == {
        "user_id": cast.ada.user_id, "user": "Ada Lindqvist", "person_id": grace.pk, "person": "Grace Banda",
        "last": (now - timedelta(days=3)).date().isoformat(), "contacts": {"interactions": 2}, "in_year": 2, "responsible": True,
    }  # fmt: skip
    assert call("get", f"people/{grace.pk}/acquaintances").json() == [one]
    unaware = Caller(client, cast.ada, "customers.person.view", "customers.account.view")
    assert unaware("get", f"accounts/{account.pk}/acquaintances").json()[0]["contacts"] == {}, "a key sees no contacts without their scope"


def test_a_timeline_is_read_page_by_page_narrowed_and_in_words(client, cast, account):
    grace = make_person(owner=cast.ada, account=account, given_name="Grace", family_name="Banda")
    call = Caller(client, cast.ada, "timeline.entry.view", "customers.account.view", "customers.person.view", "daybook.interaction.view")
    for number in range(5):
        note_interaction(cast.ada, account.pk, channel="call", person_id=grace.pk, body=f"Call <b>{number}</b>")
    path = f"timeline/account/{account.pk}?lines=interaction"
    first = call("get", f"{path}&limit=3").json()
    rest = call("get", f"{path}&limit=3&after={first['next']}").json()
    assert [line["detail"] for line in first["items"] + rest["items"]] == [f"Call <b>{number}</b>" for number in (4, 3, 2, 1, 0)]
    assert rest["next"] == ""
    line = first["items"][0]
    assert (line["words"], line["by"]) == ("Ada Lindqvist noted a call with Grace Banda", "Ada Lindqvist")
    assert call("get", f"timeline/person/{grace.pk}?since=2000-01-01").json()["items"][0]["sentence"] == "daybook.interaction.call"
    assert call("get", f"timeline/account/{account.pk}?lines=nonsense").status_code == 400
    assert call("get", f"timeline/role/{account.pk}").status_code == 404
    unaware = Caller(client, cast.ada, "timeline.entry.view", "customers.account.view")
    assert unaware("get", path).json()["items"] == [], "no interactions without their scope"


def test_a_stranger_and_a_key_without_the_scope_get_nothing(client, cast, account):
    grace = make_person(owner=cast.ada, account=account)
    paths = [f"timeline/account/{account.pk}"] + [
        f"{of}/{'affiliations' if what == 'a' else 'acquaintances'}"
        for of in (f"accounts/{account.pk}", f"people/{grace.pk}")
        for what in "ab"
    ]
    every = ("timeline.entry.view", "customers.account.view", "customers.person.view")
    stranger, narrow = Caller(client, cast.eve, *every), Caller(client, cast.ada, "customers.account.view")
    for path in paths:
        assert stranger("get", path).status_code == 404, path
        assert narrow("get", path).status_code == 403, path
