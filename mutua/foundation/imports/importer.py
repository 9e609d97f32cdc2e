"""What a domain writes to have its records imported: which fields, what is wrong with a row, how a batch is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from mutua.foundation.imports.targets import Target

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import Model

    from mutua.foundation.access import Actor
    from mutua.foundation.imports.models import ImportRun


@dataclass(frozen=True)
class Note:
    """One thing to tell about a row. level: "refused", "corrected" or "kept". found: the text that it is about."""

    level: str
    field: str
    sentence: str
    found: str = ""


@dataclass(frozen=True)
class Like:
    """A record that is here already and that a row without a known key looks like. why: what of both is the same, in words."""

    record_id: int
    name: str
    why: str
    address: str = ""  # of its page
    may_change: bool = True

    def __str__(self) -> str:
        return f"{self.name} ({self.why})"


@dataclass(slots=True)
class Row:
    """One row on its way in. text: by target, as mapped; values: typed; raw: by heading, as it arrived. is_kept: an earlier row of its key is kept."""

    number: int
    raw: dict[str, str]
    text: dict[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    key: str = ""
    record_id: int | None = None
    in_bin: bool = False
    digest: str = ""
    is_kept: bool = False
    notes: list[Note] = field(default_factory=list)
    last_chance: bool = False
    is_waiting: bool = False
    refusal: Note | None = None
    forgotten: bool = False  # about somebody who was erased: nothing of it is kept, not even to be repaired
    likes: list[Like] = field(default_factory=list)

    def correct(self, name: str, sentence: Any, found: str = "") -> None:
        """Tell that something was read in another way than it stood there."""
        self.notes.append(Note("corrected", name, str(sentence), found))

    def keep(self, name: str, sentence: Any, found: str = "") -> None:
        """Tell that something was left as it was."""
        self.notes.append(Note("kept", name, str(sentence), found))

    def refuse(self, name: str, sentence: Any, found: str = "") -> None:
        """The row is not taken; it waits in the repair list. The first refusal of a row counts."""
        self.refusal = self.refusal or Note("refused", name, str(sentence), found)

    def forget(self, sentence: Any) -> None:
        """The row is not taken, and nothing of it is kept: neither its words nor its key."""
        self.refusal, self.forgotten = Note("refused", "", str(sentence)), True

    def wait(self, name: str) -> None:
        """What the row needs may come later in the same file: it is put aside and seen again at the end, with `last_chance`."""
        self.is_waiting = not self.last_chance

    @property
    def goes_on(self) -> bool:
        return self.refusal is None and not self.is_waiting


@dataclass
class Batch:
    """Rows that are looked up or written together. memory lives as long as the run."""

    rows: list[Row]
    actor: Actor
    source: str
    memory: dict[Any, Any] = field(default_factory=dict)

    def texts(self, name: str) -> set[str]:
        """All different non-empty values of one target."""
        return {row.values[name] for row in self.rows if row.values.get(name)}


Above = dict[str, set[int]]  # {kind of record: its numbers}


@dataclass(frozen=True)
class Undone:
    """gone: records that are no more. put_back: records that were given back old values. owners: records of which a part is gone.

    above: what `Importer.above` has named of the rows that are gone, handed over or have old values.
    """

    run_id: int
    source: str
    gone: list[int]
    put_back: list[int]
    owners: list[int]
    above: Above


class Importer:
    """One kind of record. See README.md for an example; a subclass is registered with `@importer`."""

    kind: ClassVar[str]
    title: ClassVar[Any]
    needs: ClassVar[str]
    model: ClassVar[type[Model]]
    targets: ClassVar[tuple[Target, ...]]
    custom_kind: ClassVar[str] = ""
    takes_cards: ClassVar[bool] = False  # whether the rows may be contact cards
    can_be_undone: ClassVar[bool] = False  # its writers leave a trace of all that they write
    beside: ClassVar[str] = ""  # the foreign key from a row to what is found or made beside it, such as the order of a line
    timeline_kind: ClassVar[str] = ""  # whose timeline tells that an import brought or changed the record; empty: none tells it

    def key(self, values: dict[str, Any]) -> str:
        """The row's key in its source."""
        return str(values.get("key") or "")

    def check(self, row: Row) -> None:
        """Look at one row; no database."""

    def look_up(self, batch: Batch) -> None:
        """Find what the rows refer to, for all at once, and only what `batch.actor` sees."""

    def marks(self, row: Row) -> frozenset[str]:
        """What two rows, or a row and a record, share when they look like one: normalised addresses and names. No database."""
        return frozenset()

    def alike(self, batch: Batch) -> dict[int, list[Like]]:
        """{row number: records that the row looks like}, among those that `batch.actor` sees; asked for rows without a known key only."""
        return {}

    def shown(self, record_ids: list[int]) -> dict[int, dict[str, str]]:
        """{record: {target: text}}, to tell what an import changes. A fixed number of queries."""
        names = {target.name for target in self.targets}
        columns = {f.name: f for f in self.model._meta.concrete_fields if f.name in names}
        related = [name for name, f in columns.items() if f.is_relation]
        records = self.model._base_manager.select_related(*related).filter(pk__in=record_ids)
        return {record.pk: {name: as_words(getattr(record, name)) for name in columns} for record in records}

    def write(self, batch: Batch) -> None:
        """Write new and changed rows and set their `record_id`."""
        raise NotImplementedError

    def done(self, run: ImportRun, actor: Actor) -> None:
        """The import is complete: announce one event."""

    def repaired(self, row: Row, run: ImportRun, actor: Actor) -> None:
        """One row was put right after the import was complete: by default it is told like an import of this row alone."""
        run.only = [row.record_id] if row.record_id else []
        self.done(run, actor)

    def forget_erased(self, batch: Batch) -> None:
        """Call `row.forget` for rows about somebody who was erased, whom an import must not bring back."""

    def present(self, source: str, keys: list[str]) -> dict[str, tuple[int, bool]]:
        """{key: (record, whether it lies in the bin)} of those that are there already."""
        columns = ["source_key", "pk", *(["deleted_at"] if _has_bin(self.model) else [])]
        found = self.model._base_manager.filter(source=source, source_key__among=keys).order_by().values_list(*columns)
        present = {key: (pk, bool(rest and rest[0])) for key, pk, *rest in found}
        into = self.went_into([pk for pk, in_bin in present.values() if in_bin])
        return {key: (into.get(pk, pk), in_bin and pk not in into) for key, (pk, in_bin) in present.items()}

    def standing(self, record_ids: list[int]) -> dict[int, bool]:
        """{record: whether it lies in the bin} of those that there are."""
        columns = ["pk", *(["deleted_at"] if _has_bin(self.model) else [])]
        found = self.model._base_manager.filter(pk__among=record_ids).values_list(*columns)
        standing = {pk: bool(rest and rest[0]) for pk, *rest in found}
        into = self.went_into([pk for pk, in_bin in standing.items() if in_bin])
        return {pk: in_bin and pk not in into for pk, in_bin in standing.items()}

    def if_new(self, actor: Actor) -> dict[str, Any]:
        """{column: value} that a new record gets where the file does not speak of it."""
        return {}

    def above(self, model: type[Model], ids: Collection[int]) -> Above:
        """What says again what these rows say; asked before they go or change, and again afterwards. A fixed number of queries."""
        return {}

    def mend(self, undone: Undone) -> None:
        """Part of an import was undone: what is derived from rows that are gone or have other values follows."""

    def beside_label(self) -> str:
        """The label of what is made beside the rows, empty where nothing is."""
        reference: Any = self.model._meta.get_field(self.beside) if self.beside else None
        return str(reference.related_model._meta.label) if reference is not None else ""

    def misfits(self, record_ids: list[int]) -> list[int]:
        """Of records that were given back old values: those that cannot stand so."""
        return []

    def lock(self) -> None:
        """Before records are given back old values: take the lock that keeps others from changing what they stand in."""

    def went_into(self, record_ids: list[int]) -> dict[int, int]:
        """{record in the bin: the record that it became part of}: a row that names its key is about that one."""
        return {}


def as_words(value: Any) -> str:
    """A value as it is shown beside another one."""
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def _has_bin(model: type[Model]) -> bool:
    return any(field.name == "deleted_at" for field in model._meta.concrete_fields)


_importers: dict[str, Importer] = {}


def importer(kind: type[Importer]) -> type[Importer]:
    """Register an importer under its kind: it then has its page and its command."""
    _importers[kind.kind] = kind()
    return kind


def importers() -> dict[str, Importer]:
    """All importers, by kind."""
    return dict(sorted(_importers.items()))


def importer_named(kind: str) -> Importer:
    """Raises LookupError for a kind that nobody imports."""
    try:
        return _importers[kind]
    except KeyError:
        raise LookupError(f"Nothing called {kind} can be imported; there are {', '.join(sorted(_importers))}.") from None
