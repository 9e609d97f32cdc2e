"""What a computed field would come to, before it is kept: its kind, and its value on a few records of the one who asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, visible_to
from mutua.foundation.fields.computed import computed_value, expressions, problems
from mutua.foundation.fields.formula import KINDS
from mutua.foundation.fields.kinds import model_of
from mutua.foundation.fields.known import Known
from mutua.foundation.fields.models import CustomField
from mutua.foundation.fields.registry import Field, relations_of
from mutua.foundation.fields.showing import in_words
from mutua.foundation.filters import describe

SHOWN = 3


@dataclass(frozen=True)
class Tried:
    """problem: a sentence, or "" where it reads. kind: what it comes to. where: the condition in words. examples: record and value, in words."""

    problem: str = ""
    kind: str = ""
    where: str = ""
    examples: tuple[tuple[str, str], ...] = ()


def tried(actor: Actor, field: CustomField) -> Tried:
    """The field as it would be, or what is wrong with it. Nothing is written."""
    others = CustomField.objects.filter(retired_at=None).exclude(record_kind=field.record_kind, name=field.name)
    known = Known(actor, rows=[*others, field])
    wrong = problems(known).get((field.record_kind, field.name))
    made = known.custom_field(field.record_kind, field.name)
    model = model_of(field.record_kind)
    if wrong is not None or made is None or model is None:
        return Tried(problem=wrong[0] if wrong is not None else _("This cannot be computed."))
    rows = visible_to(actor, model._default_manager.all()).order_by("-pk").annotate(**expressions(made))[:SHOWN]
    examples = tuple((str(row), _shown(made, computed_value(made, vars(row)))) for row in rows)
    relation = relations_of(field.record_kind).get(field.relation)
    where = describe(field.condition, known.all_of(relation.to)) if field.condition and relation is not None else ""
    return Tried(kind=str(KINDS.get(made.kind, made.kind)), where=where, examples=examples)


def _shown(made: Field, value: Any) -> str:
    return in_words(made, value) if value is not None else _("nothing")


def rolled_up(field: CustomField) -> str:
    """A roll-up in words: Sum of Amount, Deals. Nothing for another kind of field."""
    relation = relations_of(field.record_kind).get(field.relation)
    if relation is None:
        return ""
    of = Known().named(relation.to, field.of) if field.of else None
    what = f"{field.get_function_display()} · {of.label}" if of is not None else field.get_function_display()
    return f"{relation.label} · {what}"
