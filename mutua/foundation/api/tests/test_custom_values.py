"""What the API tells of custom fields: those that are asked for, and no other."""

from __future__ import annotations

from mutua.customers.models import Account
from mutua.customers.tests.making import make_account
from mutua.foundation.api.tests.test_api import Caller
from mutua.foundation.fields.actions.define_field import define_field
from mutua.foundation.fields.actions.retire_field import bring_field_back, retire_field
from mutua.foundation.fields.models import CustomField


def test_the_value_of_a_retired_field_is_kept_and_not_told(client, cast):
    for label in ("Stores", "Grade"):
        define_field(cast.root, record_kind="account", label=label, kind="text")
    account = make_account(owner=cast.ada, custom={"stores": "9", "grade": "A"})
    grade = CustomField.objects.get(name="grade")
    retire_field(cast.root, grade.pk)
    call = Caller(client, cast)

    one = call("get", f"/accounts/{account.pk}").json()
    page = call("get", "/accounts").json()["items"][0]
    changed = call("patch", f"/accounts/{account.pk}", {"country": "Zambia"}, If_Match='"1"').json()
    assert [told["custom"] for told in (one, page, changed)] == [{"stores": "9"}] * 3
    assert Account.objects.get().custom == {"stores": "9", "grade": "A"}

    bring_field_back(cast.root, grade.pk)
    assert call("get", "/accounts").json()["items"][0]["custom"] == {"stores": "9", "grade": "A"}
    assert call("get", f"/accounts/{account.pk}").json()["custom"] == {"stores": "9", "grade": "A"}
