"""Defining a custom field, or changing its words and choices."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor, require
from mutua.foundation.fields.computed import check_formulas
from mutua.foundation.fields.kinds import kinds_with_custom_fields
from mutua.foundation.fields.models import MOST_PER_KIND, CustomField
from mutua.foundation.fields.registry import custom_fields
from mutua.foundation.records.errors import Refused


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
    field.formula = _checked_formula(field, formula)
    field.save()
    return field


@transaction.atomic
def reword_field(actor: Actor, field_id: int, *, label: str, choices: Sequence[str] = (), order: int = 0, formula: str = "") -> CustomField:
    """The field with other words. Name and kind stay: values hang on them."""
    require(actor, "fields.custom.edit")
    lock_definitions()
    field = CustomField.objects.select_for_update().get(pk=field_id)
    field.label, field.choices, field.order = label.strip(), list(_checked_choices(field.kind, choices)), order
    field.formula = _checked_formula(field, formula)
    field.save(update_fields=["label", "choices", "order", "formula"])
    return field


def lock_definitions() -> None:
    """Two administrators at once must not both define the hundredth field, nor close a circle of formulas between them."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('fields.custom'))")


def check_dependents(record_kind: str, *, without: str = "", instead: dict[str, str] | None = None) -> None:
    """Raises Refused, naming a formula of the kind that would not read without the field, or with these formulas instead of what stands."""
    rows = CustomField.objects.filter(record_kind=record_kind, retired_at=None)
    sources = {row.name: row.formula for row in rows if row.kind == CustomField.Kind.FORMULA} | (instead or {})
    plain = {name: known for name, known in custom_fields(record_kind).items() if not known.computed and name != without}
    sources.pop(without, None)
    wrong = check_formulas(record_kind, sources, plain)
    for name in instead or {}:
        if name in wrong:
            raise Refused(wrong[name], field="formula")
    for name, problem in wrong.items():
        raise Refused(
            _("The formula “%(name)s” would no longer be read: %(problem)s Nothing was changed; change that formula first.")
            % {"name": name, "problem": problem},
            field="formula",
        )


def _checked_formula(field: CustomField, formula: str) -> str:
    if field.kind != CustomField.Kind.FORMULA:
        return ""
    formula = formula.strip()
    if not formula:
        raise Refused(_("A field of kind formula needs a formula. Enter one, like spend / 12."), field="formula")
    check_dependents(field.record_kind, instead={field.name: formula})
    return formula


def _checked_choices(kind: str, choices: Sequence[str]) -> Sequence[str]:
    if kind != CustomField.Kind.CHOICE:
        return ()
    if not choices or len(set(choices)) != len(choices):
        raise Refused(_("A field of kind choice needs at least one choice, each once. Enter one a line."), field="choices")
    return choices
