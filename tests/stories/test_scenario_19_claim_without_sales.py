"""A claim without sales: warehouse and accounts payable settle a shortage. It stands on the account's page at once, under Physical delivery;
sales hears only when the tolerance is broken."""

from __future__ import annotations

import html
import io
from datetime import date, timedelta

import pytest
from django.test import Client

from mutua.customers.models import Account
from mutua.customers.tests.making import make_account, make_affiliation, make_department, make_person
from mutua.daybook.models import Interaction
from mutua.foundation import days
from mutua.foundation.access import flow_actor
from mutua.foundation.identity.models import Team
from mutua.foundation.imports.actions.import_now import import_now
from mutua.foundation.jobs.inline import run_waiting
from mutua.foundation.mail.models import OutgoingMail
from mutua.relationships.models import AccountTouchpoint
from mutua.relationships.tests.making import make_account_touchpoint, make_measure
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SHORT = "OS&D on ASN 4711: six cases short of ten"
SETTLED = "Settled: credit note for six cases, they pay the rest on Friday"


@pytest.fixture
def account(cast: Cast) -> Account:
    """Ada sells to it. Cleo settles shortages in our warehouse; Thandiwe receives there, Chanda pays there."""
    Team.objects.get(name="North").members.add(cast.user("cleo"))
    account = make_account(name="Zambia programme", owner=cast.ada)
    make_measure(make_account_touchpoint(account), early_days=0, late_days=0, target="0.9900", tolerance="0.9800")
    for given, function in (("Thandiwe", "receiving"), ("Chanda", "accounts-payable")):
        department = make_department(account=account, name=function, function=function)
        make_affiliation(person=make_person(owner=cast.ada, given_name=given, family_name="Mwansa"), account=account, department=department)
    return account


def bring_in(account: Account, first: date, delivered: list[int]) -> None:
    """One delivery of ten cases a day; delivered: how many of them came."""
    lines = ["key,account,number,promised_on,delivered_on,quantity_ordered,quantity_delivered,value,currency"]
    for number, cases in enumerate(delivered):
        day = first + timedelta(days=number)
        lines.append(f"{day},{account.name},ASN-{day},{day},{day},10,{cases},100,USD")
    import_now(flow_actor("test"), "shipments", io.BytesIO("\n".join(lines).encode()), file_name="shipments.csv", source="test")
    run_waiting()


def said(client: Client, account: Account, given: str, body: str, **more: object) -> None:
    person = account.affiliations.get(person__given_name=given).person
    form = {"kind": "call", "side": "them", "body": body, "person": person.pk, **more}
    assert client.post(f"/accounts/{account.pk}/compose/", form).status_code == 302


def page(client: Client, address: str) -> str:
    return html.unescape(client.get(address).content.decode())


def settle(client: Client, cast: Cast, account: Account) -> None:
    client.force_login(cast.user("cleo"))
    said(client, account, "Thandiwe", SHORT)
    said(client, account, "Chanda", SETTLED, touchpoint="physical-delivery")


def test_it_is_on_the_account_and_at_the_touchpoint_as_soon_as_it_is_written(client: Client, cast: Cast, account: Account) -> None:
    settle(client, cast, account)
    # No job has run: what is written is there in the same transaction, far within the five seconds.
    timeline = page(client, f"/accounts/{account.pk}/")
    for words in (SHORT, SETTLED):
        assert words in timeline
        assert "Physical delivery" in timeline.split(words)[1].split("</li>")[0]
    here = page(client, AccountTouchpoint.objects.get(account=account).get_absolute_url()).split("What was said here")[1]
    assert SHORT in here
    assert SETTLED in here
    inferred = dict(Interaction.objects.values_list("body", "touchpoint_inferred"))
    assert inferred == {SHORT: True, SETTLED: False}  # a call from receiving is about a delivery; one from accounts payable had to be said


def test_sales_hears_nothing_of_one_shortage(client: Client, cast: Cast, account: Account) -> None:
    bring_in(account, days.today() - timedelta(days=300), [10] * 250)
    bring_in(account, days.today() - timedelta(days=20), [4])
    settle(client, cast, account)
    run_waiting()
    client.force_login(cast.user("ada"))
    today = page(client, "/")
    assert "Out of tolerance" not in today
    assert SHORT not in today
    assert not OutgoingMail.objects.exists()


def test_sales_hears_when_the_tolerance_is_broken(client: Client, cast: Cast, account: Account) -> None:
    bring_in(account, days.today() - timedelta(days=300), [10] * 250)
    settle(client, cast, account)
    bring_in(account, days.today() - timedelta(days=20), [4] * 8)
    client.force_login(cast.user("ada"))
    assert "Physical delivery" in page(client, "/")
    [mail] = OutgoingMail.objects.all()
    assert (mail.to, mail.subject.split(":")[0]) == ("ada@example.org", "Out of tolerance")
