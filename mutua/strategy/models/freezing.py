"""Parts of a version: once it is approved, none is added, changed or taken away, whoever asks."""

from __future__ import annotations

from collections.abc import Sequence

import pgtrigger

from mutua.foundation.records.ledgers import kept_for_ever

_APPROVED = "EXISTS (SELECT FROM strategy_strategyversion WHERE id {which} AND approved_at IS NOT NULL)"


def frozen_with_version(
    label: str, what: str, *, columns: Sequence[str], let_go: Sequence[str] = (), of: str = "version_of_id"
) -> tuple[pgtrigger.Trigger, pgtrigger.Trigger]:
    """The triggers of a part's `Meta`. label: the model. what: begins the sentence of the refusal. columns: what never changes.

    let_go: columns that may become empty, because what they point to may go; they never point to anything else. of: the column that
    names the version.
    """
    changes = [f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in (*columns, of)]
    changes += [f"(NEW.{column} IS NOT NULL AND OLD.{column} IS DISTINCT FROM NEW.{column})" for column in let_go]
    refusal = f"RAISE EXCEPTION '{what} of an approved strategy version never changes.' USING ERRCODE = 'check_violation';"
    added = _APPROVED.format(which=f"= NEW.{of}")
    touched = _APPROVED.format(which=f"IN (OLD.{of}, NEW.{of})")
    return (
        pgtrigger.Trigger(
            name="frozen_with_version",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.Update,
            func=(
                f"IF TG_OP = 'INSERT' THEN IF {added} THEN {refusal} END IF;"
                f" ELSIF ({' OR '.join(changes)}) AND {touched} THEN {refusal} END IF; RETURN NEW;"
            ),
        ),
        kept_for_ever(label, f"{what} of an approved strategy version", where=_APPROVED.format(which=f"= OLD.{of}")),
    )
