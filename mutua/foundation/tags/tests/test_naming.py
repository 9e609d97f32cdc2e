from __future__ import annotations

import pytest

from mutua.foundation.tags.rules.naming import key_of, once, plain, renamed, split, with_and_without


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ("  #Cold  chain ", "Cold chain"),
        ("a,b", "a b"),
        ("\u202eevil\u200b", "evil"),
        ("#", ""),
        ("Zu\u0308rich", "Zürich"),
        ("x\n y", "x y"),
    ],
)
def test_a_name_is_one_line_to_read(sent, name):
    assert plain(sent) == name


def test_capitals_make_no_other_tag():
    assert key_of("STRASSE") == key_of("Straße")
    assert once(["vip", "VIP", " #Vip ", "", "cold"]) == ["cold", "vip"]
    assert split("vip, Cold chain;\nnew,,") == ["vip", "Cold chain", "new"]


def test_some_are_added_and_some_are_taken_away():
    assert with_and_without(["b", "a"], ["C"], ["A", "x"]) == ["b", "C"]
    assert with_and_without(["a"], ["A"], ["a"]) == ["a"], "what is in both stays"


@pytest.mark.parametrize(
    ("names", "now", "left"),
    [
        (["vip", "old"], "New", ["New", "vip"]),
        (["vip", "old"], "VIP", ["vip"]),
        (["OLD"], None, []),
        (["vip"], None, ["vip"]),
        (["old"], "Old", ["Old"]),
    ],
)
def test_a_renamed_tag_stands_once(names, now, left):
    assert renamed(names, "old", now) == left
