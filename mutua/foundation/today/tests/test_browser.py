from __future__ import annotations

import pytest

from mutua.foundation.today import Need, aside, headline, needs_me, registry
from mutua.foundation.today.models import PutOff
from tests.browser import well_made

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def full(monkeypatch, cast):
    for name in ("_sources", "_asides", "_headlines", "_notices"):
        monkeypatch.setattr(registry, name, {})

    @needs_me(key="late", title="Out of tolerance", note="the customer’s measure, past its limit", needs="ui.look.view", order=1)
    def late(actor, team=False):
        where = {"what_url": "/", "evidence_url": "/", "glyph": "breach", "when": "Today", "act_url": "/?all=late", "act_icon": "lifebuoy"}
        return [
            Need(
                "zm",
                "Zambia programme · physical delivery",
                "On time fell to 7 of 15 this quarter. All eight late lines went by truck from the regional depot.",
                evidence_label="23 of 66 late, 12 months",
                act_label="Open case",
                act_key="o",
                **where,
            ),
            Need(
                "ci",
                "Côte d’Ivoire programme · physical delivery",
                "1 of 7 on time this quarter; the programme’s limit is 90 %.",
                evidence_label="24 of 72 late",
                act_label="Call back",
                act_key="l",
                **where,
            ),
        ]

    @needs_me(key="due", title="Promises due", note="what we told a customer we would do", needs="ui.look.view", order=2)
    def due(actor, team=False):
        return [
            Need(
                "ng",
                "Nigeria programme",
                "You promised Mrs Okonkwo the revised delivery calendar.",
                what_url="/",
                evidence_label="Call, 8 Sep",
                evidence_url="/",
                evidence_icon="phone",
                when="Due 14:00",
                late=True,
                act_label="Send",
                act_key="s",
                act_url="/",
                act_icon="send",
                glyph="us",
            )
        ]

    @headline(key="on-time", needs="ui.look.view")
    def on_time(actor):
        return "87.6", " %", "on time, all programmes"

    @aside(key="note", needs="ui.look.view")
    def beside(actor):
        return "ui/components/_panel.html", {"title": "Your day", "heading": "day", "content": "Nothing more."}

    return cast


@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_today_is_well_made(full, visit, look: str) -> None:
    assert well_made(visit(full.user("root"), "/", look), f"today-{look}") == []


@pytest.mark.parametrize("look", ["light", "phone"])
def test_a_day_without_needs_is_well_made(cast, visit, look: str, monkeypatch) -> None:
    monkeypatch.setattr(registry, "_sources", {})
    assert well_made(visit(cast.user("ada"), "/", look), f"today-empty-{look}") == []


def test_one_key_acts_and_one_puts_off(full, visit) -> None:
    page = visit(full.user("root"), "/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("w")
    page.locator("[data-toast]").wait_for()
    assert PutOff.objects.get().need == "ci"
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.keyboard.press("z")
    page.wait_for_load_state("networkidle")
    assert not PutOff.objects.exists()
    page.keyboard.press("j")
    page.keyboard.press("o")
    page.wait_for_url("**/?all=late")
