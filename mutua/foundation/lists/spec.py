"""What a list is made of. A domain writes one ListSpec and one view of three lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.forms import Form

from mutua.foundation.access.actor import Actor
from mutua.foundation.fields.registry import Field


@dataclass(frozen=True)
class CellEdit:
    """Editing in place. save(actor, record_id, version, value) is an action; choices(actor): pairs, or None for free text."""

    needs: str
    save: Callable[[Actor, int, int | None, str], Any]
    current: Callable[[Any], Any]
    choices: Callable[[Actor], Sequence[tuple[str, Any]]] | None = None
    input_type: str = "text"


@dataclass(frozen=True)
class Column:
    """One column. text(row) or a template with `row` shows it; value(row) is what goes into the CSV; sort: a look-up of the query, "" when it cannot sort.

    order: an expression that the query gets under the name in `sort`; annotate: what else the query needs before the cell can be shown.
    beside: columns that a file has after this one, each a title and value(row).
    """

    key: str
    title: Any
    text: Callable[[Any], Any] | None = None
    template: str = ""
    value: Callable[[Any], Any] | None = None
    sort: str = ""
    numeric: bool = False
    phone: bool = False
    hidden: bool = False
    css: str = ""
    edit: CellEdit | None = None
    order: Callable[[], Any] | None = None
    annotate: Callable[[QuerySet[Any]], QuerySet[Any]] | None = None
    beside: Sequence[tuple[Any, Callable[[Any], Any]]] = ()

    def plain(self, row: Any) -> Any:
        """The value without its looks."""
        if self.value is not None:
            return self.value(row)
        return self.text(row) if self.text is not None else getattr(row, self.key, "")


@dataclass(frozen=True)
class Starter:
    """A view that everybody has. tree(actor): the filter, or None when this actor has no use for it."""

    key: str
    title: Any
    tree: Callable[[Actor], dict[str, Any] | None]
    sort: str = ""


@dataclass(frozen=True)
class Done:
    """What a bulk act did: how many, and how to take it back. left: names of rows that an undo left as they are, for somebody changed them since."""

    count: int
    undo: str = ""
    left: tuple[str, ...] = ()


@dataclass(frozen=True)
class Earlier:
    """The act that is to be taken back: what it changed carries its number in the history."""

    run_id: int
    since: datetime


@dataclass(frozen=True)
class BulkAct:
    """An act on many rows. run(actor, ids, cleaned): how many, or Done. preview(actor, rows): a sentence about what will happen.

    form_for(actor, data): a form that depends on who acts, in place of `form`.
    offered(fields): whether it makes sense with these fields of the list; None: always.
    take_back(actor, ids, earlier): undo of what `run` did to these rows then; how many, or Done. None: it cannot be undone.
    """

    key: str
    label: Any
    needs: str
    run: Callable[[Actor, list[int], dict[str, Any]], int | Done]
    icon: str = "arrow-right"
    form: type[Form] | Callable[..., Form] | None = None
    preview: Callable[[Actor, QuerySet[Any]], Any] | None = None
    danger: bool = False
    take_back: Callable[[Actor, list[int], Earlier], int | Done] | None = None
    form_for: Callable[[Actor, Any], Form] | None = None
    offered: Callable[[Mapping[str, Field]], bool] | None = None

    def form_of(self, actor: Actor, data: Any = None) -> Form | None:
        if self.form_for is not None:
            return self.form_for(actor, data)
        return self.form(data) if self.form is not None else None


@dataclass(frozen=True)
class Blank:
    """What an empty list says."""

    title: Any
    text: Any = ""
    steps: Sequence[tuple[Any, Any]] = ()
    art: str = "list"


@dataclass(frozen=True)
class ListSpec:
    """One list. base(actor) begins every query with the person who looks. new: (url name, label, permission).

    custom_edit: the permission and the act by which custom values are written in place; the act takes `version` and `custom`.
    """

    kind: str
    model: type[Model]
    title: Any
    base: Callable[[Actor], QuerySet[Any]]
    columns: Sequence[Column]
    default_sort: str
    noun: Any = ""
    link: Callable[[Any], str] | None = None
    select_related: Sequence[str] = ()
    prefetch_related: Sequence[Any] = ()
    search: Callable[[QuerySet[Any], str], QuerySet[Any]] | None = None
    search_as: Callable[[Actor, QuerySet[Any], str], QuerySet[Any]] | None = None
    prepare: Callable[[Actor, list[Any]], None] | None = None
    starters: Sequence[Starter] = ()
    new: tuple[str, Any, str] | None = None
    bulk: Sequence[BulkAct] = ()
    export: str | None = None
    blank: Blank | None = None
    page_size: int = 50
    extra: dict[str, Any] = field(default_factory=dict)
    custom_edit: tuple[str, Callable[..., Any]] | None = None

    def column(self, key: str) -> Column | None:
        return next((column for column in self.columns if column.key == key), None)

    def without(self, hidden: frozenset[str]) -> ListSpec:
        """The list for somebody from whom these fields are hidden: a column shows the field of its own key."""
        if not hidden:
            return self
        left = [column for column in self.columns if column.key not in hidden]
        gone = self.default_sort.removeprefix("-") in hidden
        # A list that is ordered by what is hidden would tell it: the first order that is left takes its place.
        sort = next((f"-{column.key}" for column in left if column.sort), "") if gone else self.default_sort
        return replace(self, columns=left, default_sort=sort)

    def starter(self, key: str) -> Starter | None:
        return next((starter for starter in self.starters if starter.key == key), None)

    def bulk_act(self, key: str) -> BulkAct | None:
        return next((act for act in self.bulk if act.key == key), None)


_specs: dict[str, Callable[[], ListSpec]] = {}


def register_list(kind: str, spec: Callable[[], ListSpec]) -> None:
    """Make the list of this kind known to workers, for acts on many rows. Call it in AppConfig.ready()."""
    _specs[kind] = spec


def list_of(kind: str) -> ListSpec:
    """Raises LookupError for a list that nobody registered."""
    try:
        return _specs[kind]()
    except KeyError:
        raise LookupError(f"The list of {kind} is not registered: call register_list in its AppConfig.ready().") from None
