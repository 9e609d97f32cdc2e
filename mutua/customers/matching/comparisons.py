"""What is compared, in which steps from alike to different, and the words for each step.

A step's `match` and `chance` are what is assumed before any pair was seen: the share of true pairs, and of two records at random, that
stand on it. They are starting points and count as much as a few dozen pairs; the file itself decides (`training.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mutua.customers.matching.columns import Kind


def gettext_noop(message: str) -> str:
    """Marks a message for translation; the caller of `Pair.words` translates it."""
    return message


@dataclass(frozen=True)
class Step:
    """One way in which two values stand to each other. sql: over columns that end in _l and _r; None: whatever is left.

    frequency: the column whose rare values tell more than common ones, when both records share it.
    fixed: the pair of probabilities is not learned. most: no more of the true pairs are ever believed to stand here; where most do,
    it is not people that were found but families.
    """

    code: str
    sql: str | None
    match: float
    chance: float
    words: str
    frequency: str = ""
    fixed: bool = False
    most: float = 1.0


@dataclass(frozen=True)
class Comparison:
    """name: what is compared. unknown: SQL that is true where nothing can be said. steps: from alike to different."""

    name: str
    unknown: str
    steps: tuple[Step, ...]

    def splink(self, learned: Mapping[str, tuple[float, float]]) -> dict[str, Any]:
        """As Splink takes it. learned: {step: (match, chance)}."""
        levels: list[dict[str, Any]] = [{"sql_condition": self.unknown, "label_for_charts": "unknown", "is_null_level": True}]
        for step in self.steps:
            match, chance = learned.get(step.code, (step.match, step.chance))
            level = {"sql_condition": step.sql or "ELSE", "label_for_charts": step.code, "m_probability": match, "u_probability": chance}
            if step.frequency:
                level |= {"tf_adjustment_column": step.frequency, "tf_adjustment_weight": 1.0}
            levels.append(level)
        return {"output_column_name": self.name, "comparison_levels": levels}


def _either_missing(column: str) -> str:
    return f"{column}_l IS NULL OR {column}_r IS NULL"


# Two people at one address of any kind: their given names have nothing in common.
OTHER_PERSON = "other_given(given_l, given_root_l, family_l, given_r, given_root_r, family_r)"
# In a household a birthday parts two people as well, where a given name is missing or the same.
OTHER_AT_HOME = f"({OTHER_PERSON} OR other_birth(birth_l, birth_r))"
OTHER_NAME = "other_name(name_l, weights_l, name_r, weights_r)"
MACROS = """
CREATE OR REPLACE MACRO slip(this, that) AS CASE WHEN abs(length(this) - length(that)) > 1 OR levenshtein(this, that) > 2 THEN false ELSE damerau_levenshtein(this, that) <= 1 END;
CREATE OR REPLACE MACRO alike(this, that, least) AS jaro_winkler_similarity(this, that) >= least;
CREATE OR REPLACE MACRO begins(this, that) AS starts_with(this, that) OR starts_with(that, this);
CREATE OR REPLACE MACRO other_given(given1, root1, family1, given2, root2, family2) AS
    coalesce(root1 <> root2 AND NOT begins(given1, given2) AND jaro_winkler_similarity(given1, given2) < 0.8 AND given1 <> coalesce(family2, '') AND given2 <> coalesce(family1, ''), false);
