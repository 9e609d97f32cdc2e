from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client

from mutua.customers.models import Account
from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.foundation.access import NotAllowed, NotFound
from mutua.foundation.api.actions.make_key import make_key
from mutua.foundation.api.actions.revoke_key import revoke_key
from mutua.foundation.api.models import ApiKey, KeptAnswer
from mutua.foundation.records.errors import Refused
from tests.cast import nothing_changes

READ, WRITE = (
    "customers.account.view",
    ("customers.account.view", "customers.account.create", "customers.account.edit", "customers.account.delete"),
)


class Caller:
    """A program with a key."""

    def __init__(self, client, cast, who="ben", scopes=WRITE, **more):
        self.client = client
        self.key, self.secret = make_key(getattr(cast, who), name="tests", scopes=scopes, **more)

    def __call__(self, method, path, body=None, **headers):
        sent = {"Authorization": f"Bearer {self.secret}", **{name.replace("_", "-"): str(value) for name, value in headers.items()}}
        data = json.dumps(body) if body is not None else ""
        return getattr(self.client, method)(f"/api/v1{path}", data=data, content_type="application/json", headers=sent)


@pytest.fixture
def call(client, cast):
    return Caller(client, cast)


def test_it_lists_what_the_user_of_the_key_sees_and_no_other(call, cast):
    own = make_account(owner=cast.ada)
    make_account(owner=cast.eve)
    answer = call("get", "/accounts")
    assert [item["id"] for item in answer.json()["items"]] == [own.pk]
    assert int(answer["RateLimit-Remaining"]) < int(answer["RateLimit-Limit"])


def test_pages_follow_each_other_without_a_gap(call, cast):
    made = [make_account(owner=cast.ada).pk for _ in range(5)]
    seen, after = [], ""
    while True:
        page = call("get", f"/accounts?limit=2&sort=-id&after={after}").json()
        seen += [item["id"] for item in page["items"]]
        after = page["next"]
        if not after:
            break
    assert seen == sorted(made, reverse=True)


def test_the_filter_is_the_one_of_the_lists(call, cast):
    make_account(owner=cast.ada, country="Zambia")
    make_account(owner=cast.ada, country="Nigeria")
    tree = json.dumps({"field": "country", "op": "is", "value": "Zambia"})
    assert len(call("get", f"/accounts?filter={tree}").json()["items"]) == 1


@pytest.mark.parametrize("query", ["filter={", 'filter={"field":"secret","op":"is","value":"x"}', "sort=owner__password", "after=zzz"])
def test_what_cannot_be_read_is_a_400_with_a_sentence(call, query):
    answer = call("get", f"/accounts?{query}")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"]


def test_a_parameter_with_a_slip_in_its_name_is_refused_with_the_names_that_exist(call, cast):
    make_account(owner=cast.ada)
    answer = call("get", "/accounts?fliter={}")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert (answer.json()["parameter"], answer.json()["known"]) == ("fliter", ["filter", "sort", "after", "limit"])
    assert "did you mean filter? It takes: filter, sort, after, limit." in answer.json()["detail"]


def test_a_write_with_a_parameter_that_does_not_exist_changes_nothing(call):
    call("get", "/accounts")
    with nothing_changes():
        answer = call("post", "/accounts?dry_run=1", {"name": "Alder Markets"})
    assert (answer.status_code, "takes no parameters" in answer.json()["detail"]) == (400, True)


@pytest.mark.parametrize("path", ["/accounts", "/people", "/opportunities", "/shipments", "/touchpoints", "/roadmap-items"])
def test_no_collection_overlooks_a_parameter(client, cast, path):
    assert Caller(client, cast, scopes=sorted(cast.ben.permissions))("get", f"{path}?page=2").status_code == 400


def test_who_may_not_enter_learns_nothing_about_the_parameters(client, cast):
    call = Caller(client, cast, scopes=[READ])
    assert call("get", "/people?slip=1").status_code == 403
    assert client.get("/api/v1/accounts?slip=1").status_code == 401


