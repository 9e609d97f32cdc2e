"""P1 and P2: nothing gives one score of a relationship or sorts by type, on any list, export or answer; a label changes nothing that is derived."""

from __future__ import annotations

import csv
import io
import json
import random
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from mutua.customers.tests.making import make_account
from mutua.foundation.lists.spec import _specs
from mutua.relationships.actions.label_touchpoint import label_touchpoint
from mutua.relationships.models import Activity, Engagement
from mutua.relationships.queries.touchpoints import meetings_of
from mutua.relationships.rules.kinds import EngagementState, RelationshipType
from mutua.relationships.tests.making import make_account_touchpoint, make_engagement
from mutua.relationships.tests.scene import make_scene
from tests.cast import Cast

pytestmark = pytest.mark.django_db
OPENAPI = Path(__file__).parents[3] / "tests" / "contract" / "openapi.json"
A_SCORE = re.compile(r"score|rating|health|ranking|grade", re.IGNORECASE)
# What the customer says of one component of what it buys, and how alike two records are, are no score of a relationship.
OTHER_SCORES = re.compile(r"value.?rating|^rating$|^our_rating|^next_best_rating|next_best|duplicate", re.IGNORECASE)
TYPE_WORDS = ("type", "derived", "coverage", "label")


def test_no_list_sorts_by_type_or_by_a_score() -> None:
    house = {kind: spec for kind, spec in _specs.items() if ".tests" not in spec.__module__}
    columns = [(kind, column) for kind, spec in house.items() for column in spec().columns]
    assert len(columns) > 60
    wrong = [
        (kind, column.key) for kind, column in columns if column.sort and (column.key in TYPE_WORDS or A_SCORE.search(str(column.sort)))
    ]
    assert wrong == []


def test_nothing_in_the_description_of_the_api_is_a_score_of_a_relationship() -> None:
    described = json.loads(OPENAPI.read_text())
    schemas = described["components"]["schemas"]
    names = [(schema, name) for schema, one in schemas.items() for name in one.get("properties", {})]
    assert len(names) > 200
    assert [(schema, name) for schema, name in names if A_SCORE.search(name) and not OTHER_SCORES.search(f"{schema} {name}")] == []


@pytest.mark.parametrize("path", ["account-touchpoints", "roadmap-items", "accounts"])
@pytest.mark.parametrize("sort", ["type", "-type", "derived", "label", "score"])
def test_the_api_refuses_to_sort_by_type(client: Client, cast: Cast, path: str, sort: str) -> None:
    client.force_login(cast.user("root"))
    assert client.get(f"/api/v1/{path}").status_code == 200
    assert client.get(f"/api/v1/{path}?sort={sort}").status_code == 400


def test_no_export_has_a_score_and_none_is_in_the_order_of_types(client: Client, cast: Cast) -> None:
    account = make_scene(cast)
    client.force_login(cast.user("root"))
    for address in (f"/accounts/{account.pk}/touchpoints/?as=csv", "/relationships/?export=csv", "/accounts/?export=csv"):
        answer = client.get(address)
        text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
        heading, *rows = csv.reader(io.StringIO(text))
        assert rows
        assert [name for name in heading if A_SCORE.search(name)] == []
    order = [row[0] for row in csv.reader(io.StringIO(_touchpoints_csv(client, account.pk)))][1:]
    assert order == [
        meeting.entry.touchpoint.name
        for meeting in sorted(meetings_of(cast.root, account.pk), key=lambda one: one.entry.touchpoint.position)
    ]


def _touchpoints_csv(client: Client, account_id: int) -> str:
    answer: Any = client.get(f"/accounts/{account_id}/touchpoints/?as=csv")
    return b"".join(answer.streaming_content).decode("utf-8-sig")


@pytest.mark.parametrize("seed", range(4))
def test_a_label_changes_no_activity_and_no_derived_type(cast: Cast, seed: int) -> None:
    dice = random.Random(seed)
    at = make_account_touchpoint(make_account(owner=cast.ada))
    known = list(Activity.objects.filter(touchpoint=at.touchpoint).values_list("key", flat=True))
    for key in dice.sample(known, 8):
        make_engagement(at, key, state=dice.choice([state.value for state in EngagementState]))
    before = (meetings_of(cast.ada, at.account_id)[0].derived, list(Engagement.objects.order_by("pk").values()))
    for label in [*dice.sample([kind.value for kind in RelationshipType], 3), ""]:
        label_touchpoint(cast.ada, at.account_id, at.touchpoint.key, version=None, label=label, reason="They like us")
        assert (meetings_of(cast.ada, at.account_id)[0].derived, list(Engagement.objects.order_by("pk").values())) == before
