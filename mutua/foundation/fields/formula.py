"""Formulas: what an administrator types becomes a typed tree, or a sentence that says where it stopped making sense.

Nothing is executed here. `formula_sql` makes a database expression of the tree, `formula_values` computes it in plain Python; both mean the
same: what is missing stays missing, a division by zero is missing, and each product and quotient is rounded to eight places.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LONGEST = 1000  # characters
MOST_PARTS = 200  # of a formula with all formulas that it names
DEEPEST = 30
PLACES = 8

KINDS: dict[str, Any] = {
    "number": gettext_lazy("a number"),
    "text": gettext_lazy("a text"),
    "date": gettext_lazy("a day"),
    "bool": gettext_lazy("yes or no"),
    "money": gettext_lazy("an amount with its currency"),
    "multi": gettext_lazy("several choices"),
}
SCALARS = ("number", "text", "date", "bool")
# The two parts of a field of kind money, as leaves; no name that is typed has these signs in it.
AMOUNT, CURRENCY = "!amount", "!currency"
# What a function takes, and gives. "same": all of one kind, which is also what it gives; "…": the last one any number of times.
FUNCTIONS: dict[str, tuple[tuple[str, ...], str]] = {
    "if": (("bool", "same", "same"), "same"),
    "round": (("number", "number"), "number"),
    "abs": (("number",), "number"),
    "min": (("ordered", "…"), "ordered"),
    "max": (("ordered", "…"), "ordered"),
    "coalesce": (("same", "…"), "same"),
    "today": ((), "date"),
    "date": (("text",), "date"),
    "days": (("date", "date"), "number"),
    "length": (("text",), "number"),
    "lower": (("text",), "text"),
    "upper": (("text",), "text"),
    "contains": (("text", "text"), "bool"),
    "missing": (("any",), "bool"),
    "amount": (("money", "text"), "number"),
    "currency": (("money",), "text"),
    "includes": (("multi", "text"), "bool"),
}
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<text>\"[^\"]*\")|(?P<name>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*)|(?P<sign><=|>=|!=|<>|[-+*/&=<>(),]))"
)


class FormulaError(ValueError):
    """The formula cannot be read. The sentence says where and what was expected."""

    placed = False  # whether the place is one in the formula that was read, or in one that it names
    within = ""  # the key of the formula that it names and that holds the mistake

    @classmethod
    def at(cls, place: int, sentence: str) -> FormulaError:
        problem = cls(_("At character %(place)s: %(sentence)s") % {"place": place + 1, "sentence": sentence})
        problem.placed = True
        return problem


@dataclass(frozen=True)
class Node:
    """One part of a formula. op: a sign, a function, "literal" or "field"; value: the literal, or the key of the field."""

    op: str
    args: tuple[Node, ...] = ()
    value: Any = None
    place: int = 0
    kind: str = ""


def parse(text: str) -> Node:
    """The formula as a tree without kinds. Raises FormulaError."""
    if len(text) > LONGEST:
        raise FormulaError(_("The formula has %(n)s characters; %(most)s is the most.") % {"n": len(text), "most": LONGEST})
    reader = _Reader(_tokens(text), len(text))
    node = reader.either()
    if reader.word:
        raise FormulaError.at(reader.place, _("an operator or the end was expected, not “%(it)s”.") % {"it": reader.word})
    return node


def _tokens(text: str) -> list[tuple[str, str, int]]:
    found, place = [], 0
    text = text.rstrip()
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            at = place + len(text[place:]) - len(text[place:].lstrip())
            raise FormulaError.at(at, _("“%(it)s” has no meaning in a formula.") % {"it": text[at]})
        sort = str(match.lastgroup)
        found.append((sort, match[sort], match.start(sort)))
        place = match.end()
    return found


class _Reader:
    """Recursive descent over the tokens; each method reads what binds tighter than the one before."""

    def __init__(self, tokens: list[tuple[str, str, int]], end: int) -> None:
        self.tokens, self.end, self.next, self.depth = tokens, end, 0, 0

    @property
    def sort(self) -> str:
        return self.tokens[self.next][0] if self.next < len(self.tokens) else ""

    @property
    def word(self) -> str:
        if self.next >= len(self.tokens):
            return ""
        sort, word, _place = self.tokens[self.next]
        return word.lower() if sort == "name" and word.lower() in ("and", "or", "not", "true", "false", *FUNCTIONS) else word

    @property
    def place(self) -> int:
        return self.tokens[self.next][2] if self.next < len(self.tokens) else self.end

    def taken(self, *words: str) -> str:
        word = self.word
        if self.sort in ("sign", "name") and word in words:
            self.next += 1
            return word
        return ""

    def expect(self, word: str) -> None:
        place, found = self.place, self.word
        if not self.taken(word):
            raise FormulaError.at(place, _("“%(word)s” was expected, not %(it)s.") % {"word": word, "it": _quoted(found)})

    def either(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise FormulaError.at(self.place, _("the formula is nested more than %(n)s deep.") % {"n": DEEPEST})
        node = self.both()
        while (place := self.place) is not None and self.taken("or"):
            node = Node("or", (node, self.both()), place=place)
        self.depth -= 1
        return node

    def both(self) -> Node:
        node = self.negated()
        while (place := self.place) is not None and self.taken("and"):
            node = Node("and", (node, self.negated()), place=place)
        return node

    def negated(self) -> Node:
        places = []
        while (place := self.place) is not None and self.taken("not"):
            places.append(place)
        node = self.comparison()
        for place in reversed(places):
            node = Node("not", (node,), place=place)
        return node

    def comparison(self) -> Node:
        node, place = self.sum(), self.place
        sign = self.taken("=", "!=", "<>", "<", "<=", ">", ">=")
        return Node("!=" if sign == "<>" else sign, (node, self.sum()), place=place) if sign else node

    def sum(self) -> Node:
        node = self.product()
        while (place := self.place) is not None and (sign := self.taken("+", "-", "&")):
            node = Node(sign, (node, self.product()), place=place)
        return node

    def product(self) -> Node:
        node = self.signed()
        while (place := self.place) is not None and (sign := self.taken("*", "/")):
            node = Node(sign, (node, self.signed()), place=place)
        return node

    def signed(self) -> Node:
        places = []
        while (place := self.place) is not None and self.taken("-"):
            places.append(place)
        node = self.atom()
        for place in reversed(places):
            node = Node("negative", (node,), place=place)
        return node

    def atom(self) -> Node:
        sort, word, place = self.sort, self.word, self.place
        if self.taken("("):
            node = self.either()
            self.expect(")")
            return node
        if not sort or sort == "sign" or word in ("and", "or", "not"):
            raise FormulaError.at(place, _("a value was expected, not %(it)s.") % {"it": _quoted(word)})
        self.next += 1
        if sort == "number":
            return Node("literal", value=_number(word, place), place=place, kind="number")
        if sort == "text":
            return Node("literal", value=word[1:-1] or None, place=place, kind="text")
        if word in ("true", "false"):
            return Node("literal", value=word == "true", place=place, kind="bool")
        return self.call(word, place) if self.word == "(" else Node("field", value=word, place=place)

    def call(self, name: str, place: int) -> Node:
        if name not in FUNCTIONS:
            raise FormulaError.at(place, _("there is no function “%(name)s”.") % {"name": name} + nearest(name, FUNCTIONS))
        self.expect("(")
        args: list[Node] = []
        if self.word != ")":
            args.append(self.either())
            while self.taken(","):
                args.append(self.either())
        self.expect(")")
        return Node(name, tuple(args), place=place)


def _number(word: str, place: int) -> Decimal:
    whole, _dot, part = word.partition(".")
    if len(whole) > 15 or len(part) > PLACES:
        raise FormulaError.at(place, _("a number has at most 15 figures before the point and %(n)s after it.") % {"n": PLACES})
    return Decimal(word)


def _quoted(word: str) -> str:
    return f"“{word}”" if word else _("the end of the formula")


def nearest(name: str, known: Any) -> str:
    """“ Did you mean …?” when something known is near, else nothing."""
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return " " + _("Did you mean “%(near)s”?") % {"near": near[0]} if near else ""


def typed(text: str, leaves: Mapping[str, str], formulas: Mapping[str, str], own: str = "", *, beyond: Iterable[str] = ()) -> Node:
    """The tree with the kind of each part; formulas that it names are put in their place.

    leaves: kind by key of what can be named; formulas: source text by key; own: the key of the formula that is read, for circles;
    beyond: what else could have been meant by a name that leads nowhere.
    Raises FormulaError: a wrong kind, an unknown name, a circle (with its path), or a formula that is too large.
    """
    typer = _Typer(leaves, formulas, beyond)
    node = typer.formula(text, (own,) if own else ())
    _check_scalar(node)
    _check_depth(node)
    return node


def _check_scalar(node: Node) -> None:
    if node.kind == "money":
        say = _('say in which currency, like amount(%(name)s, "EUR").') % {"name": str(node.value).removeprefix("custom.")}
        raise FormulaError.at(node.place, _("this is an amount with its currency:") + " " + say)
    if node.kind not in SCALARS:
        name = str(node.value).removeprefix("custom.")
        raise FormulaError.at(
            node.place, _('“%(name)s” has no single value; ask it like includes(%(name)s, "one of them").') % {"name": name}
        )


def _check_depth(node: Node, depth: int = 1) -> None:
    if depth > DEEPEST:
        raise FormulaError(_("The formula, with those that it names, is nested more than %(n)s deep.") % {"n": DEEPEST})
    for arg in node.args:
        _check_depth(arg, depth + 1)


class _Typer:
    def __init__(self, leaves: Mapping[str, str], formulas: Mapping[str, str], beyond: Iterable[str]) -> None:
        self.leaves, self.formulas, self.beyond, self.parts = leaves, formulas, beyond, 0

    def formula(self, text: str, path: tuple[str, ...]) -> Node:
        return self.node(parse(text), path)

    def node(self, node: Node, path: tuple[str, ...]) -> Node:
        self.parts += 1
        if self.parts > MOST_PARTS:
            raise FormulaError(_("The formula, with those that it names, has more than %(n)s parts.") % {"n": MOST_PARTS})
        if node.op == "literal":
            return node
        if node.op == "field":
            return self.named(node, path)
        args = tuple(self.node(arg, path) for arg in node.args)
        if node.op == "date":
            return _day(node, args)
        kind = _kind(node, args)
        return _money_part(node, args) or Node(node.op, args, node.value, node.place, kind)

    def named(self, node: Node, path: tuple[str, ...]) -> Node:
        key = node.value
        if key not in self.leaves and key not in self.formulas:
            key = f"custom.{key}"
        if key in self.formulas:
            if key in path:
                circle = " → ".join(step.removeprefix("custom.") for step in (*path[path.index(key) :], key))
                raise FormulaError(_("A formula cannot go in a circle: %(circle)s.") % {"circle": circle})
            return self.inside(key, path, node.place)
        kind = self.leaves.get(key)
        if kind is None:
            known = [*self.leaves, *self.formulas, *self.beyond]
            bare = [name.removeprefix("custom.") for name in known]
            raise FormulaError.at(node.place, _("there is no field “%(name)s”.") % {"name": node.value} + nearest(node.value, known + bare))
        if kind not in KINDS:
            raise FormulaError.at(node.place, _("“%(name)s” has no single value that a formula could use.") % {"name": node.value})
        return Node("field", value=key, place=node.place, kind=kind)

    def inside(self, key: str, path: tuple[str, ...], place: int) -> Node:
        try:
            node = self.formula(self.formulas[key], (*path, key))
        except FormulaError as problem:
            if not problem.placed or problem.within:
                raise
            wrong = FormulaError(_("In “%(name)s”: %(problem)s") % {"name": key.removeprefix("custom."), "problem": problem})
            wrong.placed, wrong.within = True, key
            raise wrong from None
        return replace(node, place=place)


def _money_part(node: Node, args: tuple[Node, ...]) -> Node | None:
    """What asks for a part of an amount, in terms of its two leaves; None for everything else."""
    if not args or args[0].kind != "money":
        return None
    amount = Node("field", value=f"{args[0].value}{AMOUNT}", place=node.place, kind="number")
    currency = Node("field", value=f"{args[0].value}{CURRENCY}", place=node.place, kind="text")
    match node.op:
        case "currency":
            return currency
        case "missing":
            return Node("missing", (amount,), place=node.place, kind="bool")
    same = Node("=", (currency, args[1]), place=node.place, kind="bool")
    return Node("if", (same, amount, Node("literal", place=node.place, kind="number")), place=node.place, kind="number")


def _day(node: Node, args: tuple[Node, ...]) -> Node:
    try:
        if len(args) != 1 or args[0].op != "literal":
            raise ValueError
        return Node("literal", value=date.fromisoformat(args[0].value or ""), place=node.place, kind="date")
    except (TypeError, ValueError):
        raise FormulaError.at(node.place, _('date takes a day in quotes, like date("2026-01-31").')) from None


def _kind(node: Node, args: tuple[Node, ...]) -> str:
    match node.op:
        case "and" | "or" | "not":
            return _each(node, args, "bool", "bool")
        case "&":
            return _each(node, args, "text", "text")
        case "+" | "-" if args[0].kind == "date":
            _wanted(args[1], "number")
            return "date"
        case "+" | "-" | "*" | "/" | "negative":
            return _each(node, args, "number", "number")
        case "=" | "!=":
            _check_scalar(args[0])
            return _each(node, args, args[0].kind, "bool")
        case "<" | "<=" | ">" | ">=":
            return _each(node, args, _ordered(args[0]), "bool")
    return _called(node, args)


def _called(node: Node, args: tuple[Node, ...]) -> str:
    takes, gives = FUNCTIONS[node.op]
    many = takes[-1:] == ("…",)
    if many:
        takes = (takes[0],) * max(len(args), 1)
    if len(args) != len(takes):
        raise FormulaError.at(
            node.place, _("%(name)s takes %(n)s values, not %(it)s.") % {"name": node.op, "n": len(takes), "it": len(args)}
        )
    same = ""
    for want, arg in zip(takes, args, strict=True):
        if want == "any":
            continue
        if want in ("same", "ordered"):
            _check_scalar(arg)
            same = same or (_ordered(arg) if want == "ordered" else arg.kind)
            _wanted(arg, same)
        else:
            _wanted(arg, want)
    if node.op == "round":
        _check_places(args[1])
    return same if gives in ("same", "ordered") else gives


def _check_places(places: Node) -> None:
    if places.op != "literal" or places.value not in range(PLACES + 1):
        raise FormulaError.at(places.place, _("round takes the number of places, from 0 to %(n)s, as its second value.") % {"n": PLACES})


def _each(node: Node, args: tuple[Node, ...], want: str, gives: str) -> str:
    for arg in args:
        _wanted(arg, want)
    return gives


def _ordered(arg: Node) -> str:
    if arg.kind not in ("number", "date"):
        raise FormulaError.at(arg.place, _("a number or a day was expected, not %(it)s.") % {"it": KINDS[arg.kind]})
    return arg.kind


def _wanted(arg: Node, want: str) -> None:
    if arg.kind != want:
        raise FormulaError.at(arg.place, _("%(want)s was expected, not %(it)s.") % {"want": KINDS[want], "it": KINDS[arg.kind]})