def test_a_write_says_which_version_it_has_read(call, cast):
    account = make_account(owner=cast.ada)
    call("get", "/accounts")  # the first use of a day is noted
    with nothing_changes():
        assert call("patch", f"/accounts/{account.pk}", {"country": "Zambia"}).status_code == 428
        stale = call("patch", f"/accounts/{account.pk}", {"country": "Zambia"}, If_Match='"9"')
    assert (stale.status_code, stale.json()["version"]) == (412, 1)
    answer = call("patch", f"/accounts/{account.pk}", {"country": "Zambia"}, If_Match='"1"')
    assert (answer.status_code, answer["ETag"], answer.json()["country"]) == (200, '"2"', "Zambia")


def test_only_named_fields_can_be_written(call, cast):
    account = make_account(owner=cast.ada)
    call("get", "/accounts")
    with nothing_changes():
        answer = call("patch", f"/accounts/{account.pk}", {"owner_id": cast.eve.user_id, "country": "Zambia"}, If_Match='"1"')
    assert (answer.status_code, [error["field"] for error in answer.json()["errors"]]) == (422, ["owner_id"])


def test_the_same_key_makes_one_account_and_gets_the_same_answer(call):
    first = call("post", "/accounts", {"name": "Alder Markets"}, Idempotency_Key="k-1")
    again = call("post", "/accounts", {"name": "Alder Markets"}, Idempotency_Key="k-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert again["Idempotent-Replayed"] == "true"
    assert Account.objects.filter(name="Alder Markets").count() == 1


def test_the_same_key_for_another_request_is_refused(call):
    call("post", "/accounts", {"name": "Alder Markets"}, Idempotency_Key="k-1")
    with nothing_changes():
        answer = call("post", "/accounts", {"name": "Brightwater"}, Idempotency_Key="k-1")
    assert answer.status_code == 422


def test_a_refusal_is_kept_too_and_changes_nothing_else(call):
    answer = call("post", "/accounts", {"name": "Alder", "roles": []}, Idempotency_Key="k-2")
    assert answer.status_code == 422
    assert not Account.objects.exists()
    assert call("post", "/accounts", {"name": "Alder", "roles": []}, Idempotency_Key="k-2")["Idempotent-Replayed"] == "true"


def test_without_a_key_nobody_comes_in(client, cast):
    with nothing_changes():
        answer = client.get("/api/v1/accounts")
        wrong = client.get("/api/v1/accounts", headers={"Authorization": "Bearer mutua_wrong"})
    assert (answer.status_code, wrong.status_code) == (401, 401)
    assert "Bearer" in answer["WWW-Authenticate"]


def test_a_key_does_no_more_than_its_scopes(client, cast):
    call = Caller(client, cast, scopes=[READ])
    account = make_account(owner=cast.ada)
    assert call("get", f"/accounts/{account.pk}").status_code == 200
    with nothing_changes():
        assert call("post", "/accounts", {"name": "Alder"}).status_code == 403


def test_a_key_ends_with_its_day_its_revocation_and_its_user(client, cast):
    over = Caller(client, cast, expires_on=days.today() - timedelta(days=1))
    assert over("get", "/accounts").status_code == 401
    call = Caller(client, cast)
    revoke_key(cast.ben, call.key.pk)
    assert call("get", "/accounts").status_code == 401
    other = Caller(client, cast)
    user = cast.user("ben")
    user.is_active = False
    user.save()
    assert other("get", "/accounts").status_code == 401


def test_nobody_gives_what_he_does_not_have(cast):
    with pytest.raises(Refused, match="do not have"), nothing_changes():
        make_key(cast.ben, name="x", scopes=["identity.everything"])
    with pytest.raises(NotAllowed), nothing_changes():
        make_key(cast.ada, name="x", scopes=[READ])


def test_the_key_itself_is_stored_nowhere(call):
    assert call.secret not in json.dumps(list(ApiKey.objects.values()), default=str)


def test_a_strangers_account_and_a_wrong_number_get_the_same_answer(call, cast):
    theirs = make_account(owner=cast.eve)
    stranger, absent = call("get", f"/accounts/{theirs.pk}"), call("get", "/accounts/999999")
    assert (stranger.status_code, stranger.content) == (absent.status_code, absent.content) == (404, absent.content)


def test_a_page_makes_a_key_and_shows_it_once(client, cast):
    client.force_login(cast.user("ben"))
    page = client.post("/settings/keys/", {"name": "ERP", "scopes": [READ]})
    assert "mutua_" in page.content.decode()
    assert "shown once" in page.content.decode()
    assert KeptAnswer.objects.count() == 0
    assert "shown once" not in client.get("/settings/keys/").content.decode()


def test_a_kept_answer_is_not_given_to_a_key_that_was_revoked(call, cast):
    first = call("post", "/accounts", {"name": "Once"}, Idempotency_Key="k")
    assert first.status_code == 201
    revoke_key(cast.ben, call.key.pk)
    assert call("post", "/accounts", {"name": "Once"}, Idempotency_Key="k").status_code == 401


def test_for_nobody_no_answer_is_kept(client, db):
    assert client.post("/api/v1/nothing", headers={"Idempotency-Key": "k"}).status_code == 404
    assert not KeptAnswer.objects.exists()


def test_who_sees_every_account_does_not_revoke_everybodys_key(call, cast):
    with pytest.raises(NotFound), nothing_changes():
        revoke_key(cast.executive, call.key.pk)
    assert revoke_key(cast.root, call.key.pk).revoked_at is not None


@pytest.mark.parametrize("name", ["a\u0000b", "a\ud800b"])
def test_a_character_that_cannot_be_kept_is_a_sentence(call, name):
    answer = call("post", "/accounts", {"name": name, "roles": ["customer"]})
    assert (answer.status_code, answer.json()["field"]) == (422, "name")


@pytest.mark.parametrize(("method", "path", "status"), [("get", "/nothing", 404), ("get", "/accounts/abc", 404), ("put", "/accounts", 405)])
def test_what_no_route_takes_is_refused_in_a_document_too(call, method, path, status):
    answer = call(method, path)
    assert (answer.status_code, answer.json()["status"], answer["Content-Type"]) == (status, status, "application/problem+json")
    assert ("Allow" in answer) == (status == 405)


def test_what_is_too_big_is_refused_before_it_is_read(call, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    answer = call("post", "/accounts", {"name": "a" * 200}, Idempotency_Key="k")
    assert (answer.status_code, answer["Content-Type"]) == (413, "application/problem+json")


def test_what_breaks_is_a_document_and_tells_nothing_of_the_inside(cast, monkeypatch):
    caller = Caller(Client(raise_request_exception=False), cast)
    monkeypatch.setattr("mutua.foundation.api.doors.read_page", lambda *given, **more: 1 / 0)
    answer = caller("get", "/accounts")
    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert "ZeroDivision" not in answer.content.decode()


@pytest.mark.parametrize("unknown", [{"nam": "Alder"}, {"parent_id": 1}, {"version": 9}])
def test_a_field_that_it_does_not_know_is_named_and_nothing_is_written(call, unknown):
    call("get", "/accounts")
    with nothing_changes():
        answer = call("post", "/accounts", {"name": "Alder Markets", **unknown})
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == list(unknown)


def test_a_record_as_it_was_read_shows_every_field_of_its_kind(call):
    made = call("post", "/accounts", {"name": "Alder Markets"}).json()
    assert call("get", f"/accounts/{made['id']}").json() == made


def test_an_older_version_is_told_what_to_do(call):
    made = call("post", "/accounts", {"name": "Alder Markets"}).json()
    answer = call("patch", f"/accounts/{made['id']}", {"tier": 1}, If_Match='"99"')
    assert answer.status_code == 412
    assert "Read it again" in answer.json()["detail"]


def test_a_place_in_another_order_gets_a_sentence(call, cast):
    for number in range(3):
        make_account(owner=cast.ada, name=f"Account {number}")
    page = call("get", "/accounts?limit=1&sort=-id").json()
    answer = call("get", f"/accounts?limit=1&sort=updated_at&after={page['next']}")
    assert (answer.status_code, "another order of this list" in answer.json()["detail"]) == (400, True)
