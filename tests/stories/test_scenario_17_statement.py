"""Statement: "Be the best partner" is refused, a good statement of three sentences passes."""

from __future__ import annotations

import pytest

from mutua.foundation.metrics import Outcome
from mutua.strategy.tests.making import make_objective, make_version
from mutua.strategy.tests.metrics import told

pytestmark = pytest.mark.django_db
GOOD = {
    "statement": (
        "Regional grocers with 20 to 200 stores and their own warehouse get new goods on the shelf two days sooner. "
        "We become first supplier of the shelf with a margin of 4.0k more a month and account. "
        "For this we pack shelf-ready, deliver by standing appointment and plan promotions jointly."
    ),
    "who": "Regional grocers with 20 to 200 stores",
    "value_to_them": "new goods on the shelf two days sooner",
    "value_to_us": "first supplier of the shelf with a margin of 4.0k more",
    "what_we_do": "pack shelf-ready, deliver by standing appointment",
}


@pytest.fixture
def challenge(client, cast):
    client.force_login(cast.user("executive"))
    version = make_version(statement="", who="", value_to_them="", value_to_us="", what_we_do="")

    def send(**words):
        with told("test", list[Outcome]()):
            if not version.objectives.exists():
                make_objective(version, metric="test")
            written = {"ansoff": "penetration", "alpha": "0.05", "version": version.version, **words}
            client.post(f"/strategies/versions/{version.pk}/write/", written)
            version.refresh_from_db()
            moved = {"to": "challenged", "version": version.version}
            answer = client.post(f"/strategies/versions/{version.pk}/move/", moved, follow=True)
        version.refresh_from_db()
        return version.state, answer.content.decode()

    return send


def test_be_the_best_partner_names_nobody_no_value_and_no_action(challenge):
    state, page = challenge(statement="Be the best partner")
    assert state == "draft"
    for missing in ("who it is for", "the value to them", "the value to us", "what we do"):
        assert f"It does not say {missing}" in page


def test_marking_the_slogan_as_every_answer_does_not_help(challenge):
    slogan = dict.fromkeys(("statement", "who", "value_to_them", "value_to_us", "what_we_do"), "Be the best partner")
    state, page = challenge(**slogan)
    assert state == "draft"
    assert "says nothing of the value to them that every company could not say" in page


def test_a_good_statement_passes_and_its_answers_are_marked(challenge):
    state, page = challenge(**GOOD)
    assert state == "challenged"
    assert "passes the statement check" in page


def test_a_fourth_sentence_is_refused(challenge):
    state, page = challenge(**{**GOOD, "statement": GOOD["statement"] + " And we are nice."})
    assert state == "draft"
    assert "has 4 sentences" in page
