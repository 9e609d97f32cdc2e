"""It compares names of people as people mean them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutua.customers.matching.folding import fold
from mutua.customers.matching.people import family_name, given_name, root, sound, split_name


@pytest.mark.parametrize(
    "text, folded",
    [
        ("  O’Brien-Müller (jun.) ", "obrien muller jun"),
        ("Łukasz Żółć", "lukasz zolc"),
        ("Straße", "strasse"),
        ("SØREN  Æbelø", "soren aebelo"),
        ("Владимир", "владимир"),
        ("山田 太郎", "山田 太郎"),
        ("?!", ""),
    ],
)
def test_it_folds(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    "whole, names",
    [
        ("Anna van der Berg", ("anna", "berg")),
        ("Berg, Dr. Anna van der", ("anna", "berg")),
        ("Prof. Dr. Hans-Peter Mc Donald jr.", ("hans", "mcdonald")),
        ("Smith, Jr.", ("", "smith")),
        ("Mr John Q. Public III", ("john", "public")),
        ("O'Brien, Bob", ("bob", "obrien")),
        ("Ludwig van Beethoven", ("ludwig", "beethoven")),
        ("María José de la Cruz", ("maria", "cruz")),
        ("Cher", ("", "cher")),
        ("", ("", "")),
    ],
)
def test_a_whole_name_falls_into_two(whole, names):
    assert split_name(whole) == names


@pytest.mark.parametrize("text, name", [("Dr. Anna-Maria K.", "anna"), ("Mrs", "mrs"), ("J.", "j"), ("  ", "")])
def test_the_first_given_name_counts(text, name):
    assert given_name(text) == name


@pytest.mark.parametrize(
    "text, name",
    [("van der Berg jr.", "berg"), ("Mc Donald", "mcdonald"), ("Smith-Jones", "smith jones"), ("de la", "de la"), ("Al Sayed", "alsayed")],
)
def test_particles_do_not_count(text, name):
    assert family_name(text) == name


@pytest.mark.parametrize(
    "one, other", [("bob", "robert"), ("liz", "elizabeth"), ("bill", "william"), ("giovanni", "john"), ("peggy", "margaret")]
)
def test_short_forms_have_one_root(one, other):
    assert root(one) == root(other)


def test_an_unknown_name_is_its_own_root():
    assert root("zebedee") == "zebedee"


# Robert, Rupert, Rubin, Ashcraft, Tymczak, Pfister, Honeyman: the examples of the United States National Archives for Soundex.
@pytest.mark.parametrize(
    "name, code",
    [
        ("robert", "r163"),
        ("rupert", "r163"),
        ("rubin", "r150"),
        ("ashcraft", "a261"),
        ("tymczak", "t522"),
        ("pfister", "p236"),
        ("honeyman", "h555"),
    ],
)
def test_it_sounds_as_published(name, code):
    assert sound(name) == code


@given(st.text(max_size=40))
def test_any_text_is_folded_once_and_for_all(text):
    assert fold(fold(text)) == fold(text)
    assert given_name(given_name(text)) == given_name(text)
    assert "  " not in family_name(text)
