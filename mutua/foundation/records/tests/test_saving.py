"""What is not stored, whoever sends it: the sentence names the field, and nothing moves."""

from __future__ import annotations

import json

import pytest

from mutua.customers.models import Account
from mutua.customers.tests.making import make_account
from mutua.foundation.api.actions.make_key import make_key
from mutua.foundation.database.text import LONGEST
from mutua.foundation.records.actions.restore import restore
from mutua.foundation.records.actions.soft_delete import soft_delete
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.saving import store
from tests.cast import nothing_changes

pytestmark = pytest.mark.django_db


def test_a_text_as_long_as_the_bound_is_kept_and_one_character_more_is_not(cast):
    account = make_account(owner=cast.ada)
    account.note = "x" * LONGEST
    store(account)
    account.note += "x"
    with pytest.raises(Refused, match="20,001 characters; at most 20,000") as refusal, nothing_changes():
        store(account)
    assert refusal.value.field == "note"


def test_what_was_longer_before_still_comes_out_of_the_bin(cast):
    account = make_account(owner=cast.ada)
    Account.everything.filter(pk=account.pk).update(note="x" * (LONGEST + 1))
    account.refresh_from_db()
    soft_delete(cast.ada, account, account.version)
    assert restore(cast.ada, Account.everything.get(pk=account.pk)).deleted_at is None


def test_a_program_and_a_page_get_the_sentence(client, cast):
    account = make_account(owner=cast.ada)
    _key, secret = make_key(cast.ben, name="tests", scopes=["customers.account.view", "customers.account.edit"])
    headers = {"Authorization": f"Bearer {secret}", "If-Match": '"1"'}
    body = json.dumps({"note": "x" * 50_000})
    client.get("/api/v1/accounts", headers=headers)
    with nothing_changes():
        answer = client.patch(f"/api/v1/accounts/{account.pk}", body, content_type="application/json", headers=headers)
    assert (answer.status_code, answer.json()["field"]) == (422, "note")
    client.force_login(cast.users["ada"])
    form = {"name": account.name, "roles": ["customer"], "currency": "USD", "tier": "", "note": "x" * 50_000, "version": 1}
    with nothing_changes():
        page = client.post(f"/accounts/{account.pk}/edit/", form)
    assert (page.status_code, "at most 20,000 are kept" in page.content.decode()) == (422, True)