CREATE OR REPLACE MACRO other_birth(birth1, birth2) AS coalesce(levenshtein(birth1, birth2) > 2, false);
CREATE OR REPLACE MACRO weight_of(words) AS coalesce(list_sum(map_values(words)), 0);
CREATE OR REPLACE MACRO shared_weight(these, those) AS coalesce(list_sum([these[word] for word in map_keys(these) if those[word] IS NOT NULL]), 0);
CREATE OR REPLACE MACRO other_name(name1, words1, name2, words2) AS coalesce(shared_weight(words1, words2) = 0 AND jaro_winkler_similarity(name1, name2) < 0.8, false);
CREATE OR REPLACE MACRO meet(these, those) AS CASE WHEN len(these) = 1 AND len(those) = 1 THEN these[1] = those[1] ELSE list_has_any(these, those) END;
CREATE OR REPLACE MACRO digits_of(mail) AS regexp_replace(mail, '\\D', '', 'g');
"""

GIVEN = Comparison("given", _either_missing("given"), (
    Step("same", "given_l = given_r", 0.75, 0.004, gettext_noop("same given name"), frequency="given"),
    Step("short", "given_root_l = given_root_r", 0.05, 0.002, gettext_noop("one given name is a short form of the other")),
    Step("swapped", "given_l = family_r AND family_l = given_r", 0.01, 0.00002, gettext_noop("given name and surname change places")),
    Step("slip", "length(given_l) > 2 AND slip(given_l, given_r)", 0.07, 0.003, gettext_noop("given name differs by one letter")),
    Step("begins", "begins(given_l, given_r)", 0.04, 0.01, gettext_noop("one given name begins the other")),
    Step("alike", "alike(given_l, given_r, 0.8)", 0.04, 0.02, gettext_noop("given names are alike")),
    Step("other", None, 0.03, 0.95, gettext_noop("given name differs"), most=0.4),
))  # fmt: skip

# Names that change places were counted with the given name already.
FAMILY = Comparison("family", f"{_either_missing('family')} OR coalesce(given_l = family_r AND family_l = given_r, false)", (
    Step("same", "family_l = family_r", 0.82, 0.001, gettext_noop("same surname"), frequency="family"),
    Step("slip", "length(family_l) > 2 AND slip(family_l, family_r)", 0.08, 0.001, gettext_noop("surname differs by one letter")),
    Step("part", "length(family_l) > 2 AND length(family_r) > 2 AND begins(family_l, family_r)", 0.02, 0.001, gettext_noop("one surname begins the other")),
    Step("alike", "alike(family_l, family_r, 0.88)", 0.02, 0.003, gettext_noop("surnames are alike")),
    Step("other", None, 0.05, 0.99, gettext_noop("surname differs"), most=0.4),
))  # fmt: skip

BIRTH = Comparison("birth", _either_missing("birth"), (
    Step("same", "birth_l = birth_r", 0.88, 0.0001, gettext_noop("same date of birth")),
    Step("slip", "slip(birth_l, birth_r)", 0.06, 0.001, gettext_noop("date of birth differs by one digit")),
    Step("turned", "birth_l[:4] = birth_r[:4] AND birth_l[6:7] = birth_r[9:10] AND birth_l[9:10] = birth_r[6:7]", 0.01, 0.0001, gettext_noop("day and month of birth change places")),
    Step("near", "levenshtein(birth_l, birth_r) <= 2", 0.02, 0.01, gettext_noop("date of birth differs by two digits")),
    Step("other", None, 0.03, 0.99, gettext_noop("date of birth differs"), most=0.4),
))  # fmt: skip

IDENT = Comparison("ident", _either_missing("ident"), (
    Step("same", "ident_l = ident_r", 0.9, 0.000001, gettext_noop("same official number")),
    Step("slip", "length(ident_l) > 4 AND slip(ident_l, ident_r)", 0.06, 0.000005, gettext_noop("official number differs by one character")),
    Step("near", "length(ident_l) > 5 AND levenshtein(ident_l, ident_r) <= 2", 0.01, 0.0005, gettext_noop("official number differs by two characters")),
    Step("other", None, 0.03, 0.999, gettext_noop("official number differs"), most=0.4),
))  # fmt: skip


def _shared(kind: Kind, same: str, other_person: str, of_people: str, of_companies: str) -> Step:
    """The same address under names that have nothing in common: it tells nothing, neither for nor against."""
    other, words = (other_person, of_people) if kind == "person" else (OTHER_NAME, of_companies)
    # The names are looked at only where the address is the same.
    return Step("shared", f"CASE WHEN {same} THEN {other} ELSE false END", 0.01, 0.01, words, fixed=True)


def _mail(kind: Kind) -> Comparison:
    same = "meet(mails_l, mails_r)"
    return Comparison("mail", _either_missing("mails"), (
        _shared(kind, same, OTHER_PERSON, gettext_noop("one mailbox, but two given names: it may be shared"), gettext_noop("one mailbox, but two names: it may be shared")),
        Step("same", same, 0.7, 0.00001, gettext_noop("same mail address")),
        Step("box", "box_l = box_r", 0.05, 0.00005, gettext_noop("same mailbox name at another host")),
        # anna.berg1@ and anna.berg2@ are two people at one company: a digit is no slip.
        Step("slip", "length(mails_l[1]) > 8 AND levenshtein(mails_l[1], mails_r[1]) <= 2 AND digits_of(mails_l[1]) = digits_of(mails_r[1])", 0.1, 0.00005, gettext_noop("mail address nearly the same")),
        Step("other", None, 0.15, 0.999, gettext_noop("mail address differs")),
    ))  # fmt: skip


def _phone(kind: Kind) -> Comparison:
    same = "meet(tails_l, tails_r)"
    return Comparison("phone", _either_missing("phones"), (
        _shared(kind, same, OTHER_AT_HOME, gettext_noop("one telephone, but two given names or birthdays: it may be shared"), gettext_noop("one telephone, but two names: it may be shared")),
        Step("same", same, 0.7, 0.00001, gettext_noop("same phone")),
        Step("slip", "slip(phones_l[1], phones_r[1])", 0.08, 0.0001, gettext_noop("phone differs by one digit")),
        Step("other", None, 0.22, 0.999, gettext_noop("phone differs")),
    ))  # fmt: skip


def _street(kind: Kind) -> Comparison:
    alike = "house_l = house_r AND alike(road_l, road_r, 0.85)"
    return Comparison("street", _either_missing("street"), (
        _shared(kind, f"(street_l = street_r OR {alike})", OTHER_AT_HOME, gettext_noop("one address, but two given names or birthdays: it may be a household"), gettext_noop("one address, but two names: it may be shared")),
        Step("same", "street_l = street_r", 0.6, 0.0002, gettext_noop("same street and number")),
        Step("alike", alike, 0.2, 0.0002, gettext_noop("same number, street alike")),
        Step("street", "road_l = road_r", 0.05, 0.001, gettext_noop("same street, other number")),
        Step("near", "alike(road_l, road_r, 0.9)", 0.05, 0.002, gettext_noop("streets are alike")),
        Step("number", "house_l = house_r", 0.03, 0.01, gettext_noop("same house number, other street")),
        Step("other", None, 0.07, 0.98, gettext_noop("street differs")),
    ))  # fmt: skip


UNIT = Comparison("unit", _either_missing("unit"), (
    Step("same", "unit_l = unit_r", 0.7, 0.002, gettext_noop("same second address line"), frequency="unit"),
    Step("alike", "alike(unit_l, unit_r, 0.88)", 0.15, 0.004, gettext_noop("second address line alike")),
    Step("other", None, 0.15, 0.99, gettext_noop("second address line differs")),
))  # fmt: skip

PLACE = Comparison("place", "(city_l IS NULL OR city_r IS NULL) AND (post_l IS NULL OR post_r IS NULL)", (
    Step("both", "post_l = post_r AND alike(city_l, city_r, 0.85)", 0.55, 0.001, gettext_noop("same postcode and city"), frequency="post"),
    Step("post", "post_l = post_r", 0.12, 0.001, gettext_noop("same postcode"), frequency="post"),
    Step("city", "city_l = city_r", 0.15, 0.01, gettext_noop("same city"), frequency="city"),
    Step("slip", "slip(post_l, post_r) AND alike(city_l, city_r, 0.85)", 0.04, 0.001, gettext_noop("city alike, postcode differs by one character")),
    Step("alike", "alike(city_l, city_r, 0.88)", 0.05, 0.01, gettext_noop("cities are alike")),
    Step("other", None, 0.09, 0.97, gettext_noop("place differs")),
))  # fmt: skip

ORG = Comparison("org", _either_missing("org"), (
    Step("same", "org_l = org_r", 0.6, 0.002, gettext_noop("same company"), frequency="org"),
    Step("alike", "alike(org_l, org_r, 0.9)", 0.1, 0.002, gettext_noop("companies are alike")),
    Step("other", None, 0.3, 0.99, gettext_noop("company differs")),
))  # fmt: skip

SHARED = "shared_weight(weights_l, weights_r)"
NAME = Comparison("name", _either_missing("name"), (
    Step("same", "name_l = name_r", 0.5, 0.0002, gettext_noop("same name"), frequency="name"),
    Step("words", "bag_l = bag_r OR replace(name_l, ' ', '') = replace(name_r, ' ', '')", 0.07, 0.00005, gettext_noop("same words in the name, written otherwise")),
    Step("slip", "length(name_l) > 5 AND slip(name_l, name_r)", 0.06, 0.00005, gettext_noop("name differs by one letter")),
    Step("most", f"{SHARED} >= 0.8 * greatest(weight_of(weights_l), weight_of(weights_r))", 0.1, 0.0002, gettext_noop("nearly the same words in the name")),
    Step("within", f"{SHARED} >= 0.95 * least(weight_of(weights_l), weight_of(weights_r)) AND {SHARED} >= 5", 0.1, 0.0005, gettext_noop("one name holds all words of the other")),
    Step("alike", f"alike(name_l, name_r, 0.92) OR {SHARED} >= 0.6 * greatest(weight_of(weights_l), weight_of(weights_r))", 0.07, 0.001, gettext_noop("names are alike")),
    Step("some", f"{SHARED} >= 0.35 * greatest(weight_of(weights_l), weight_of(weights_r))", 0.05, 0.01, gettext_noop("some words of the name are the same")),
    Step("other", None, 0.05, 0.98, gettext_noop("name differs"), most=0.4),
))  # fmt: skip

FORM = Comparison("form", _either_missing("form"), (
    Step("same", "form_l = form_r", 0.9, 0.35, gettext_noop("same legal form")),
    Step("other", None, 0.1, 0.65, gettext_noop("legal form differs")),
))  # fmt: skip

HOST = Comparison("host", _either_missing("host"), (
    Step("same", "host_l = host_r", 0.8, 0.0001, gettext_noop("same website"), frequency="host"),
    Step("ending", "length(split_part(host_l, '.', 1)) > 3 AND split_part(host_l, '.', 1) = split_part(host_r, '.', 1)", 0.05, 0.0001, gettext_noop("same website name with another ending")),
    Step("other", None, 0.15, 0.999, gettext_noop("website differs")),
))  # fmt: skip

PARENT = Comparison("parent", "NOT coalesce(parent_l = raw_id_r OR parent_r = raw_id_l OR parent_name_l = name_r OR parent_name_r = name_l, false)", (
    Step("parent", "parent_l IS NOT NULL OR parent_r IS NOT NULL", 0.000001, 1.0, gettext_noop("one is recorded as the parent of the other"), fixed=True),
    Step("other", None, 1.0, 1.0, gettext_noop("neither is the parent of the other"), fixed=True),  # never reached; Splink wants a last step
))  # fmt: skip

COMPARISONS: dict[Kind, tuple[Comparison, ...]] = {
    "person": (GIVEN, FAMILY, BIRTH, IDENT, _mail("person"), _phone("person"), _street("person"), UNIT, PLACE, ORG),
    "company": (NAME, FORM, HOST, IDENT, _mail("company"), _phone("company"), _street("company"), UNIT, PLACE, PARENT),
}
# Evidence that two records are two: whoever accepts pairs unseen must not accept these.
CAUTIONS = frozenset({("mail", "shared"), ("phone", "shared"), ("street", "shared"), ("parent", "parent")})
NEEDS = {"mail": ("mails",), "phone": ("phones",), "place": ("city", "post")}


def comparisons_for(kind: Kind, filled: Iterable[str]) -> tuple[Comparison, ...]:
    """Those of the kind that can say something. filled: columns of `prepared` that hold a value at all."""
    there = set(filled)
    return tuple(one for one in COMPARISONS[kind] if there & set(NEEDS.get(one.name, (one.name,))))


def words_of(kind: Kind, comparison: str, step: str) -> str:
    """The English words of a step, marked for translation."""
    return _WORDS[kind, comparison, step]


_WORDS = {(kind, one.name, step.code): step.words for kind, several in COMPARISONS.items() for one in several for step in one.steps}
