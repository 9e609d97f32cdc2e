from __future__ import annotations

from mutua.strategy.rules.spans import Span, spans
from mutua.strategy.tests.rules.test_statement import ANSWERS, GOOD


def test_nothing_of_the_statement_is_lost():
    assert "".join(span.text for span in spans(GOOD, ANSWERS)) == GOOD
    assert [span.question for span in spans(GOOD, ANSWERS) if span.question] == list(ANSWERS)


def test_line_breaks_and_case_do_not_hide_an_answer():
    assert spans("We pack\nShelf-ready.", {"what_we_do": "we pack shelf-ready"}) == [Span("We pack\nShelf-ready", "what_we_do"), Span(".")]


def test_an_answer_that_overlaps_another_is_not_marked_twice():
    assert [span.text for span in spans("a b c", {"who": "a b", "what_we_do": "b c"})] == ["a b", " c"]


def test_an_answer_that_is_not_there_marks_nothing():
    assert spans("a b c", {"who": "x", "value_to_us": ""}) == [Span("a b c")]
