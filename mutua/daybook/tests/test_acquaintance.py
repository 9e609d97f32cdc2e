"""Who knows whom: counted from what happened, told in words that say why."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mutua.customers.acquaintance_panel import because
from mutua.customers.queries.acquaintance import who_knows, who_knows_whom
from mutua.customers.rules.acquaintance import Touch, touch
from mutua.customers.tests.making import make_account, make_assignment, make_person
from mutua.daybook.models import Meeting
from mutua.daybook.tests.making import make_interaction
from mutua.foundation import days


@pytest.mark.parametrize(
    "in_year, since, expected",
    [(0, None, Touch.UNKNOWN), (0, 400, Touch.LONG_AGO), (12, 3, Touch.OFTEN), (3, 3, Touch.NOW_AND_THEN), (40, 91, Touch.FADING)],
)
def test_words_follow_from_the_last_day_and_the_count_of_a_year(in_year, since, expected):
    assert touch(in_year, since) is expected


def meet(account, touchpoint, at, colleague, *guests):
    meeting = Meeting.objects.create(title="Talk", account=account, touchpoint=touchpoint, begins_at=at, ends_at=at)
    meeting.colleagues.add(colleague)
    meeting.guests.add(*guests)


@pytest.mark.django_db
def test_calls_and_meetings_count_and_notes_and_what_is_to_come_do_not(cast):
    account, now = make_account(owner=cast.ben), days.now()
    grace, paul = make_person(account=account), make_person(account=account)
    called = make_interaction(owner=cast.ada, account=account, person=grace, channel="call", at=now - timedelta(days=3))
    make_interaction(owner=cast.ada, account=account, person=grace, channel="call", at=now - timedelta(days=500))
    make_interaction(owner=cast.ada, account=account, person=grace, channel="note", at=now)
    meet(account, called.touchpoint, now - timedelta(days=9), cast.users["ada"], grace, paul)
    meet(account, called.touchpoint, now + timedelta(days=9), cast.users["ada"], grace)
    known = {(one.user.name, one.person.pk): one for one in who_knows_whom(cast.ben, account)}
    with_grace = known["Ada Lindqvist", grace.pk]
    assert (with_grace.in_year, with_grace.last) == (2, (now - timedelta(days=3)).date())
    assert "1 call, mail or visit, 1 meeting in a year" in because(with_grace)
    assert known["Ada Lindqvist", paul.pk].in_year == 1
    assert [one.touch for one in who_knows(cast.ben, grace) if one.responsible] == [Touch.UNKNOWN]


@pytest.mark.django_db
def test_contacts_with_an_account_out_of_sight_are_not_told(cast):
    person = make_person(owner=cast.ada)
    make_interaction(owner=cast.eve, account=make_account(owner=cast.eve), person=person, channel="call")
    assert who_knows(cast.ada, person) == []
    assert [one.user.name for one in who_knows(cast.executive, person)] == ["Eve Moreau"]


@pytest.mark.django_db
def test_the_tab_asks_the_same_few_questions_for_many_people_as_for_one(cast):
    ada, account, asked = Client(), make_account(owner=cast.ada), []
    ada.force_login(cast.users["ada"])
    make_assignment(account=account, user=cast.cleo)
    address = reverse("customers:account-tab", args=[account.pk, "people"])
    ada.get(address)
    for size in (1, 20):
        for _number in range(size):
            make_interaction(owner=cast.ada, account=account, person=make_person(account=account), channel="visit")
        with CaptureQueriesContext(connection) as captured:
            page = ada.get(address).content.decode()
        asked.append(len(captured))
    assert asked[0] == asked[1] <= 30
    assert "Who knows whom" in page
    assert "could not be shown" not in page
