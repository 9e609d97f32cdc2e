"""The fields as one who looks knows them: the definitions are read once, and each field is made of them when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Subquery
from django.db.models.expressions import Combinable

from mutua.foundation.access import NOBODY, visible_to
from mutua.foundation.access.prepared import prepared
from mutua.foundation.fields.circles import Name, circles, dependencies
from mutua.foundation.fields.registry import Field, Way, built_in_field, built_in_fields, ways_from
from mutua.foundation.fields.stored import stored_currency

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from mutua.foundation.access import Actor
    from mutua.foundation.fields.models import CustomField

PREFIX = "custom."
MOST_HOPS = 3  # account.owner.team


class Known:
    """Fields by kind and key. actor: who looks, and whose rows roll-ups count; None is the company as a whole, as segments see it.

    rows: definitions to read instead of those that stand, to see what a change would come to.
    """

    def __init__(self, actor: Actor | None = None, rows: Iterable[CustomField] | None = None) -> None:
        self.actor = actor
        self._given = rows
        self._custom: dict[Name, Field | None] = {}

    @cached_property
    def rows(self) -> dict[str, list[CustomField]]:
        """The definitions in force, by kind: one query."""
        found: dict[str, list[CustomField]] = {}
        for row in _in_force(NOBODY) if self._given is None else self._given:
            found.setdefault(row.record_kind, []).append(row)
        return found

    @cached_property
    def dependencies(self) -> dict[Name, list[Name]]:
        return dependencies(self.rows)

    @cached_property
    def circles(self) -> dict[Name, list[Name]]:
        """Computed fields that lead back to themselves, which no action lets in; a field of them is no field."""
        return circles(self.dependencies)

    @cached_property
    def finds(self) -> tuple[Any, ...]:
        """What decides which fields there are for who looks: the same for two who find the same ones, whatever the rows that each sees."""
        definitions = [
            tuple(str(value) for name, value in vars(row).items() if name != "_state") for rows in self.rows.values() for row in rows
        ]
        return self.actor.hidden if self.actor is not None else frozenset(), *definitions

    def custom(self, record_kind: str) -> dict[str, Field]:
        """The custom fields of a kind, by name without the prefix. A computed one that no longer reads is left out."""
        found = {row.name: self.custom_field(record_kind, row.name) for row in self.rows.get(record_kind, ())}
        return {name: field for name, field in found.items() if field is not None and not self._hides(field)}

    def _hides(self, field: Field) -> bool:
        """Whether it is hidden from who looks; what is computed from a hidden one would tell it."""
        hidden = self.actor.hidden if self.actor is not None else frozenset()
        return bool(hidden) and (f"{field.record_kind}.{field.key}" in hidden or not hidden.isdisjoint(field.uses))

    def custom_field(self, record_kind: str, name: str) -> Field | None:
        if (record_kind, name) not in self._custom:
            # Whoever asks for it while it is made, to name what there is, finds nothing instead of never coming back.
            self._custom[record_kind, name] = None
            row = next((row for row in self.rows.get(record_kind, ()) if row.name == name), None)
            self._custom[record_kind, name] = None if row is None else self._made(row)
        return self._custom[record_kind, name]

    def _made(self, row: CustomField) -> Field | None:
        if not row.is_computed:
            return _stored(row)
        from mutua.foundation.fields.computed import computed_field

        return computed_field(self, row)

    def _built_in(self, record_kind: str, key: str) -> Field | None:
        found = built_in_field(record_kind, key)
        return None if found is None else found.told_to(self.actor)

    def own(self, record_kind: str) -> dict[str, Field]:
        """Fields of the kind itself, the custom ones last."""
        built_in = {key: one.told_to(self.actor) for key, one in built_in_fields(record_kind).items() if not self._hides(one)}
        return {**built_in, **{f"{PREFIX}{name}": one for name, one in self.custom(record_kind).items()}}

    def all_of(self, record_kind: str) -> dict[str, Field]:
        """The kind's own fields, and after them those of the records that it names, one step away."""
        beyond = {
            f"{way.key}.{key}": self._through(way, known, narrowed)
            for way in ways_from(record_kind).values()
            for narrowed in (self._is_narrowed(way),)
            for key, known in self.own(way.to).items()
            if not way.only or key in way.only
        }
        return {**beyond, **self.own(record_kind)}

    def named(self, record_kind: str, key: str, hops: int = MOST_HOPS) -> Field | None:
        """The field of this key, also one that is some steps away: account.owner.team. No query unless a custom field is named."""
        found = self._built_in(record_kind, key)
        if found is None and key.startswith(PREFIX):
            found = self.custom_field(record_kind, key.removeprefix(PREFIX))
        if found is not None or not hops:
            return None if found is not None and self._hides(found) else found
        first, _dot, rest = key.partition(".")
        way = ways_from(record_kind).get(first)
        if way is None or (way.only and rest not in way.only):
            return None
        beyond = self.named(way.to, rest, hops - 1)
        return self._through(way, beyond, self._is_narrowed(way)) if beyond is not None else None

    def one_step(self, record_kind: str, key: str) -> Field | None:
        """What a formula names of the record that one of this kind names: account.spend; a custom field also without its prefix."""
        first, _dot, rest = key.partition(".")
        way = ways_from(record_kind).get(first)
        if way is None or not rest:
            return None
        beyond = self._built_in(way.to, rest) or self.custom_field(way.to, rest.removeprefix(PREFIX))
        if beyond is None or (way.only and beyond.key not in way.only):
            return None
        counted = (beyond.roll_up is not None or beyond.gathered is not None) and not beyond.is_custom
        told = self._through(way, beyond, self._is_narrowed(way))
        uses = beyond.uses | {f"{beyond.record_kind}.{beyond.key}"}
        return replace(told, uses=uses, is_custom=told.is_custom or (not counted and told.gathered is not None), steps=beyond.steps + 1)

    def _through(self, way: Way, beyond: Field, narrowed: bool) -> Field:
        """A field of the record that one names. Of a record that is not to be seen, nothing is known."""
        key, label = f"{way.key}.{beyond.key}", f"{way.label}: {beyond.label}"
        stored = beyond.roll_up is None and beyond.gathered is None and beyond.currency is None
        if stored and not narrowed:
            # A join costs less than a look at each row.
            path = beyond.path if beyond.is_custom else f"{way.path}__{beyond.path}"
            return replace(beyond, key=key, label=label, path=path, column=f"{way.path}__{beyond.column}")

        def value() -> Combinable:
            return self._looked_up(way, beyond.expression())

        money = beyond.currency
        currency = None if money is None else lambda: self._looked_up(way, money())
        return replace(beyond, key=key, label=label, path="", is_custom=False, roll_up=None, gathered=value, currency=currency)

    def _looked_up(self, way: Way, expression: Any) -> Combinable:
        rows = self._seen(way).filter(pk=OuterRef(f"{way.path}_id")).order_by()
        return Subquery(rows.annotate(_told=expression).values("_told")[:1])

    def _seen(self, way: Way) -> Any:
        if self.actor is None:
            return way.model._base_manager.all()
        return way.seen(self.actor) if way.seen is not None else visible_to(self.actor, way.model._base_manager.all())

    def _is_narrowed(self, way: Way) -> bool:
        seen = self._seen(way).query
        return bool(seen.where.children) or seen.is_empty()


@prepared
def _in_force(_nobody: Actor) -> QuerySet[CustomField]:
    from mutua.foundation.fields.models import CustomField

    return CustomField.objects.filter(retired_at=None)


def _stored(row: CustomField) -> Field:
    choices = [(choice, choice) for choice in row.choices]
    kind: Any = row.kind
    money = kind == "money"
    return Field(
        record_kind=row.record_kind,
        key=f"{PREFIX}{row.name}",
        label=row.label,
        kind=kind,
        path=row.name,
        choices=(lambda: choices) if choices else None,
        is_custom=True,
        currency=(lambda: stored_currency("custom", row.name)) if money else None,
        mixed=money,
    )
