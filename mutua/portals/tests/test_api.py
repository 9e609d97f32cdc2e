"""Links and promises for other programs. The token of a link is in no answer."""

from __future__ import annotations

import pytest
from django.test import Client, override_settings

from mutua.customers.tests.making import make_account
from mutua.foundation.mail.models import OutgoingMail
from mutua.portals.models import PortalLink, Promise
from mutua.portals.tests.visiting import OUTSIDE, make_guest
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db


def test_a_link_is_mailed_and_taken_back_and_its_token_is_told_to_nobody(client: Client, cast: Cast) -> None:
    account = make_account(owner=cast.ada)
    guest = make_guest(account)
    client.force_login(cast.user("ada"))
    path = f"/api/v1/accounts/{account.pk}/portal-links"
    with override_settings(PORTAL_URL=OUTSIDE["PORTAL_URL"]):
        made = client.post(path, {"person_id": guest.pk, "open_days": 30}, content_type="application/json")
    told = made.json()
    assert (made.status_code, told["email"], told["is_open"]) == (201, "mia@alder.example", True)
    assert not {"token", "digest", "url"} & told.keys()
    assert PortalLink.objects.get().digest not in made.content.decode()
    assert "/open/" not in made.content.decode()
    back = client.post(f"{path}/{told['id']}/revoke", content_type="application/json")
    assert (back.status_code, back.json()["is_open"]) == (200, False)
    with nothing_changes():
        assert client.post(f"{path}/{told['id']}/revoke", content_type="application/json").status_code == 422
    assert [row["id"] for row in client.get(path).json()] == [told["id"]]
    assert OutgoingMail.objects.count() == 1


def test_a_promise_is_written_kept_and_of_this_account_only(client: Client, cast: Cast) -> None:
    account, other = make_account(owner=cast.ada), make_account(owner=cast.ada)
    client.force_login(cast.user("ada"))
    path = f"/api/v1/accounts/{account.pk}/promises"
    made = client.post(path, {"words": "Two days sooner", "due_on": "2099-12-31"}, content_type="application/json").json()
    with nothing_changes():
        wrong = f"/api/v1/accounts/{other.pk}/promises/{made['id']}/close"
        assert client.post(wrong, {"kept": True}, content_type="application/json").status_code == 404
        assert client.post(path, {"words": " "}, content_type="application/json").status_code == 422
    kept = client.post(f"{path}/{made['id']}/close", {"kept": True}, content_type="application/json")
    assert kept.json()["kept_on"] is not None
    with nothing_changes():
        assert client.post(f"{path}/{made['id']}/close", {"kept": False}, content_type="application/json").status_code == 422
    assert [row["words"] for row in client.get(path).json()] == ["Two days sooner"]
    assert Promise.objects.get().withdrawn_at is None
