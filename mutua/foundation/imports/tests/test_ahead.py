"""The next batch is made while the last one is in use, and nothing else is different."""

from __future__ import annotations

import threading
from contextlib import closing
from contextvars import ContextVar

import pytest

from mutua.foundation.fields.models import CustomField
from mutua.foundation.imports.ahead import ahead
from mutua.foundation.imports.building import Builder, all_targets
from mutua.foundation.imports.importer import importers
from mutua.foundation.imports.mapping import Column, Mapping
from mutua.foundation.imports.tables import RawRow

PATIENCE = 10


def test_all_come_in_order_and_from_another_thread():
    found = list(ahead((number, threading.get_ident()) for number in range(50)))
    assert [number for number, _thread in found] == list(range(50))
    assert threading.get_ident() not in {thread for _number, thread in found}


def test_the_next_is_made_while_one_is_in_use_and_no_more_than_that():
    begun = [threading.Event() for _ in range(4)]

    def items():
        for number in range(4):
            begun[number].set()
            yield number

    with closing(ahead(items())) as coming:
        assert next(coming) == 0
        assert begun[1].wait(PATIENCE)
        assert not begun[2].wait(0.05)


def test_what_breaks_breaks_in_its_turn():
    def items():
        yield 1
        raise OSError("torn")

    coming = ahead(items())
    assert next(coming) == 1
    with pytest.raises(OSError, match="torn"):
        next(coming)


def test_who_stops_early_closes_what_was_opened():
    closed = threading.Event()

    def items():
        try:
            yield from range(10)
        finally:
            closed.set()

    with closing(ahead(items())) as coming:
        next(coming)
    assert closed.is_set()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("ahead")]


def test_what_is_known_of_who_asks_comes_along():
    language: ContextVar[str] = ContextVar("language", default="en")
    token = language.set("de")
    try:
        assert list(ahead(language.get() for _ in range(2))) == ["de", "de"]
    finally:
        language.reset(token)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", sorted(importers()))
def test_reading_a_row_asks_the_database_nothing(cast, kind, django_assert_num_queries):
    importer = importers()[kind]
    if importer.custom_kind:
        for custom in ("text", "number", "money", "date", "bool", "choice", "multi", "link", "url"):
            CustomField.objects.create(record_kind=importer.custom_kind, name=custom, label=custom.title(), kind=custom, choices=["a", "b"])
    columns = {target.name: Column(heading=target.name) for target in all_targets(importer)}
    builder = Builder.of(importer, Mapping(columns))
    rows = [
        RawRow(number, dict.fromkeys(columns, text))
        for number, text in enumerate(["", "1", "a", "USD 5", "2026-03-01", "+254 20 765 4321", "a@b.example"])
    ]
    with django_assert_num_queries(0):
        builder.from_raws(rows)
