"""Storing a record whose values a person typed: what the fields or the database refuse becomes a sentence."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from mutua.foundation.database.text import LONGEST, is_storable
from mutua.foundation.money.codes import is_currency
from mutua.foundation.records.errors import Refused

logger = logging.getLogger(__name__)


def store(record: models.Model, *, update_fields: Iterable[str] | None = None) -> None:
    """Check each field by itself, then save; Refused names the field or the promise that would be broken.

    Uniqueness and the like are left to the database: asking first costs queries and proves nothing about the moment of the write.
    """
    check_texts(record, update_fields)
    _check_currency(record, update_fields)
    relations = [field.name for field in record._meta.fields if field.is_relation or field.generated or not field.editable]
    try:
        record.clean_fields(exclude=relations)
    except ValidationError as error:
        name, sentences = next(iter(error.message_dict.items()))
        raise Refused(sentences[0], field=name) from error
    try:
        with transaction.atomic():
            record.save(update_fields=update_fields)
    except IntegrityError as error:
        raise _broken(record, error) from error


def check_texts(record: models.Model, written: Iterable[str] | None = None) -> None:
    """Refused for a text that cannot be kept, or is longer than anybody would read. written: the fields that are stored now; None: all."""
    named = None if written is None else set(written)
    for field in record._meta.concrete_fields:
        texts = _texts(record.__dict__.get(field.attname))
        if not all(is_storable(text) for text in texts):
            raise Refused(_("There is a character in it that cannot be kept. Nothing was changed; type the text again."), field=field.name)
        # What is not written now may be older than the bound.
        if (named is None or field.name in named) and (longest := max(map(len, texts), default=0)) > LONGEST:
            raise Refused(_too_long(longest), field=field.name)


def _check_currency(record: models.Model, written: Iterable[str] | None) -> None:
    """Refused for a code that is no currency: amounts in it would stand in no sum, and nobody would know why."""
    code = record.__dict__.get("currency") or ""
    if code and (written is None or "currency" in written) and not is_currency(code):
        told = {"code": code[:20]}
        raise Refused(
            _("No currency has the code “%(code)s”. Take one of ISO 4217, such as USD. Nothing was changed.") % told, field="currency"
        )


def _too_long(length: int) -> str:
    sentence = _("This text has %(length)s characters; at most %(most)s are kept. Nothing was changed; shorten it, or attach it as a file.")
    return sentence % {"length": f"{length:,}", "most": f"{LONGEST:,}"}


def _broken(record: models.Model, error: IntegrityError) -> Refused:
    """The promise's own sentence; without one, the fields that it is about, and the field itself where it is about one."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    broken = next((constraint for constraint in record._meta.constraints if constraint.name == name), None)
    if broken is not None and broken.violation_error_message != broken.default_violation_error_message:
        return Refused(broken.violation_error_message)
    if isinstance(broken, models.UniqueConstraint):
        return _twice(record, broken)
    fields = _fields_of(record, broken.condition) if isinstance(broken, models.CheckConstraint) else []
    logger.warning("%s was refused by %s", record._meta.label, name)
    if not fields:
        return Refused(_("What this %(noun)s says cannot be. Nothing was changed.") % {"noun": record._meta.verbose_name})
    sentence = _("%(fields)s: this value cannot be. Nothing was changed; give another one.")
    return Refused(sentence % {"fields": _named(fields)}, field=fields[0].name if len(fields) == 1 else None)


def _twice(record: models.Model, broken: models.UniqueConstraint) -> Refused:
    """There is one already: which values are the same, where the promise names them, and the field itself where it is one."""
    fields = [record._meta.get_field(name) for name in broken.fields]
    words = {"noun": record._meta.verbose_name, "fields": _named(fields)}
    if not fields:
        return Refused(_("There is such a %(noun)s already. Nothing was changed.") % words)
    sentence = _("%(fields)s: there is a %(noun)s with the same already. Nothing was changed.")
    return Refused(sentence % words, field=fields[0].name if len(fields) == 1 else None)


def _named(fields: Iterable[Any]) -> str:
    labels = ", ".join(str(field.verbose_name) for field in fields)
    return labels[:1].upper() + labels[1:]


def _fields_of(record: models.Model, condition: object) -> list[models.Field[Any, Any]]:
    """The fields that a condition names, each once."""
    if not isinstance(condition, models.Q):
        return []
    found: list[models.Field[Any, Any]] = []
    for child in condition.children:
        found += _field(record, str(child[0])) if isinstance(child, tuple) else _fields_of(record, child)
    return list(dict.fromkeys(found))


def _field(record: models.Model, lookup: str) -> list[models.Field[Any, Any]]:
    return [field for field in record._meta.concrete_fields if lookup.partition("__")[0] in (field.name, field.attname)]


def _texts(value: object) -> list[str]:
    """The texts in a value: itself, or those in a list or in custom fields."""
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else [value]
    return [text for one in inside for text in (one if isinstance(one, list) else [one]) if isinstance(text, str)]
