"""A signed link opens the customer's scorecard on its own measure, what it gains, what we promised; it countersigns or objects."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from mutua.backoffice.models import Shipment
from mutua.customers.tests.making import make_account
from mutua.foundation import days
from mutua.foundation.jobs.inline import run_waiting
from mutua.foundation.ui.shots import arrive, open_page
from mutua.portals.actions.promise import promise
from mutua.portals.tests.visiting import make_open_link
from mutua.relationships.actions.enter_value import enter_value
from mutua.relationships.models import ValueEntry, ValueSignature
from mutua.relationships.tests.making import make_account_touchpoint, make_measure
from tests.browser import Visit, well_made
from tests.cast import Cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def test_the_customers_own_page(visit: Visit, chrome: Any, portal_url: str, cast: Cast) -> None:
    account = make_account(name="Alder Markets", owner=cast.ada, note="slow payers")
    make_measure(make_account_touchpoint(account), early_days=0, late_days=1)
    _deliver(account, good=942, late=58)
    promise(cast.ada, account.pk, words="Standing appointments", due_on=days.today() + timedelta(days=30))
    entries = {"service": Decimal("84000.00"), "price": Decimal("30000.00")}
    for component, amount in entries.items():
        enter_value(
            cast.ada,
            account.pk,
            side="customer",
            component=component,
            amount=amount,
            currency="USD",
            period=days.today(),
            kind="claimed",
            evidence="Fewer calls",
        )
    _link, token = make_open_link(account)

    for look in ("light", "dark", "phone"):
        mia = open_page(chrome, look)
        arrive(mia, f"{portal_url}/open/{token}/")
        said = mia.inner_text("main")
        assert "94.2" in said
        assert "942 of 1,000 as you ask, 58 not." in said
        assert "Standing appointments" in said
        assert "slow payers" not in mia.content()
        assert well_made(mia, f"portal-{look}") == []
        arrive(mia, f"{portal_url}/value/")
        assert well_made(mia, f"portal-value-{look}") == []
        if look != "phone":
            mia.context.close()

    # on the phone: one entry is signed, the other objected to
    service = mia.locator(".claim", has_text="Service")
    service.get_by_role("button", name="Sign this entry").click()
    mia.get_by_text("Signed. Thank you.").wait_for()
    price = mia.locator(".claim", has_text="Price")
    price.locator("summary").click()
    price.get_by_label("Why you object").fill("We never got that discount")
    price.get_by_role("button", name="Object").click()
    mia.get_by_text("Your objection is with us.").wait_for()
    assert dict(ValueEntry.objects.values_list("component", "kind")) == {"service": "verified", "price": "disputed"}
    assert set(ValueSignature.objects.values_list("signer_name", "signer_email")) == {("Mia Santos", "mia@alder.example")}

    # nothing of ours can be reached from there
    for path in (
        f"/accounts/{account.pk}/",
        "/accounts/",
        "/sign-in/",
        "/api/v1/accounts",
        f"/accounts/{account.pk}/value/",
        "/static/../accounts/",
    ):
        answer = mia.goto(portal_url + path)
        assert answer.status == 404
        assert "Alder Markets and" not in mia.inner_text("main")
    mia.context.close()

    # and we read it on our page, where nobody can sign
    run_waiting()
    ada = visit(cast.user("ada"), f"/accounts/{account.pk}/value/")
    said = ada.inner_text("main")
    assert "signed by Mia Santos" in said
    assert "We never got that discount" in said
    assert ada.get_by_role("button", name="Sign").count() == 0
    assert well_made(ada, "ledger-signed") == []


def _deliver(account: Any, good: int, late: int) -> None:
    on = days.today() - timedelta(days=60)
    Shipment.objects.bulk_create(
        Shipment(account=account, number=f"S{number}", currency="USD", value=4_000, promised_on=on, delivered_on=on + timedelta(days=9 if number < late else 0), quantity_ordered=10, quantity_delivered=10)
        for number in range(good + late)
    )  # fmt: skip
