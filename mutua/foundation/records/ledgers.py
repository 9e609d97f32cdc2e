"""Tables to which only is added, and rows that stay once they were decided: the database refuses, whoever asks, but for the few acts that open the ledger."""

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


def kept_for_ever(label: str, what: str, *, where: str = "TRUE") -> pgtrigger.Trigger:
    """The trigger that refuses to delete what was decided: it goes only with the record on which it hangs, when that one leaves the bin for good.

    label: the model. what: begins the sentence of the refusal. where: SQL over OLD, which rows are kept.
    """
    _ledgers.append(f"{label}:kept_for_ever")
    return pgtrigger.Trigger(
        name="kept_for_ever",
        when=pgtrigger.Before,
        operation=pgtrigger.Delete,
        func=f"IF {where} THEN RAISE EXCEPTION '{what} is never deleted.' USING ERRCODE = 'restrict_violation'; END IF; RETURN OLD;",
    )


def in_ledger(label: str, trigger: pgtrigger.Trigger) -> pgtrigger.Trigger:
    """The trigger, known as one that keeps a ledger: it lets pass what `opened_ledgers` lets pass. label: the model."""
    _ledgers.append(f"{label}:{trigger.name}")
    return trigger


@contextmanager
def opened_ledgers(*labels: str) -> Iterator[None]:
    """Inside, rows of ledgers may be changed and deleted: for emptying the bin and moving what a merge joins. Erasing a person opens everything by itself.

    labels: of the models that are opened, for the one act that makes their rows anew; without any, all are.
    """
    with pgtrigger.ignore(*(name for name in _ledgers if not labels or name.split(":")[0] in labels)):
        yield
