"""Choosing one record among a hundred thousand: a text box that offers what fits, and works without a script too."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from mutua.customers.models import Account, Person
from mutua.customers.queries.accounts import accounts_seen
from mutua.customers.queries.people import people_seen
from mutua.foundation.access import Actor
from mutua.foundation.search.words import fold

_NUMBERED = re.compile(r"\(#(\d{1,18})\)\s*$")


def option_text(record: Account | Person) -> str:
    """How a record is written in the box: the number makes equal names different."""
    return f"{record.name} (#{record.pk})"


FEWEST = 3  # characters of a beginning that is taken for the name; fewer are a slip


class OfferingInput(forms.TextInput):
    """A text box with a list of options that is fetched while one types."""

    template_name = "customers/_offering_input.html"

    def __init__(self, url: Any, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", **(attrs or {})})
        self.url = url

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        return {**context, "options_url": self.url, "list_id": f"{context['widget']['attrs'].get('id', name)}_options"}


class RecordChoice(forms.Field):
    """A field whose value is one record that the actor sees: of the list, by its whole name, or by how it begins where one alone does."""

    default_error_messages = {
        "unknown": _("“%(value)s” is not in the list of those that you see. Choose one of the list."),
        "several": _("There are several called “%(value)s”. Choose one of the list."),
    }

    def __init__(self, actor: Actor, rows: QuerySet[Any], url: Any, **settings: Any) -> None:
        super().__init__(widget=OfferingInput(url), **settings)
        self.actor = actor
        self.rows = rows

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            value = self.rows.filter(pk=value).first()
        return option_text(value) if isinstance(value, Account | Person) else value

    def to_python(self, value: Any) -> Any:
        text = str(value or "").strip()
        if not text:
            return None
        numbered = _NUMBERED.search(text)
        found = list(self.rows.filter(pk=int(numbered[1]))[:1] if numbered else self._by_name(text)[:2])
        if not found and not numbered and len(text) >= FEWEST:
            found = list(self._by_name(text, "__startswith")[:2])
        if len(found) != 1:
            raise forms.ValidationError(self.error_messages["several" if found else "unknown"], params={"value": text})
        return found[0]

    def _by_name(self, text: str, how: str = "") -> QuerySet[Any]:
        # A person's sort key begins with the family name; the other generated column has the name as it is spoken.
        column = "sort_key" if self.rows.model is Account else "search"
        return self.rows.filter(**{f"{column}{how}": fold(text)})


class AccountChoice(RecordChoice):
    def __init__(self, actor: Actor, **settings: Any) -> None:
        super().__init__(actor, accounts_seen(actor), reverse_lazy("customers:account-options"), **settings)


class PersonChoice(RecordChoice):
    def __init__(self, actor: Actor, **settings: Any) -> None:
        super().__init__(actor, people_seen(actor), reverse_lazy("customers:person-options"), **settings)
