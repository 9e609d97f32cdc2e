"""A naive return is refused: page, API and command line say why, offer comparisons ranked by what they assume, and run the one chosen."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from statistics import fmean

import pytest
from click.testing import CliRunner
from django.test import Client

from mutua.cli import plan, plan_evaluating
from mutua.foundation import days
from mutua.foundation.api.actions.make_key import make_key
from mutua.relationships.models import PostEvaluation, RoadmapItem
from mutua.relationships.tests.evaluated import TODAY, make_controls, make_done
from tests.cast import Cast, nothing_changes

pytestmark = pytest.mark.django_db
REASON = "Before and after is not a return"


def text(content: bytes) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", content.decode())))


@pytest.fixture
def item(client: Client, cast: Cast) -> Iterator[RoadmapItem]:
    """Orders rose by 20 % at the account, and by 12 % at the others: the activity brought 8 %, not 20."""
    client.force_login(cast.user("ada"))
    with days.as_of(TODAY):
        make_controls(12, usual=30_000, growth=0.12, spread=0.05, owner=cast.ada)
        make_done("Birch Foods", usual=50_000, change=0.2, cost=20_000, gain=60_000, owner=cast.ada)
        yield make_done("Alder Markets", usual=50_000, change=0.2, cost=20_000, gain=60_000, owner=cast.ada)


def address(item: RoadmapItem) -> str:
    return f"/accounts/{item.account_id}/roadmap/{item.pk}/evaluation/"


def test_the_page_says_why_not_and_what_instead(client: Client, item: RoadmapItem) -> None:
    with nothing_changes():
        refused = client.post(f"{address(item)}compare/", {"version": item.version, "outcome": "order-value", "design": "before-after"})
    assert refused.status_code == 422
    page = text(refused.content)
    assert REASON in page
    assert "season and market included" in page
    assumed = ["That chance decided who got it.", "That accounts of the same size and growth", "That these accounts would have gone on", "That who began earlier", "That the account would have gone on as the twenty", "That nothing else changed meanwhile"]  # fmt: skip
    offered = page[page.index("what assumes least first") :]
    places = [offered.index(words) for words in assumed]
    assert places == sorted(places)
    # of each stands what it assumes; of what the data do not allow, what is lacking
    assert "That these accounts would have gone on as those that never had it." in offered
    assert "2 accounts began it within the period; 10 are needed." in offered


def test_the_chosen_one_is_run_and_the_naive_figure_stands_beside_as_none(client: Client, item: RoadmapItem) -> None:
    sent = {"version": item.version, "outcome": "order-value", "margin_share": "25", "actual_cost": "20000", "design": "never-treated"}
    assert client.post(f"{address(item)}compare/", sent).status_code == 302
    kept = PostEvaluation.objects.get()
    others = fmean([0.12 + 0.05, 0.12 - 0.05])
    assert float(kept.effect) == pytest.approx((0.2 - others) * 50_000 * 12 * 0.25, rel=1e-4)  # 12,000
    page = text(client.get(address(item)).content)
    assert "Came $12k" in page
    assert "Not a return: before and after shows $30k" in page  # 20 % of 600k at 25 %
    assert "The usual regression (two-way fixed effects) says 8" in page


def test_the_api_refuses_it_too(client: Client, cast: Cast, item: RoadmapItem) -> None:
    _key, secret = make_key(
        replace(cast.ada, permissions=cast.ada.permissions | {"api.key.manage"}),
        name="tests",
        scopes=("relationships.evaluation.view", "relationships.evaluation.edit", "relationships.roadmap.view", "customers.account.view"),
    )
    headers = {"Authorization": f"Bearer {secret}", "If-Match": f'"{item.version}"'}
    naive = {"design": "before-after"}
    refused = client.post(f"/api/v1/roadmap-items/{item.pk}/evaluate", naive, content_type="application/json", headers=headers)
    assert refused.status_code == 422
    assert not PostEvaluation.objects.exists()
    assert REASON in refused.content.decode()
    offered = client.get(f"/api/v1/roadmap-items/{item.pk}/comparisons", headers=headers).json()
    assert [one["design"] for one in offered if one["allowed"]] == ["trial", "never-treated", "not-yet-treated", "matched"]
    assert all(one["assumes"] for one in offered)
    done = client.post(
        f"/api/v1/roadmap-items/{item.pk}/evaluate",
        {"design": "never-treated", "margin_share": "0.25"},
        content_type="application/json",
        headers=headers,
    )
    assert done.status_code == 200
    assert float(done.json()["effect"]) == pytest.approx(12_000, rel=1e-4)


def test_the_command_line_refuses_it_too(cast: Cast, item: RoadmapItem, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan_evaluating, "opened", nullcontext)
    with nothing_changes():
        refused = CliRunner().invoke(plan.command, ["evaluate", str(item.pk), "--by", "before-after"])
    assert refused.exit_code == 1
    assert REASON in refused.output
    offered = json.loads(CliRunner().invoke(plan.command, ["comparisons", str(item.pk), "--json"]).output)
    assert offered[0]["design"] == "trial"
    done = CliRunner().invoke(plan.command, ["evaluate", str(item.pk), "--by", "never-treated", "--margin", "0.25", "--json"])
    assert done.exit_code == 0, done.output
    assert float(json.loads(done.output)["effect"]) == pytest.approx(12_000, rel=1e-4)
