"""By which numbers a name with a slip is found: those of each word, whole and with one letter left out."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.django_db


def forms(text):
    """Each word of 3 to 40 letters, and what is left of it without one of them."""
    words = [word for word in re.split(r"[^a-z0-9]+", text) if 3 <= len(word) <= 40]
    return {word[:place] + word[place + 1 :] for word in words for place in range(len(word) + 1)}


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text("abz09 -.'", max_size=60))
@example("")
@example("ab")
@example("a" * 40)
@example("b" * 41)
@example("anna-maria  o'neill & sons, ltd.")
def test_the_numbers_of_a_name(text):
    with connection.cursor() as cursor:
        cursor.execute("select mutua_slips(%s), array(select hashtext(form) from unnest(%s::text[]) as form)", [text, sorted(forms(text))])
        slips, expected = cursor.fetchone()
    assert set(slips or ()) == set(expected)
    assert slips != []  # none at all is null, as the index keeps it
