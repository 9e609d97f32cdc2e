"""Prepare and write up: before a customer meeting one page, and its PDF; after it one form."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from mutua.backoffice.tests.making import make_order
from mutua.customers.models import Account, Need
from mutua.customers.tests.making import make_affiliation, make_need, make_person
from mutua.daybook.models import Interaction, Meeting, Task
from mutua.foundation import days
from mutua.foundation.identity.models import User
from mutua.relationships.models import Engagement, Touchpoint
from mutua.relationships.tests.scene import make_scene
from mutua.sales.tests.making import make_opportunity
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast: Cast) -> Account:
    """Alder Markets with something of everything."""
    account = make_scene(cast)
    make_need(account, words="Two days less from order to shelf", importance=5, satisfaction=2)
    make_need(account, words="One invoice that matches what came", importance=4, satisfaction=3)
    make_order(account, number="PO-7781", state="open", dated_on=days.today() - timedelta(days=2), value=18_400, currency="USD")
    make_opportunity(owner=cast.ada, account=account, name="Shelf-ready trays", amount=48_000)
    Task.objects.create(
        title="Send the delivery calendar", account=account, assignee_id=cast.ada.user_id, due_on=days.today() - timedelta(days=1)
    )
    return account


@pytest.fixture
def meeting(cast: Cast, account: Account) -> Meeting:
    """With Tess Holloway, an hour ago."""
    begins = days.now() - timedelta(hours=1)
    touchpoint = Touchpoint.objects.get(key="account-review")
    meeting = Meeting.objects.create(
        title="Year review", account=account, touchpoint=touchpoint, begins_at=begins, ends_at=begins + timedelta(minutes=50)
    )
    tess = make_person(given_name="Tess", family_name="Holloway", owner=cast.ada)
    make_affiliation(person=tess, account=account, job_title="Head of supply chain")
    meeting.guests.add(tess)
    meeting.colleagues.add(cast.ada.user_id)
    return meeting


def text(content: bytes) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", content.decode())))


# From the scene: 66 deliveries of which 10 came four days late (every second one after the 46th); they accept one day. What is wanted at physical
# delivery adds continuous replenishment (90k in the catalogue) and changes the appointments (10k); at order management shared order status.
FACTS = (
    "Who will be there", "Ada Lindqvist", "Tess Holloway", "Head of supply chain",
    "Out of tolerance", "10 of 66 failed",
    "Profile", "Physical delivery", "Cooperative",
    "Open gaps", "Scheduled appointments to Standing appointments", "$100k",
    "Value, both ways", "They have got", "$114k", "We have got", "$120k",
    "What they need", "Two days less from order to shelf", "importance 5, satisfied 2 of 5",
    "Orders under way", "PO-7781", "$18.4k",
    "Open deals", "$48k",
    "Promises that are open", "Send the delivery calendar",
)  # fmt: skip


def test_one_page_holds_all_of_it_and_its_pdf_the_same(client: Client, cast: Cast, meeting: Meeting) -> None:
    client.force_login(cast.user("ada"))
    page = text(client.get(f"/meetings/{meeting.pk}/prepare/").content)
    assert [fact for fact in FACTS if fact not in page] == []
    answer = client.get(f"/meetings/{meeting.pk}/prepare/pdf/")
    assert answer["Content-Type"] == "application/pdf"
    reader = PdfReader(BytesIO(answer.content))
    paper = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert [fact for fact in FACTS if fact not in paper] == []
    assert len(reader.pages) <= 2


def test_cases_do_not_exist_yet_and_nothing_pretends_that_they_do(client: Client, cast: Cast, meeting: Meeting) -> None:
    client.force_login(cast.user("ada"))
    assert "Cases" not in text(client.get(f"/meetings/{meeting.pk}/prepare/").content).partition("Who will be there")[2]


def test_one_form_writes_everything(client: Client, cast: Cast, account: Account, meeting: Meeting) -> None:
    client.force_login(cast.user("ada"))
    form = client.get(f"/meetings/{meeting.pk}/write-up/").content.decode()
    appointments = Engagement.objects.get(activity__key="scheduled-appointments")
    shelf, invoice = Need.objects.filter(account=account).order_by("-importance")
    tess, ben = meeting.guests.get(), User.objects.get(pk=cast.ben.user_id)
    assert all(f'name="{name}"' in form for name in (f"engagement_{appointments.pk}", f"need_{shelf.pk}", "task_1", "body"))
    at = account.touchpoints.get(touchpoint__key="physical-delivery")
    due = days.today() + timedelta(days=14)
    sent = {
        "version": meeting.version, "body": "They take standing appointments from May.\nThe invoice is right now.", "channel": "visit", "person": tess.pk,
        f"engagement_{appointments.pk}": "full", f"engagement_{appointments.pk}_version": appointments.version,
        "new_activity": f"{at.pk}:standing-appointments", "new_state": "planned",
        f"need_{shelf.pk}": "4", f"need_{shelf.pk}_version": shelf.version, f"need_{invoice.pk}": "met", f"need_{invoice.pk}_version": invoice.version,
        "need_words": "Pallets that fit their racks", "need_importance": "4",
        "task_1": "Send the new calendar", "task_1_who": cast.ada.user_id, "task_1_due": due.isoformat(), "task_1_for": tess.pk,
        "task_2": "Measure the racks", "task_2_who": ben.pk,
    }  # fmt: skip
    answer = client.post(f"/meetings/{meeting.pk}/write-up/", sent)
    assert answer.status_code == 302, text(answer.content)
    said = Interaction.objects.get()
    assert (said.person, said.at, said.touchpoint.key, said.owner_id) == (tess, meeting.begins_at, "account-review", cast.ada.user_id)
    for record in (appointments, shelf, invoice, meeting):
        record.refresh_from_db()
    assert (appointments.state, shelf.satisfaction, invoice.closed_on, meeting.interaction) == ("full", 4, days.today(), said)
    assert Engagement.objects.get(activity__key="standing-appointments").state == "planned"
    assert Need.objects.get(words="Pallets that fit their racks").importance == 4
    tasks = {
        task.title: (task.assignee_id, task.due_on, task.promised_to) for task in Task.objects.exclude(title="Send the delivery calendar")
    }
    assert tasks == {"Send the new calendar": (cast.ada.user_id, due, tess), "Measure the racks": (ben.pk, None, None)}
    assert "They take standing appointments from May." in text(client.get(f"/accounts/{account.pk}/").content)


def test_a_visit_that_nobody_planned_is_written_up_from_the_account(client: Client, cast: Cast, account: Account) -> None:
    client.force_login(cast.user("ada"))
    assert client.post(f"/accounts/{account.pk}/write-up/", {"body": "I met them at the fair", "channel": "visit"}).status_code == 302
    assert Interaction.objects.get().body == "I met them at the fair"
    assert "One page before you meet them" in text(client.get(f"/panels/account/{account.pk}/meeting-them/").content)
