from __future__ import annotations

import pytest

from mutua.strategy.rules.statement import check_statement, sentences

GOOD = (
    "Country programmes with more than one regional depot receive every shipment within the promised week. "
    "We become their only carrier of record, which saves a tender a year. "
    "We book standing appointments at each depot and share the shipping notice on the day of loading."
)
ANSWERS = {
    "who": "Country programmes with more than one regional depot",
    "value_to_them": "every shipment within the promised week",
    "value_to_us": "their only carrier of record",
    "what_we_do": "book standing appointments at each depot",
}


def codes(statement, answers):
    return {(finding.code, finding.question) for finding in check_statement(statement, answers)}


def test_a_good_statement_of_three_sentences_passes():
    assert check_statement(GOOD, ANSWERS) == []


def test_be_the_best_partner_names_nobody_no_value_and_no_action():
    assert codes("Be the best partner", {}) == {
        ("unanswered", "who"), ("unanswered", "value_to_them"), ("unanswered", "value_to_us"), ("unanswered", "what_we_do"),
    }  # fmt: skip


def test_marking_hollow_words_as_answers_does_not_help():
    marked = dict.fromkeys(ANSWERS, "Be the best partner")
    assert {("hollow", question) for question in ANSWERS} <= codes("Be the best partner", marked)


def test_a_fourth_sentence_is_one_too_many():
    assert ("too_long", "") in codes(GOOD + " And more.", ANSWERS)


@pytest.mark.parametrize("question", list(ANSWERS))
def test_each_question_is_asked(question):
    assert codes(GOOD, {**ANSWERS, question: "  "}) == {("unanswered", question)}


def test_an_answer_that_the_statement_does_not_give_does_not_count():
    assert codes(GOOD, {**ANSWERS, "who": "Hospitals in Lusaka"}) == {("not_in_statement", "who")}


def test_one_answer_does_not_serve_two_questions():
    assert codes(GOOD, {**ANSWERS, "value_to_us": ANSWERS["value_to_them"]}) == {("shared", "value_to_us")}


def test_a_part_of_a_word_answers_nothing():
    marked = {"who": "art", "value_to_them": "st par", "value_to_us": "he bes", "what_we_do": "e th"}
    assert codes("Be the best partner.", marked) == {("not_in_statement", question) for question in ANSWERS}


def test_one_answer_within_another_is_no_second_one():
    marked = {"who": "Hospitals", "value_to_them": "Hospitals get", "value_to_us": "Hospitals get care", "what_we_do": "get care"}
    assert {("shared", "who"), ("shared", "value_to_them"), ("shared", "what_we_do")} <= codes("Hospitals get care.", marked)


def test_words_that_stand_a_second_time_by_themselves_answer_two_questions():
    statement = "Hospitals wait two days less. We win the shelf of hospitals and pack by ward."
    marked = {
        "who": "Hospitals", "value_to_them": "wait two days less", "value_to_us": "win the shelf of hospitals", "what_we_do": "pack by ward",
    }  # fmt: skip
    assert codes(statement, marked) == set()


def test_nothing_written_is_said_once():
    assert codes("  ", {}) == {("empty", "")}


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One.", 1),
        ("One. Two! Three?", 3),
        ("Within 2.5 days, e.g. by truck. Second.", 2),
        ("They said “yes.” We go on.", 2),
        ("No full stop at the end", 1),
    ],
)
def test_abbreviations_and_decimals_end_no_sentence(text, count):
    assert len(sentences(text)) == count
