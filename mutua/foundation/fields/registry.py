"""The fields of each kind of record that lists, filters, segments and exports know: built in, rolled up, custom; and how kinds hang together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from django.db.models import F
from django.db.models.expressions import Combinable

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

    from mutua.foundation.access import Actor

# "link" is another record by its number, "url" an address that a browser opens.
Kind = Literal["text", "number", "money", "date", "bool", "choice", "multi", "link", "url"]
Window = tuple[date, date] | None  # a roll-up counts what lies between the two days, both included; None: everything
Choices = Callable[[], Iterable[tuple[str, Any]]]


@dataclass(frozen=True)
class Field:
    """One thing that is known of each record of a kind.

    path: a Django look-up path to a single value. roll_up: instead of a path, an expression over related rows, given a window of days.
    computed: a formula or a roll-up of an administrator's, which nobody writes; its kind is that of the outcome.
    gathered: instead of a path, an expression over related rows that no window of days narrows.
    told: of an amount that depends on who looks, the amount and its currency for this actor; None is the company as a whole.
    column: where the JSON of a custom value is. currency: of money, in which currency the row's amount is.
    uses: of a computed one, the fields that it is made of, as "account.spend".
    parts, steps: of a computed one, how large its formula is, and how many records it goes on from one to the next.
    mixed: each row names its own currency, so that an amount to compare with must name one, too.
    """

    record_kind: str
    key: str
    label: Any
    kind: Kind
    path: str = ""
    roll_up: Callable[[Window], Combinable] | None = None
    choices: Choices | None = None
    is_custom: bool = False
    gathered: Callable[[], Combinable] | None = None
    told: Callable[[Actor | None], tuple[Combinable, Combinable]] | None = None
    computed: bool = False
    column: str = "custom"
    currency: Callable[[], Combinable] | None = None
    mixed: bool = False
    uses: frozenset[str] = frozenset()
    parts: int = 1
    steps: int = 0

    def expression(self, window: Window = None) -> Combinable:
        """The field's value as an expression over a query set of its kind; of money, the amount."""
        if self.roll_up is not None:
            return self.roll_up(window)
        if self.gathered is not None:
            return self.gathered()
        if self.is_custom:
            from mutua.foundation.fields.stored import stored_value

            return stored_value(self.column, self.path, self.kind)
        return F(self.path)

    def told_to(self, actor: Actor | None) -> Field:
        """The field for this actor: another one only where what it tells depends on who looks."""
        told = self.told
        if told is None:
            return self
        return replace(self, gathered=lambda: told(actor)[0], currency=lambda: told(actor)[1])


@dataclass(frozen=True)
class Way:
    """From a record to the one that it names: from a deal to its account.

    seen: those of them that this actor may look at; only: the fields that are told about them, or all.
    """

    key: str
    label: Any
    to: str
    model: type[Model]
    path: str
    seen: Callable[[Actor], QuerySet[Any]] | None = None
    only: Sequence[str] = ()


@dataclass(frozen=True)
class Relation:
    """From a record to those that name it: from an account to its deals. via: the look-up on their side that leads back."""

    key: str
    label: Any
    to: str
    model: type[Model]
    via: str


_fields: dict[str, dict[str, Field]] = {}
_ways: dict[str, dict[str, Way]] = {}
_relations: dict[str, dict[str, Relation]] = {}


def field(
    record_kind: str,
    *,
    key: str,
    label: Any,
    kind: Kind,
    path: str = "",
    roll_up: Callable[[Window], Combinable] | None = None,
    choices: Choices | None = None,
    gathered: Callable[[], Combinable] | None = None,
    currency: str = "",
    told: Callable[[Actor | None], tuple[Combinable, Combinable]] | None = None,
) -> None:
    """Register a field. Higher storeys add roll-ups to the kinds of lower ones: backoffice adds `orders.value` to `account`. currency: a look-up."""
    if roll_up is None and gathered is None and told is None and not path:
        path = key.replace(".", "__")
    in_currency = (lambda: F(currency)) if currency else None
    known = Field(record_kind, key, label, kind, path, roll_up, choices, gathered=gathered, told=told, currency=in_currency)
    _fields.setdefault(record_kind, {})[key] = known.told_to(None)


def leads_to(
    record_kind: str,
    *,
    key: str,
    label: Any,
    to: str,
    model: type[Model],
    path: str = "",
    seen: Callable[[Actor], QuerySet[Any]] | None = None,
    only: Sequence[str] = (),
) -> None:
    """What is known of the record that one of this kind names can be asked of it: `account.country` of a deal. path: its foreign key."""
    _ways.setdefault(record_kind, {})[key] = Way(key, label, to, model, path or key, seen, tuple(only))


def has_many(record_kind: str, *, key: str, label: Any, to: str, model: type[Model], via: str) -> None:
    """An administrator may roll up these records over those of the kind. Registered by the storey that owns them, downwards."""
    _relations.setdefault(record_kind, {})[key] = Relation(key, label, to, model, via)


def ways_from(record_kind: str) -> dict[str, Way]:
    return dict(_ways.get(record_kind, {}))


def relations_of(record_kind: str) -> dict[str, Relation]:
    return dict(_relations.get(record_kind, {}))


def built_in_fields(record_kind: str) -> dict[str, Field]:
    return dict(_fields.get(record_kind, {}))


def built_in_field(record_kind: str, key: str) -> Field | None:
    return _fields.get(record_kind, {}).get(key)


def fields_of(record_kind: str, actor: Actor | None = None) -> dict[str, Field]:
    """All fields of a kind and of the records that it names, by key: one query. actor: who looks; None is the company as a whole."""
    from mutua.foundation.fields.known import Known

    return Known(actor).all_of(record_kind)


def custom_fields(record_kind: str, actor: Actor | None = None) -> dict[str, Field]:
    """The custom fields of a kind, by name without the prefix: one query."""
    from mutua.foundation.fields.known import Known

    return Known(actor).custom(record_kind)


def writable_custom_fields(record_kind: str, actor: Actor | None = None) -> dict[str, Field]:
    """The custom fields that forms, imports and the API fill in: all but what is computed."""
    return {name: known for name, known in custom_fields(record_kind, actor).items() if not known.computed}
