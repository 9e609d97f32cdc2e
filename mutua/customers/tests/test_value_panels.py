"""Needs and ratings, whole: what is open, what is closed, and how the ratings went."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from mutua.customers.models import Need
from mutua.customers.tests.making import make_account, make_need, make_value_rating
from mutua.customers.value_panels import course


@pytest.mark.django_db
def test_the_course_goes_from_the_oldest_to_the_newest_and_says_who_leads(cast):
    account = make_account(owner=cast.ada)
    new = make_value_rating(account, ours=9, next_best=7, next_best_name="Betatech", rated_on=date(2026, 6, 1))
    old = make_value_rating(account, ours=5, rated_on=date(2026, 1, 1))
    shown = course("Service", [new, old])
    assert [row[1] for row in shown["table"]["rows"]] == [9, 5]
    assert [row[4] for row in shown["table"]["rows"]] == ["+2", "–"]
    assert shown["our_dots"][0][1] > shown["our_dots"][1][1], "a higher rating stands higher"
    assert len(shown["their_dots"]) == 1
    assert shown["label"] == "Service: they rate us 9 of 10, Betatech 7."


@pytest.mark.django_db
def test_a_need_is_closed_on_its_page_and_stays_to_be_read(cast):
    ada, account = Client(), make_account(owner=cast.ada)
    ada.force_login(cast.users["ada"])
    need = make_need(account, words="Two days shorter", noted_on=date(2026, 1, 1))
    make_value_rating(account)
    address = reverse("customers:detail-edit", args=["need", need.pk])
    sent = {"version": 1, "words": need.words, "importance": 4, "noted_on": "2026-01-01"}
    assert "cannot be closed before" in ada.post(address, {**sent, "closed_on": "2025-01-01"}).content.decode()
    assert ada.post(address, {**sent, "closed_on": "2026-02-01"}).status_code == 302
    assert Need.objects.get().closed_on == date(2026, 2, 1)
    page = ada.get(reverse("customers:account-tab", args=[account.pk, "needs"])).content.decode()
    assert page.index("Closed") < page.index("Two days shorter")
    assert "could not be shown" not in page
    assert "Two days shorter" not in ada.get(account.get_absolute_url()).content.decode()
