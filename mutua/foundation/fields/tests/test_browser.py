"""Custom fields in a real browser: defined with what they come to beside them, and shown in a list, a form and on a record."""

from __future__ import annotations

import pytest

from mutua.customers.tests.making import make_account
from mutua.foundation.fields.actions.define_field import define_field
from mutua.sales.tests.making import make_opportunity
from tests.browser import well_made

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def account(cast):
    define_field(cast.root, record_kind="account", label="Fee", kind="money")
    define_field(cast.root, record_kind="account", label="Marks", kind="multi", choices=["Gold", "Key customer", "New this year"])
    define_field(cast.root, record_kind="account", label="Portal", kind="url")
    define_field(cast.root, record_kind="account", label="Monthly", kind="formula", formula="spend / 12")
    define_field(cast.root, record_kind="account", label="Worth of deals", kind="rollup", relation="deals", function="sum", of="amount")
    custom = {
        "fee": {"amount": "1250.50", "currency": "EUR"},
        "marks": ["Gold", "Key customer"],
        "portal": "https://portal.example.com/customers",
    }
    made = make_account(name="Lusaka Medical Stores", spend_per_year=144_000, currency="USD", custom=custom)
    make_opportunity(account=made, amount=5000)
    return made


@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_list_form_and_record_are_well_made(cast, visit, account, look):
    root = cast.user("root")
    columns = "custom.fee,custom.marks,custom.portal,custom.monthly,custom.worth_of_deals"
    assert well_made(visit(root, f"/accounts/?cols=name,{columns}&sort=-custom.worth_of_deals", look), f"custom-list-{look}") == []
    assert well_made(visit(root, f"/accounts/{account.pk}/edit/", look), f"custom-form-{look}") == []
    assert well_made(visit(root, f"/accounts/{account.pk}/", look), f"custom-record-{look}") == []
    assert well_made(visit(root, "/settings/fields/", look), f"custom-settings-{look}") == []


@pytest.mark.parametrize("look", ["light", "phone"])
def test_a_roll_up_is_defined_by_choosing_and_tried_while_one_types(cast, visit, account, look):
    page = visit(cast.user("root"), "/settings/fields/new/?kind=rollup", look)
    page.get_by_label("Label").fill("Large deals")
    page.get_by_label("Which records").select_option("deals")
    page.get_by_label("What of them").select_option("sum")
    page.get_by_label("Of which field").select_option("amount")
    page.get_by_label("Only those for which").fill('{"field": "amount", "op": "gte", "value": 1000}')
    page.get_by_text("Only where Amount is at least 1000.").wait_for()
    assert page.get_by_label("Label").input_value() == "Large deals"
    assert "$5,000" in page.locator("#field-check").inner_text()
    assert well_made(page, f"custom-rollup-{look}") == []
    page.get_by_role("button", name="Add field").click()
    page.get_by_text("Large deals was added.").wait_for()


@pytest.mark.parametrize("moment", ["htmx:beforeSend", "htmx:afterSwap"])
def test_a_choice_made_while_the_form_is_being_drawn_anew_is_asked_like_any_other(cast, visit, account, moment):
    page = visit(cast.user("root"), "/settings/fields/new/?kind=rollup")
    page.evaluate(
        """(moment) => document.getElementById("field-parts").addEventListener(moment, () => setTimeout(() => {
            const list = document.querySelector("[name=function]");
            list.value = "sum";
            list.dispatchEvent(new Event("change", { bubbles: true }));
        }), { once: true })""",
        moment,
    )
    page.get_by_label("Which records").select_option("deals")
    page.get_by_label("Of which field").select_option("amount")
    assert page.get_by_label("What of them").input_value() == "sum"
    assert page.said == []
