"""Events: declared well or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pytest

from mutua.foundation.events import Event
from mutua.foundation.events.catalogue import as_markdown, catalogue
from mutua.foundation.events.event import known_events
from mutua.foundation.events.payload import check_fields, decode, encode
from mutua.foundation.events.tests.telling import KettleBoiled


def test_every_event_of_the_house_can_be_carried():
    for kind in known_events().values():
        check_fields(kind)


def test_an_event_without_a_name_is_refused():
    with pytest.raises(TypeError, match="needs a name"):
        type("Nameless", (Event,), {"__doc__": "It has words but no name.", "name": "Nameless"})


def test_an_event_without_a_docstring_is_refused():
    with pytest.raises(TypeError, match="needs a docstring"):
        type("Silent", (Event,), {"name": "tests.silent.kept"})


def test_two_events_cannot_share_a_name():
    with pytest.raises(TypeError, match="is the name of KettleBoiled already"):
        type("Impostor", (Event,), {"__doc__": "Another.", "name": "tests.kettle.boiled"})


def test_a_field_that_was_added_later_keeps_its_default():
    old = encode(KettleBoiled(kettle_id=3))
    del old["guest"]
    assert decode(KettleBoiled, {**old, "forgotten_field": 1}) == KettleBoiled(kettle_id=3)


def test_a_record_cannot_ride_in_an_event():
    @dataclass(frozen=True)
    class Heavy:
        name: ClassVar[str] = "tests.heavy.sent"
        record: dict[str, int]

    with pytest.raises(TypeError, match=r"Heavy\.record"):
        check_fields(Heavy)
    with pytest.raises(TypeError, match="cannot carry"):
        encode(Heavy({"a": 1}))


def test_the_catalogue_documents_each_event_in_its_own_words():
    page = next(page for page in catalogue() if page.name == "tests.kettle.boiled")
    assert page.text == "The water is hot."
    assert ("kettle_id", "int") in page.fields
    assert "## `tests.kettle.boiled`\n\nThe water is hot." in as_markdown()
