"""Initiatives over the API, and their form."""

from __future__ import annotations

import json

import pytest

from mutua.strategy.models import Initiative, StrategyVersion
from mutua.strategy.tests.making import make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def executive(client, cast):
    client.force_login(cast.user("executive"))
    return client


def put(client, version, sent, **headers):
    return client.put(f"/api/v1/strategy-versions/{version.pk}/initiatives", json.dumps(sent), content_type="application/json", **headers)


def test_initiatives_are_planned_and_read(executive):
    draft = make_version()
    sent = [{"name": "Order portal", "year": 2027, "quarter": 2, "lasts": 3, "cost_us": "100.10", "return_them": "5"}]
    answer = put(executive, draft, sent, HTTP_IF_MATCH=f'"{draft.version}"')
    assert answer.status_code == 200, answer.content
    (told,) = executive.get(f"/api/v1/strategy-versions/{draft.pk}/initiatives").json()
    assert (told["name"], told["quarter"], told["lasts"], told["cost_us"], told["return_us"]) == ("Order portal", 2, 3, "100.10", None)
    assert put(executive, draft, [], HTTP_IF_MATCH=f'"{draft.version}"').status_code == 412, "somebody wrote meanwhile"
    assert Initiative.objects.count() == 1


def test_an_approved_version_takes_none(executive):
    draft = make_version()
    StrategyVersion.objects.filter(pk=draft.pk).update(state="approved", approved_at="2026-03-01T08:00Z")
    draft.refresh_from_db()
    assert put(executive, draft, [{"name": "Late", "year": 2027, "quarter": 1}], HTTP_IF_MATCH=f'"{draft.version}"').status_code == 422
    assert not Initiative.objects.exists()


def test_the_form_keeps_what_was_typed_where_something_is_missing(executive):
    draft = make_version()
    address = f"/strategies/versions/{draft.pk}/initiatives/"
    rows = {"form-TOTAL_FORMS": 3, "form-INITIAL_FORMS": 0, "version": draft.version}
    refused = executive.post(address, {**rows, "form-0-name": "Order portal", "form-0-quarter": 2, "form-1-cost_us": 5})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "Say in which year it begins." in page
    assert "Say what is done." in page
    assert 'value="Order portal"' in page
    assert not Initiative.objects.exists()
    kept = executive.post(address, {**rows, "form-0-name": "Order portal", "form-0-year": 2027, "form-0-quarter": 2}, follow=True)
    assert "Order portal" in kept.content.decode()
    assert Initiative.objects.get().lasts == 1
