"""SQL for names: lower case without accents, and lists of names as one text."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, Func, IntegerField, TextField, Value
from django.db.models.functions import Lower


class Folded(Lower):
    """lower(mutua_unaccent(…)): "Société Générale" becomes "societe generale"."""

    def __init__(self, expression: Any, **extra: Any) -> None:
        unaccented = Func(expression, function="mutua_unaccent", output_field=TextField())
        super().__init__(unaccented, **extra)

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        inner = self.get_source_expressions()[0].get_source_expressions()[0]
        return "mutua.customers.models.folding.Folded", (inner,), {}


class Joined(Func):
    """One name and a list of further names as one text, immutable (array_to_string itself is only stable)."""

    function = "mutua_names"
    output_field = TextField()


class EachFolded(Func):
    """A list of names, each as `Folded` has it, without the spaces around it; immutable, so that an index can hold them."""

    function = "mutua_each_folded"
    output_field = ArrayField(TextField())


class Slips(Func):
    """What is left of each word of three letters or more, whole or with one letter left out, as numbers; immutable, so that an index can hold them.

    Two words that differ in one letter, in one that is missing, or in two that are turned round, have one of them in common.
    """

    function = "mutua_slips"
    output_field = ArrayField(IntegerField())


class Spaced(Func):
    """Two texts with a space between; `concat_ws` is only stable, `||` is immutable."""

    template = "(%(expressions)s)"
    arg_joiner = " || ' ' || "
    output_field = CharField()


class Host(Func):
    """The host of a website without "www.", in lower case, as `matching` compares it."""

    template = r"regexp_replace(lower(btrim(%(expressions)s)), '^([a-z]+://)?(www\.)?([^/?#:]+).*$', '\3')"
    output_field = TextField()


def folded(text: str) -> Any:
    """The same folding for what a user typed."""
    return Folded(Value(text))
