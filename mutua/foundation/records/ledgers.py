"""Tables to which only is added: the database refuses to change or delete a row, whoever asks, but for the few acts that open the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pgtrigger

_ledgers: list[str] = []


def append_only(label: str, *, may_change: Sequence[str] = ()) -> tuple[pgtrigger.Trigger, pgtrigger.Trigger]:
    """The triggers of a ledger's `Meta`. label: the model, such as "customers.Consent". may_change: who wrote it may be unlinked when that user goes."""
    _ledgers.extend((f"{label}:written_for_ever", f"{label}:never_deleted"))
    return (
        pgtrigger.Trigger(
            name="written_for_ever",
            when=pgtrigger.Before,
            operation=pgtrigger.Update,
            condition=pgtrigger.AnyChange(exclude=list(may_change)) if may_change else pgtrigger.AnyChange(),
            func="RAISE EXCEPTION 'What stands in this ledger is written for ever.' USING ERRCODE = 'restrict_violation';",
        ),
        pgtrigger.Trigger(
            name="never_deleted",
            when=pgtrigger.Before,
            operation=pgtrigger.Delete,
            func="RAISE EXCEPTION 'Nothing is deleted from this ledger.' USING ERRCODE = 'restrict_violation';",
        ),
    )


@contextmanager
def opened_ledgers() -> Iterator[None]:
    """Inside, rows of ledgers may be changed and deleted: for emptying the bin and moving what a merge joins. Erasing a person opens everything by itself; nothing else does."""
    with pgtrigger.ignore(*_ledgers):
        yield
