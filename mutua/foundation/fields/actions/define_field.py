"""Defining a custom field, or changing its words and choices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, require
from mutua.foundation.fields.amounts import read_code
from mutua.foundation.fields.computed import problems
from mutua.foundation.fields.kinds import kinds_with_custom_fields
from mutua.foundation.fields.known import Known
from mutua.foundation.fields.models import MOST_PER_KIND, CustomField
from mutua.foundation.filters.grammar import FilterError, walk
from mutua.foundation.records.errors import Refused

Tree = dict[str, Any]
COMPUTED = ("formula", "relation", "function", "of", "currency")


@transaction.atomic
def define_field(
    actor: Actor,
    *,
    record_kind: str,
    label: str,
    kind: str,
    choices: Sequence[str] = (),
    name: str = "",
    order: int = 0,
    formula: str = "",
    relation: str = "",
    function: str = "",
    of: str = "",
    condition: Tree | None = None,
    currency: str = "",
) -> CustomField:
    """The new field; its name comes from the label when none is given. A retired one of the same name and kind comes back with its values."""
    require(actor, "fields.custom.edit")
    if record_kind not in kinds_with_custom_fields():
        raise Refused(_("No records are called “%(kind)s”.") % {"kind": record_kind}, field="record_kind")
    name = slugify(name or label).replace("-", "_")
    if not name:
        raise Refused(_("The label has no letter or figure that a name could be made of. Give a name."), field="label")
    choices = _checked_choices(kind, choices)
    lock_definitions()
    known = CustomField.objects.filter(record_kind=record_kind, name=name).first()
    if known is not None and (known.retired_at is None or known.kind != kind):
        raise Refused(
            _("There is a field called “%(name)s” already, of kind %(kind)s. Choose another label.")
            % {"name": name, "kind": known.get_kind_display()},
            field="label",
        )
    if CustomField.objects.filter(record_kind=record_kind, retired_at=None).count() >= MOST_PER_KIND:
        raise Refused(_("There are %(n)s custom fields; that is the most. Retire one first.") % {"n": MOST_PER_KIND})

    field = known or CustomField(record_kind=record_kind, name=name, kind=kind)
    field.label, field.choices, field.order, field.retired_at = label.strip(), list(choices), order, None
    compute(field, formula=formula, relation=relation, function=function, of=of, condition=condition, currency=currency)
    field.save()
    return field


@transaction.atomic
def reword_field(
    actor: Actor,
    field_id: int,
    *,
    label: str,
    choices: Sequence[str] = (),
    order: int = 0,
    formula: str = "",
    relation: str = "",
    function: str = "",
    of: str = "",
    condition: Tree | None = None,
    currency: str = "",
) -> CustomField:
    """The field with other words. Name and kind stay: values hang on them."""
    require(actor, "fields.custom.edit")
    lock_definitions()
    field = CustomField.objects.select_for_update().get(pk=field_id)
    field.label, field.choices, field.order = label.strip(), list(_checked_choices(field.kind, choices)), order
    compute(field, formula=formula, relation=relation, function=function, of=of, condition=condition, currency=currency)
    field.save(update_fields=["label", "choices", "order", "formula", "relation", "function", "of", "condition", "currency"])
    return field


def lock_definitions() -> None:
    """Two administrators at once must not both define the hundredth field, nor close a circle of formulas between them."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('fields.custom'))")


def compute(field: CustomField, *, formula: str, relation: str, function: str, of: str, condition: Tree | None, currency: str) -> None:
    """Put what is computed into the field; whatever belongs to another kind of field is left out. Raises Refused for what cannot be."""
    field.formula = formula.strip() if field.kind == CustomField.Kind.FORMULA else ""
    rolls = field.kind == CustomField.Kind.ROLLUP
    field.relation, field.function = (relation, function) if rolls else ("", "")
    field.of = of if rolls and function != CustomField.Function.COUNT else ""
    field.condition = (condition or None) if rolls else None
    field.currency = _checked_currency(currency) if rolls else ""
    if field.kind == CustomField.Kind.FORMULA and not field.formula:
        raise Refused(_("A field of kind formula needs a formula. Enter one, like spend / 12."), field="formula")
    if field.condition is not None:
        _check_shape(field.condition)
    if field.is_computed:
        check_definitions(instead=field)


def check_definitions(*, instead: CustomField | None = None, without: CustomField | None = None) -> None:
    """Raises Refused, naming what could not be computed without the one field, or with the other in the place of what stands."""
    left = [
        row
        for row in CustomField.objects.filter(retired_at=None)
        if row.pk not in {getattr(instead, "pk", None), getattr(without, "pk", None)}
    ]
    ours = (instead.record_kind, instead.name) if instead is not None else None
    standing = problems(Known(rows=CustomField.objects.filter(retired_at=None)))
    wrong = problems(Known(rows=[*left, instead] if instead is not None else left))
    if ours in wrong:
        problem, part = wrong[ours]
        raise Refused(problem, field=part)
    for (kind, name), (problem, _field) in wrong.items():
        # What could not be read before either, since a column left with an upgrade, stands in nobody's way.
        if (kind, name) not in standing:
            raise Refused(
                _("“%(name)s” would no longer be read: %(problem)s Nothing was changed; change that field first.")
                % {"name": name, "problem": problem},
                field="formula",
            )


def _check_shape(tree: Tree) -> None:
    try:
        list(walk(tree))
    except FilterError as problem:
        raise Refused(str(problem), field="condition") from None


def _checked_currency(text: str) -> str:
    try:
        return read_code(text) if text.strip() else ""
    except ValueError:
        raise Refused(_("A currency is three letters, such as EUR."), field="currency") from None


def _checked_choices(kind: str, choices: Sequence[str]) -> Sequence[str]:
    if kind not in (CustomField.Kind.CHOICE, CustomField.Kind.MULTI):
        return ()
    if not choices or len(set(choices)) != len(choices):
        raise Refused(_("A field with choices needs at least one choice, each once. Enter one a line."), field="choices")
    return choices
