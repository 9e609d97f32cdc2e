"""Taking in a batch: what is new, changed, unchanged or refused; written with its issues and counts in one transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import DataError, IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor
from mutua.foundation.imports.building import Builder, as_text
from mutua.foundation.imports.importer import Batch, Importer, Row

Known = tuple[int, bool, str]  # record, whether it lies in the bin, digest of what made it


@dataclass
class Tally:
    """How the rows of a batch went, by outcome, and the rows themselves."""

    created: list[Row] = field(default_factory=list)
    updated: list[Row] = field(default_factory=list)
    unchanged: list[Row] = field(default_factory=list)
    refused: list[Row] = field(default_factory=list)
    waiting: list[Row] = field(default_factory=list)

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


@dataclass
class Intake:
    """One importer at work for one actor and one source. `dry`: tell what would happen and write nothing."""

    importer: Importer
    builder: Builder
    actor: Actor
    source: str
    dry: bool = False
    memory: dict[Any, Any] = field(default_factory=dict)
    _pretended: dict[str, str] = field(default_factory=dict)  # what a dry run has seen: {key: digest}

    def take(self, rows: Iterable[Row]) -> Tally:
        """Sort the rows by outcome and, unless dry, write them. A key that comes twice is dealt with in the order of the rows."""
        tally, pending = Tally(), list(rows)
        while pending:
            first, repeats, pending = self._one_of_each_key(pending, tally)
            tally.add(self._take_once(list(first.values())))
            for row in repeats:
                _like(first[row.key], row, tally)
        return tally

    def _one_of_each_key(self, rows: list[Row], tally: Tally) -> tuple[dict[str, Row], list[Row], list[Row]]:
        """Rows with different keys, those that only repeat one of them, and those that must wait for them."""
        first: dict[str, Row] = {}
        repeats, later = [], []
        for row in rows:
            if row.refusal is not None:
                tally.refused.append(row)
            elif row.key not in first:
                first[row.key] = row
            elif row.text == first[row.key].text:
                repeats.append(row)
            else:
                later.append(row)
        return first, repeats, later

    def _take_once(self, rows: list[Row]) -> Tally:
        tally = Tally()
        if not self.dry and rows:
            _one_at_a_time(self.importer.kind, self.source)
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
        if not self.dry:
            self._write(tally)
        return tally

    def _sort(self, rows: list[Row], tally: Tally) -> None:
        known = self._known([row.key for row in rows])
        for row in rows:
            record_id, in_bin, digest = known.get(row.key, (None, False, ""))
            row.record_id, row.digest = record_id, digest_of(row)
            if in_bin:
                row.keep("", _("The record lies in the bin and was left there."), found=row.key)
                tally.unchanged.append(row)
            elif record_id is None and row.key not in self._pretended:
                tally.created.append(row)
            elif row.digest == (digest or self._pretended.get(row.key)):
                tally.unchanged.append(row)
            else:
                tally.updated.append(row)
            if self.dry:
                self._pretended[row.key] = row.digest

    def _known(self, keys: list[str]) -> dict[str, Known]:
        from mutua.foundation.imports.models import SourceRow

        present = self.importer.present(self.source, keys)
        rows = SourceRow.objects.filter(kind=self.importer.kind, source=self.source, source_key__in=list(present))
        digests = {key: (record_id, digest) for key, record_id, digest in rows.values_list("source_key", "record_id", "digest")}
        # A row that made a record which has become part of another one still says the same.
        into = self.importer.went_into([made for made, _digest in digests.values() if made])
        digests = {key: (into.get(made, made), digest) for key, (made, digest) in digests.items()}
        return {
            key: (record_id, in_bin, digests[key][1] if digests.get(key, (None, ""))[0] == record_id else "")
            for key, (record_id, in_bin) in present.items()
        }

    def _write(self, tally: Tally) -> None:
        rows = [*tally.created, *tally.updated]
        if not rows:
            return
        refused = self._write_or_part(rows)
        if refused:
            tally.created = [row for row in tally.created if row.refusal is None]
            tally.updated = [row for row in tally.updated if row.refusal is None]
            tally.refused.extend(refused)

    def _write_or_part(self, rows: list[Row]) -> list[Row]:
        """Write the rows; when the database refuses, halve them until the row that it refuses stands alone."""
        try:
            with transaction.atomic():
                self.importer.write(Batch(rows, self.actor, self.source, self.memory))
            return []
        except (DataError, IntegrityError) as error:
            if len(rows) == 1:
                detail = getattr(getattr(error.__cause__, "diag", None), "message_primary", None) or str(error)
                rows[0].refuse("", _("The database does not take this row: %(why)s.") % {"why": detail})
                return rows
        # What the broken attempt wrote was undone; only records that were there before are real.
        there = self.importer.present(self.source, [row.key for row in rows])
        for row in rows:
            row.record_id = there[row.key][0] if row.key in there else None
        half = len(rows) // 2
        return [*self._write_or_part(rows[:half]), *self._write_or_part(rows[half:])]


def _like(first: Row, row: Row, tally: Tally) -> None:
    """A row that says the same as an earlier one of its batch shares its fate."""
    row.refusal, row.is_waiting = first.refusal, first.is_waiting
    where = tally.refused if row.refusal else tally.waiting if row.is_waiting else tally.unchanged
    where.append(row)


def digest_of(row: Row) -> str:
    """SHA-256 of the row's values."""
    return hashlib.sha256(_ENCODER.encode(row.values).encode()).hexdigest()


_ENCODER = json.JSONEncoder(sort_keys=True, default=as_text, ensure_ascii=False)


def _one_at_a_time(kind: str, source: str) -> None:
    """Two imports of the same kind and source take turns, batch by batch: both would find the same keys absent."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 20060602))", [f"import {kind} {source}"])
