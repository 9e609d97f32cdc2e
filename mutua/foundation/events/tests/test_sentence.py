"""Sentences: filled with what was known, and never with markup."""

from __future__ import annotations

import pytest

from mutua.foundation.events.sentence import render, say
from mutua.foundation.events.tests import telling  # noqa: F401  declares the sentence


def test_it_fills_the_places_and_names_who_acted():
    words = render("tests.kettle.boiled", {"litres": "1.5", "guest": "Ben", "price": "$12.50"}, who="Ada")
    assert words == '<b class="b">Ada</b> boiled 1.5 l for Ben, $12.50'


def test_it_escapes_what_people_typed():
    words = render("tests.kettle.boiled", {"guest": "<script>x</script>", "litres": "{price}"}, who="<b>")
    assert "<script>" not in words
    assert "&lt;script&gt;" in words
    assert "{price} l" in words, "a value is not a template"
    assert words.startswith('<b class="b">&lt;b&gt;</b>')


def test_an_unknown_key_is_named_instead_of_shown_empty():
    assert "no.such.key" in render("no.such.key", {})


def test_one_key_cannot_have_two_wordings():
    with pytest.raises(ValueError, match="declared twice"):
        say("tests.kettle.boiled", "something else")
