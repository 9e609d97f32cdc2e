"""What a version asks of a contact, and what must be true for it, over the API."""

from __future__ import annotations

import json

import pytest

from mutua.strategy.models import Criterion, StrategyVersion
from mutua.strategy.tests.making import make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def executive(client, cast):
    client.force_login(cast.user("executive"))
    return client


def put(client, version, sent):
    address = f"/api/v1/strategy-versions/{version.pk}/criteria"
    return client.put(address, json.dumps(sent), content_type="application/json", HTTP_IF_MATCH=f'"{version.version}"')


def test_criteria_are_asked_and_read_in_their_order(executive):
    draft = make_version()
    facts = {one["key"]: one for one in executive.get("/api/v1/contact-facts").json()}
    fact = next(key for key, one in facts.items() if one["kind"] == "text")
    sent = [
        {"question": "Do they decide?", "aspect": "authority", "must": False},
        {"question": "In our regions?", "fact": fact, "op": "in", "value": "ZM, ZW"},
    ]
    answer = put(executive, draft, sent)
    assert answer.status_code == 200, answer.content
    told = executive.get(f"/api/v1/strategy-versions/{draft.pk}/criteria").json()
    kept = [(one["question"], one["aspect"], one["must"], one["fact"], one["op"], one["value"]) for one in told]
    assert kept == [("Do they decide?", "authority", False, "", "", ""), ("In our regions?", "fit", True, fact, "in", "ZM, ZW")]
    assert "wished for" in told[0]["words"]
    assert put(executive, draft, []).status_code == 412, "somebody wrote meanwhile"
    assert Criterion.objects.count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"question": " "},
        {"question": "Big?", "fact": "nothing", "op": "is", "value": "1"},
        {"question": "Q", "aspect": "luck"},
        {"question": "Q", "x": 1},
    ],
)
def test_a_question_that_cannot_be_asked_is_refused_and_nothing_moves(executive, wrong):
    draft = make_version()
    draft.criteria.create(question="Do they decide?")
    assert put(executive, draft, [wrong]).status_code == 422
    assert [one.question for one in draft.criteria.all()] == ["Do they decide?"]


def test_an_approved_version_asks_what_it_asked(executive):
    draft = make_version()
    StrategyVersion.objects.filter(pk=draft.pk).update(state="approved", approved_at="2026-03-01T08:00Z")
    draft.refresh_from_db()
    assert put(executive, draft, [{"question": "Late?"}]).status_code == 422
    assert not Criterion.objects.exists()


def test_what_must_be_true_is_read(executive):
    draft = make_version()
    address = f"/api/v1/strategy-versions/{draft.pk}/assumptions"
    executive.post(address, json.dumps({"sentence": "Rates stay", "test_plan": "Ask"}), content_type="application/json")
    (told,) = executive.get(address).json()
    assert (told["sentence"], told["test_plan"], told["holds"]) == ("Rates stay", "Ask", "unknown")
