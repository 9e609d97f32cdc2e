"""Formulas: refused with a sentence, and the same value in the database and in Python."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache

import pytest
from django.db.models import Value
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from mutua.customers.models import Account
from mutua.customers.tests.making import make_account
from mutua.foundation.fields.formula import FormulaError, Node, parse, typed
from mutua.foundation.fields.formula_sql import expression_of
from mutua.foundation.fields.formula_values import value_of

TODAY = date(2026, 3, 1)
LEAVES = {
    "n": "number",
    "m": "number",
    "t": "text",
    "u": "text",
    "d": "date",
    "e": "date",
    "b": "bool",
    "c": "bool",
    "roles": "multi",
    "f": "money",
    "f!amount": "number",
    "f!currency": "text",
}


def valued(text, **values):
    return value_of(typed(text, LEAVES, {}), values, TODAY)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("10 - 2 - 3", 5),
        ("1 / 3", Decimal("0.33333333")),
        ("1 / 0", None),
        ("n + 1", None),
        ("coalesce(n, 4) + 1", 5),
        ("min(n, 3, 2)", 2),
        ("round(2.5, 0)", 3),
        ("round(-2.5, 0)", -3),
        ('"a" & t & "b"', "ab"),
        ("t & u", None),
        ('date("2026-01-31") + 1', date(2026, 2, 1)),
        ('days(today(), date("2026-02-01"))', 28),
        ('date("9999-12-31") + 1', None),
        ("d + 1", None),
        ("if(n > 3, 1, 2)", 2),
        ("not (n > 3)", None),
        ("n > 3 or true", True),
        ('contains("Dunmore", "more")', True),
        ('length(upper("abc"))', 3),
        ("missing(n)", True),
        ("NOT false AND true", True),
    ],
)
def test_what_a_formula_means(text, expected):
    assert valued(text) == expected


def test_an_amount_is_one_in_its_own_currency_only():
    fee = {"f!amount": Decimal(5), "f!currency": "EUR"}
    assert [valued(f'amount(f, "{code}")', **fee) for code in ("EUR", "USD")] == [5, None]
    assert valued("amount(f, currency(f)) * 2", **fee) == 10
    assert [valued("missing(f)", **fee), valued("missing(f)"), valued("currency(f)")] == [False, True, None]
    assert [valued('includes(roles, "a")', roles=given) for given in (["a", "b"], ["b"], None)] == [True, False, None]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "At character 1: a value was expected, not the end"),
        ("1 +", "At character 4: a value was expected"),
        ("(1", "“\\)” was expected"),
        ("1 2", "At character 3: an operator or the end"),
        ("1 + t", "At character 5: a number was expected, not a text"),
        ("if(n, 1, 2)", "At character 4: yes or no was expected, not a number"),
        ('if(b, 1, "x")', "a number was expected, not a text"),
        ("t < u", "a number or a day was expected"),
        ("d + e", "a number was expected, not a day"),
        ("rond(n, 2)", "Did you mean “round”"),
        ("round(n, m)", "number of places"),
        ("abs(1, 2)", "takes 1 values, not 2"),
        ("roles", "no single value"),
        ("f + 1", "a number was expected, not an amount with its currency"),
        ("f", "say in which currency"),
        ("if(b, f, f)", "say in which currency"),
        ("f = f", "say in which currency"),
        ("amount(n, t)", "an amount with its currency was expected, not a number"),
        ("f!amount", "“!” has no meaning"),
        ("__import__(1)", "there is no function “__import__”"),
        ("n.__class__", "there is no field “n.__class__”"),
        ("{{ n }}", "“{” has no meaning"),
        ("n) or pg_sleep(1", "an operator or the end was expected"),
        ("pg_sleep(1)", "there is no function “pg_sleep”"),
        ("$(id)", "“\\$” has no meaning"),
        ("1; drop table x", "“;” has no meaning"),
        ('date("tomorrow")', "date takes a day in quotes"),
        ("1" * 16, "at most 15 figures"),
        ("(" * 50 + "1" + ")" * 50, "nested more than"),
        (" & ".join("t" * 60), "nested more than"),
        ("1" + " " * 1000, "1000 is the most"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(text, sentence):
    with pytest.raises(FormulaError, match=sentence):
        typed(text, LEAVES, {})


def test_a_circle_is_refused_with_its_path():
    formulas = {"custom.margin": "cost * 2", "custom.cost": "1 + margin"}
    with pytest.raises(FormulaError, match="margin → cost → margin"):
        typed(formulas["custom.margin"], {}, formulas, own="custom.margin")


def test_formulas_that_double_each_other_are_refused_before_they_grow():
    formulas = {f"custom.f{n}": f"f{n + 1} + f{n + 1}" for n in range(25)} | {"custom.f25": "1"}
    with pytest.raises(FormulaError, match="more than 200 parts"):
        typed("f0", {}, formulas)


@cache
def _of(kind, depth):
    if kind == "multi":
        return st.just(Node("field", value="roles", kind="multi"))
    literal = {
        "number": st.decimals(0, 10**6, places=3).map(lambda v: Node("literal", value=v, kind="number")),
        "text": st.sampled_from(["a", "Bc", "%_'\"\\", "{x}", None]).map(lambda v: Node("literal", value=v, kind="text")),
        "date": st.dates().map(lambda v: Node("literal", value=v, kind="date")),
        "bool": st.booleans().map(lambda v: Node("literal", value=v, kind="bool")),
    }[kind]
    names = st.sampled_from([name for name, of in LEAVES.items() if of == kind])
    leaf = literal | names.map(lambda v: Node("field", value=v, kind=kind))
    if not depth:
        return leaf

    def node(op, *kinds):
        return st.tuples(*(_of(k, depth - 1) for k in kinds)).map(lambda args: Node(op, args, kind=kind))

    both = [node("if", "bool", kind, kind), node("coalesce", kind, kind)]
    if kind in ("number", "date"):
        both += [node("min", kind, kind), node("max", kind, kind)]
    own = {
        "number": [
            *(node(sign, "number", "number") for sign in "+-*/"),
            node("negative", "number"),
            node("abs", "number"),
            node("days", "date", "date"),
            node("length", "text"),
            _of("number", depth - 1).map(
                lambda v: Node("round", (v, Node("literal", value=Decimal(1), kind="number")), kind="number"),
            ),
        ],
        "text": [node("&", "text", "text"), node("lower", "text"), node("upper", "text")],
        "date": [node("+", "date", "number"), node("-", "date", "number"), st.just(Node("today", kind="date"))],
        "bool": [
            *(node(sign, k, k) for sign in ("=", "!=") for k in ("number", "text", "date", "bool")),
            *(node(sign, k, k) for sign in ("<", "<=", ">", ">=") for k in ("number", "date")),
            node("and", "bool", "bool"),
            node("or", "bool", "bool"),
            node("not", "bool"),
            node("contains", "text", "text"),
            node("includes", "multi", "text"),
            node("missing", "number"),
        ],
    }[kind]
    return st.one_of(leaf, *both, *own)


_values = {
    "number": st.none() | st.decimals(-(10**6), 10**6, places=4) | st.just(Decimal(0)),
    "text": st.none() | st.text("abC %_'", max_size=5),
    "date": st.none() | st.dates(),
    "bool": st.none() | st.booleans(),
    "multi": st.none() | st.lists(st.text("abC %_'", min_size=1, max_size=5), min_size=1, max_size=3),
}


class BothAgree(TestCase):
    """The database and Python compute the same, whatever the formula and the row."""

    def setUp(self):
        self.row = make_account(name="One")

    @settings(max_examples=150)
    @given(
        st.one_of(*(_of(kind, 3) for kind in ("number", "text", "date", "bool"))),
        st.fixed_dictionaries({name: _values[kind] for name, kind in LEAVES.items() if kind in _values}),
    )
    def test_random_formulas_on_random_rows(self, node, values):
        bound = {name: Value(value) for name, value in values.items()}
        found = Account.objects.filter(pk=self.row.pk).annotate(f=expression_of(node, bound, TODAY)).values_list("f", flat=True).get()
        assert found == value_of(node, values, TODAY)


@given(
    st.text(max_size=60) | st.lists(st.sampled_from(["1", "n", "t", "(", ")", "+", "if", ",", "and", "not", "=", '"', "-"])).map(" ".join)
)
def test_any_text_is_a_tree_or_a_formula_error(text):
    try:
        outcome = parse(text)
    except FormulaError as problem:
        outcome = str(problem)
    assert outcome
