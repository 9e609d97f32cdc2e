"""Taking in a batch: what is new, changed, unchanged or refused; written with its issues and counts in one transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db import DataError, IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor
from mutua.foundation.imports.building import Builder, as_text
from mutua.foundation.imports.importer import Batch, Importer, Like, Row
from mutua.foundation.imports.tracing import Trace, tracing

Known = tuple[int, bool, str]  # record, whether it lies in the bin, digest of what made it


@dataclass
class Tally:
    """How the rows of a batch went, by outcome, and the rows themselves."""

    created: list[Row] = field(default_factory=list)
    updated: list[Row] = field(default_factory=list)
    unchanged: list[Row] = field(default_factory=list)
    refused: list[Row] = field(default_factory=list)
    waiting: list[Row] = field(default_factory=list)
    trace: Trace = field(default_factory=Trace)

    @property
    def taken(self) -> Iterator[Row]:
        yield from self.created
        yield from self.updated
        yield from self.unchanged

    @property
    def corrected(self) -> int:
        return sum(any(note.level == "corrected" for note in row.notes) for row in self.taken)

    def add(self, other: Tally) -> None:
        for name in ("created", "updated", "unchanged", "refused", "waiting"):
            getattr(self, name).extend(getattr(other, name))
        self.trace.add(other.trace)


class Watch(Protocol):
    """Somebody who looks at rows just before records are changed, and when it is decided what became of them."""

    def before(self, importer: Importer, updated: list[Row]) -> None: ...

    def after(self, importer: Importer, tally: Tally) -> None: ...


@dataclass
class Intake:
    """One importer at work for one actor and one source."""

    importer: Importer
    builder: Builder
    actor: Actor
    source: str
    memory: dict[Any, Any] = field(default_factory=dict)
    watch: Watch | None = None

    def take(self, rows: Iterable[Row]) -> Tally:
        """Sort the rows by outcome and write them. A key that comes twice is dealt with in the order of the rows."""
        tally, pending = Tally(), list(rows)
        while pending:
            first, repeats, pending = self._one_of_each_key(pending, tally)
            tally.add(self._take_once(list(first.values())))
            for row in repeats:
                _like(first[row.key], row, tally)
        if self.watch is not None:
            self.watch.after(self.importer, tally)
        return tally

    def _one_of_each_key(self, rows: list[Row], tally: Tally) -> tuple[dict[str, Row], list[Row], list[Row]]:
        """Rows with different keys, those that only repeat one of them, and those that must wait for them."""
        first: dict[str, Row] = {}
        repeats, later = [], []
        twins_wait = self.builder.mapping.duplicates != "create"
        marks: set[str] = set()
        for row in rows:
            if row.refusal is not None:
                tally.refused.append(row)
            elif row.key not in first:
                # What looks like an earlier row is compared with what that one became.
                own = self.importer.marks(row) if twins_wait else frozenset()
                if own & marks:
                    later.append(row)
                else:
                    first[row.key] = row
                    marks |= own
            elif row.text == first[row.key].text:
                repeats.append(row)
            else:
                later.append(row)
        return first, repeats, later

    def _take_once(self, rows: list[Row]) -> Tally:
        tally = Tally()
        if rows:
            one_at_a_time(self.importer.kind, self.source)
        self.importer.forget_erased(Batch(rows, self.actor, self.source, self.memory))
        erased, rows = [row for row in rows if row.forgotten], [row for row in rows if not row.forgotten]
        tally.refused.extend(erased)
        self.importer.look_up(Batch(rows, self.actor, self.source, self.memory))
        going = []
        for row in rows:
            if row.refusal is not None:
                tally.refused.append(row)
            elif row.is_waiting:
                tally.waiting.append(row)
            else:
                going.append(row)
        self._sort(going, tally)
        self._write(tally)
        return tally

    def _sort(self, rows: list[Row], tally: Tally) -> None:
        known, lent, kept = self._known([row.key for row in rows])
        strangers = []
        for row in rows:
            row.record_id, row.in_bin, digest = known.get(row.key, (None, False, ""))
            row.is_kept = row.key in kept
            row.digest = digest_of(row)
            if row.record_id is None:
                strangers.append(row)
            elif row.in_bin:
                row.keep("", _("The record lies in the bin and was left there."), found=row.key)
                tally.unchanged.append(row)
            elif row.digest == digest:
                tally.unchanged.append(row)
            else:
                if row.key in lent:
                    _empty_nothing(row)
                tally.updated.append(row)
        alike = self.importer.alike(Batch(strangers, self.actor, self.source, self.memory)) if strangers else {}
        for row in strangers:
            self._meet(row, alike.get(row.number, []), tally)

    def _meet(self, row: Row, likes: list[Like], tally: Tally) -> None:
        """Decide about a row without a known key, which may look like records that are here already."""
        row.likes, choice = likes, self.builder.mapping.duplicates
        found = "; ".join(map(str, likes))
        if not likes:
            tally.created.append(row)
        elif choice == "create":
            row.keep("", _("It looks like a record that is here already, and was made new all the same."), found=found)
            tally.created.append(row)
        elif choice == "refuse" or len(likes) > 1 or not likes[0].may_change:
            row.refuse("", _refusal_of_likeness(choice, likes), found=found)
            tally.refused.append(row)
        else:
            row.record_id = likes[0].record_id
            row.keep("", _("It looks like a record that is here already, and was taken as that one."), found=found)
            _empty_nothing(row)
            tally.updated.append(row)

    def _known(self, keys: list[str]) -> tuple[dict[str, Known], set[str], set[str]]:
        """Records by their own key in the source, else by the row of this key that was taken as theirs; the keys of the latter, and all of which a
        row is kept."""
        from mutua.foundation.imports.models import SourceRow

        present = self.importer.present(self.source, keys)
        rows = SourceRow.objects.filter(kind=self.importer.kind, source=self.source, source_key__among=keys)
        digests = {key: (record_id, digest) for key, record_id, digest in rows.values_list("source_key", "record_id", "digest")}
        lent = {key: made for key, (made, _digest) in digests.items() if key not in present and made}
        # A row that made a record which has become part of another one still says the same.
        into = self.importer.went_into([made for made, _digest in digests.values() if made])
        if lent:
            standing = self.importer.standing(list(lent.values()))
            present |= {key: (into.get(made, made), standing[made]) for key, made in lent.items() if made in standing}
        digests = {key: (into.get(made, made), digest) for key, (made, digest) in digests.items()}
        known = {
            key: (record_id, in_bin, digests[key][1] if digests.get(key, (None, ""))[0] == record_id else "")
            for key, (record_id, in_bin) in present.items()
        }
        return known, set(lent), set(digests)

    def _write(self, tally: Tally) -> None:
        standing = [row.record_id for row in tally.unchanged if row.record_id is not None and not row.in_bin]
        if standing:
            tally.trace.found[self.importer.model._meta.label] = standing
        rows = [*tally.created, *tally.updated]
        if not rows:
            return
        if self.watch is not None:
            self.watch.before(self.importer, tally.updated)
        refused = self._write_or_part(rows, tally.trace)
        if refused:
            tally.created = [row for row in tally.created if row.refusal is None]
            tally.updated = [row for row in tally.updated if row.refusal is None]
            tally.refused.extend(refused)

    def _write_or_part(self, rows: list[Row], trace: Trace) -> list[Row]:
        """Write the rows; when the database refuses, halve them until the row that it refuses stands alone."""
        try:
            with transaction.atomic(), tracing() as written:
                self.importer.write(Batch(rows, self.actor, self.source, self.memory))
            trace.add(written)
            return []
        except (DataError, IntegrityError) as error:
            if len(rows) == 1:
                detail = getattr(getattr(error.__cause__, "diag", None), "message_primary", None) or str(error)
                rows[0].refuse("", _("The database does not take this row: %(why)s.") % {"why": detail})
                return rows
        # What the broken attempt wrote was undone; only records that were there before are real.
        there, _lent, _kept = self._known([row.key for row in rows])
        for row in rows:
            taken_as = row.likes[0].record_id if row.likes and self.builder.mapping.duplicates == "update" else None
            row.record_id = there[row.key][0] if row.key in there else taken_as
        half = len(rows) // 2
        return [*self._write_or_part(rows[:half], trace), *self._write_or_part(rows[half:], trace)]


def _like(first: Row, row: Row, tally: Tally) -> None:
    """A row that says the same as an earlier one of its batch shares its fate."""
    row.refusal, row.is_waiting, row.forgotten = first.refusal, first.is_waiting, first.forgotten
    where = tally.refused if row.refusal else tally.waiting if row.is_waiting else tally.unchanged
    where.append(row)


def _empty_nothing(row: Row) -> None:
    """What the row does not say is no reason to empty a record that came from elsewhere."""
    row.values = {name: value for name, value in row.values.items() if value not in (None, "", [], {})}


def _refusal_of_likeness(choice: str, likes: list[Like]) -> str:
    if choice == "refuse":
        return _("It looks like a record that is here already.")
    if len(likes) > 1:
        return _("It looks like more than one record that is here already.")
    return _("It looks like a record that is here already and that you may not change.")


def digest_of(row: Row) -> str:
    """SHA-256 of the row's values."""
    return hashlib.sha256(_ENCODER.encode(row.values).encode()).hexdigest()


_ENCODER = json.JSONEncoder(sort_keys=True, default=as_text, ensure_ascii=False)


def one_at_a_time(kind: str, source: str) -> None:
    """Two imports of the same kind and source take turns, batch by batch: both would find the same keys absent.

    Until the end of the transaction keys are looked up in indexes: of a table that is just being filled the planner knows too little, and would
    read the whole of it for each batch; what is asked for in the order of an index is taken from that index.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('enable_seqscan', 'off', true), set_config('enable_sort', 'off', true), set_config('jit', 'off', true), "
            "pg_advisory_xact_lock(hashtextextended(%s, 20060602))",
            [f"import {kind} {source}"],
        )
