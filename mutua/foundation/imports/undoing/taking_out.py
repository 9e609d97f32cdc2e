"""Taking out what an import made, unless somebody needs it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import CASCADE, ForeignKey, Model

from mutua.foundation.access.people import actor_with_id
from mutua.foundation.imports.importer import Importer
from mutua.foundation.imports.models import ImportConflict, ImportRun, ImportTrace
from mutua.foundation.imports.tracing import plain
from mutua.foundation.imports.undoing.edits import columns_of, edited_columns
from mutua.foundation.imports.undoing.later import Later, hand_over, made_by, made_by_rows, makers_of, overlapping, said_later, take_from
from mutua.foundation.imports.undoing.outcome import Outcome, conflict, names_of
from mutua.foundation.imports.undoing.uses import take_along, uses_of
from mutua.foundation.imports.writing import CUSTOM, Values, overwrite

Why = ImportConflict.Why
Use = tuple[str, int]


@dataclass
class Fate:
    """What becomes of rows that an import made. waiting: rows that only rows of the same import need, which are looked at later."""

    going: set[int]
    handed: dict[int, Later] = field(default_factory=dict)
    said: dict[int, list[Later]] = field(default_factory=dict)
    edited: dict[int, dict[str, tuple[Any, Any]]] = field(default_factory=dict)
    used: dict[int, list[Use]] = field(default_factory=dict)
    waiting: set[int] = field(default_factory=set)


def take_out(run: ImportRun, importer: Importer, trace: ImportTrace, ids: Collection[int], *, last: bool) -> Outcome:
    """ids: rows of the trace. last: what has waited for others until now waits no longer, and is kept."""
    model: type[Model] = apps.get_model(trace.model)
    living = set(model._base_manager.select_for_update(of=("self",)).filter(pk__in=list(ids)).order_by("pk").values_list("pk", flat=True))
    fate = _fate(run, importer, model, living, trace.step_id)
    if last:
        # Only rows that are kept need them: they are kept with those, and need no line of their own.
        fate.used |= {one: [] for one in fate.waiting}
        fate.waiting = set()
    outcome = Outcome(gone=sorted(set(ids) - fate.handed.keys() - fate.used.keys() - fate.edited.keys() - fate.waiting), handed=fate.handed)
    outcome.owners = _owners(model, importer, fate.going | fate.handed.keys())
    outcome.note_above(importer.above(model, fate.going | fate.handed.keys()))
    unsaid = _hand(run, importer, model, fate)
    take_along(model, fate.going)
    model._base_manager.filter(pk__in=fate.going).delete()
    kept = fate.used.keys() | fate.edited.keys()
    outcome.conflicts = unsaid + _conflicts(run, model, fate)
    take_from(trace, set(ids) - fate.waiting)
    if kept:
        left = ImportTrace(run=run, step_id=trace.step_id, act=ImportTrace.Act.KEPT, model=trace.model)
        left.ids = kept
        left.save()
    return outcome


def keep_with_owners(run: ImportRun, importer: Importer, trace: ImportTrace) -> None:
    """Parts of records that are kept are kept with them."""
    model: type[Model] = apps.get_model(trace.model)
    ids = trace.ids
    for column in owner_columns(model, importer):
        owner_of = dict(model._base_manager.filter(pk__in=ids).values_list("pk", column))
        kept = made_by(run, importer.model._meta.label, [one for one in owner_of.values() if one])
        if staying := [one for one, owner in owner_of.items() if owner in kept]:
            left = ImportTrace(run=run, step_id=trace.step_id, act=ImportTrace.Act.KEPT, model=trace.model)
            left.ids = staying
            left.save()
            take_from(trace, staying)
            return


def _fate(run: ImportRun, importer: Importer, model: type[Model], living: set[int], step_id: int) -> Fate:
    """step_id: in which the rows were made."""
    is_main = model is importer.model
    said = said_later(run, model, living)
    if model._meta.label == importer.beside_label():
        made_by_rows(run, importer, living, said, after=step_id)
    fate = Fate(living, handed={one: found[0] for one, found in said.items()}, said=said)
    rest = living - fate.handed.keys()
    for one, columns in edited_columns(model, rest).items():
        if not columns.get("deleted_at", (None, None))[0]:  # whoever threw it away needs it no more
            fate.edited[one] = columns
    fate.going = rest - fate.edited.keys()
    uses = uses_of(model, fate.going, importer.timeline_kind if is_main else "")
    mine = _mine(run, uses)
    while True:
        needed = {
            one: [use for use in uses[one] if not _goes_too(use, model, fate, mine, is_main=is_main)] for one in fate.going if one in uses
        }
        needed = {one: left for one, left in needed.items() if left}
        if not needed:
            break
        fate.going -= needed.keys()
        for one, left in needed.items():
            others = [use for use in left if use[1] not in mine.get(use[0], ())]
            if others:
                fate.used[one] = others
            else:
                fate.waiting.add(one)
    if not is_main:
        _leave_to_others(run, fate)
    return fate


def _mine(run: ImportRun, uses: dict[int, list[Use]]) -> dict[str, set[int]]:
    """{label: rows that this run made, and nobody has changed} among those that need others."""
    by_label: dict[str, set[int]] = defaultdict(set)
    for found in uses.values():
        for label, number in found:
            by_label[label].add(number)
    mine = {}
    for label, numbers in by_label.items():
        own = made_by(run, label, numbers)
        mine[label] = own - edited_columns(apps.get_model(label), own).keys() if own else own
    return mine


def _goes_too(use: Use, model: type[Model], fate: Fate, mine: dict[str, set[int]], *, is_main: bool) -> bool:
    """Whether the row that needs ours goes with it: another record of the same batch, or an untouched part of ours."""
    label, number = use
    if number not in mine.get(label, ()):
        return False
    return number in fate.going if label == model._meta.label else is_main


def _leave_to_others(run: ImportRun, fate: Fate) -> None:
    """A department or household that only rows of other imports need would have been made by the first of them."""
    by_label: dict[str, set[int]] = defaultdict(set)
    for found in fate.used.values():
        for label, number in found:
            by_label[label].add(number)
    makers = {label: makers_of(run, label, numbers) for label, numbers in by_label.items()}
    for one, found in list(fate.used.items()):
        heirs = [heir for label, number in found if (heir := makers[label].get(number)) is not None]
        if heirs and len(heirs) == len(found):
            fate.handed[one] = min(heirs, key=lambda heir: heir.step_id)
            del fate.used[one]


def _hand(run: ImportRun, importer: Importer, model: type[Model], fate: Fate) -> list[ImportConflict]:
    """What others say as well is theirs. Returns what somebody wrote since, and what the heir would have overwritten."""
    if not fate.handed:
        return []
    edited = edited_columns(model, list(fate.handed))
    _reset(run, importer, model, fate, edited)
    hand_over(model, fate.handed)
    if model is importer.model:
        hand_parts(run, importer, fate.handed)
    # Of a row that was not there yet nobody would have changed what they changed before the heir brought it.
    too_early = edited_columns(model, list(edited), before={one: fate.handed[one].run_id for one in edited})
    names = names_of(model, list(edited))
    return [
        conflict(run, model, one, names.get(one, ""), Why.EDITED, column=column, kept=kept, other=other)
        for one, columns in edited.items()
        for column, (kept, other) in columns.items()
        if fate.handed[one].change is None or column in too_early.get(one, ())
    ]


def hand_parts(run: ImportRun, importer: Importer, handed: dict[int, Later]) -> None:
    """A later import that said the very same of these records would have made their parts, too."""
    heirs = {one: later for one, later in handed.items() if later.change is None}
    if not heirs:
        return
    labels = ImportTrace.objects.filter(run=run, act=ImportTrace.Act.MADE).values_list("model", flat=True).distinct()
    for label in [label for label in labels if label != importer.model._meta.label]:
        model: type[Model] = apps.get_model(label)
        for column in owner_columns(model, importer):
            owner_of = dict(model._base_manager.filter(**{f"{column}__in": list(heirs)}).values_list("pk", column))
            parts = made_by(run, label, owner_of)
            if not parts:
                continue
            hand_over(model, {one: heirs[owner_of[one]] for one in parts})
            for trace in overlapping(ImportTrace.objects.filter(run=run, act=ImportTrace.Act.MADE), label, parts):
                take_from(trace, parts)


def _reset(run: ImportRun, importer: Importer, model: type[Model], fate: Fate, edited: dict[int, dict[str, Any]]) -> None:
    """Columns of which no later import speaks are as in a new record of the heir, unless somebody has changed them."""
    names, handed = columns_of(model), fate.handed
    rows = model._base_manager.filter(pk__in=list(handed)).values_list("pk", *names)
    now = {record_id: dict(zip(names, values, strict=True)) for record_id, *values in rows}
    defaults = {
        field.attname: field.get_default() for field in model._meta.concrete_fields if field.attname in names and _may_be_left_out(field)
    }
    runs = ImportRun.objects.in_bulk({later.run_id for later in handed.values()})
    is_main = model is importer.model
    mine, theirs = (if_new(importer, run) if is_main else {}), {pk: if_new(importer, one) if is_main else {} for pk, one in runs.items()}
    values: dict[int, Values] = {}
    for one, later in handed.items():
        fresh, by_hand = {**defaults, **theirs[later.run_id]}, edited.get(one, {}).keys()
        if later.change is not None:
            given = _as_new(now[one], fresh, fate.said[one], by_hand)
        else:
            spoken = {f"{name}_id" for name in runs[later.run_id].mapping.get("columns", {})} | by_hand
            given = {
                name: fresh[name] for name in mine | theirs[later.run_id]
                if name not in spoken and now[one][name] == mine.get(name, defaults[name]) != fresh[name]
            }  # fmt: skip
        if given:
            values[one] = given
    overwrite(model, values)


def _as_new(now: Values, fresh: Values, said: list[Later], by_hand: AbstractSet[str]) -> Values:
    """What has to be written so that the row stands as if the first of `said` had made it. Its change is a making now."""
    first, *rest = [one.change for one in said if one.change is not None]
    # What the heir would have written, had it not found something else there.
    settled = by_hand | {name for change in rest for name in change.columns}
    given = {
        name: after for name, (before, after) in first.columns.items() if name not in settled and plain(now.get(name)) == before != after
    }
    spoken = set(first.columns)
    for change in rest:
        for name in change.columns.keys() - spoken - by_hand:
            change.columns[name][0] = plain(fresh.get(name))  # what it overwrote was ours
        change.save(update_fields=["columns"])
        spoken |= change.columns.keys()
    first.delete()
    spoken |= by_hand | {"source", "source_key", "deleted_at"}
    given |= {name: fresh[name] for name in fresh if name != "custom" and name not in spoken and plain(now[name]) != plain(fresh[name])}
    return given | {f"{CUSTOM}{name}": None for name in (now.get("custom") or {}) if f"{CUSTOM}{name}" not in spoken}


def _may_be_left_out(field: Any) -> bool:
    """Not what makes the row what it is: whose it is, and what is always said of it."""
    return (field.has_default() or field.null or (field.blank and field.empty_strings_allowed)) and not (
        isinstance(field, ForeignKey) and field.remote_field.on_delete is CASCADE
    )


def if_new(importer: Importer, run: ImportRun) -> Values:
    """What a new record of this run got besides what the file said."""
    return importer.if_new(actor_with_id(run.owner_id)) if run.owner_id else {}


def owner_columns(model: type[Model], importer: Importer) -> list[str]:
    """The columns by which a part hangs on a record of the import's kind."""
    if model is importer.model:
        return []
    return [
        field.attname for field in model._meta.concrete_fields if isinstance(field, ForeignKey) and field.related_model is importer.model
    ]


def _owners(model: type[Model], importer: Importer, ids: Collection[int]) -> list[int]:
    found: set[int] = set()
    for column in owner_columns(model, importer):
        found |= set(model._base_manager.filter(pk__in=list(ids)).values_list(column, flat=True))
    return sorted(one for one in found if one)


def _conflicts(run: ImportRun, model: type[Model], fate: Fate) -> list[ImportConflict]:
    names = names_of(model, [*fate.edited, *fate.used])
    found = [
        conflict(run, model, one, names.get(one, ""), Why.EDITED, column=column, kept=value)
        for one, columns in fate.edited.items()
        for column, (value, _before) in columns.items()
    ]
    for one, uses in fate.used.items():
        if uses:
            why = Why.MERGED if any(label == "customers.Merge" for label, _number in uses) else Why.USED
            found.append(conflict(run, model, one, names.get(one, ""), why, detail=_words(uses)))
    return found


def _words(uses: list[Use]) -> str:
    """ "Deals: 2, tasks: 1" """
    counted = Counter(label for label, _number in uses)
    return ", ".join(f"{apps.get_model(label)._meta.verbose_name_plural}: {number}" for label, number in counted.most_common())
