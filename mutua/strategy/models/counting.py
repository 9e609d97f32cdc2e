"""What was counted stays as it was counted: the triggers of evidence, counted outcomes and measurements.

Counting goes forward only: more outcomes, at days that are not over. To count from the start again opens the three ledgers, and so does
erasing; whoever writes to the tables is refused.
"""

from __future__ import annotations

import pgtrigger

from mutua.foundation.records.ledgers import in_ledger, kept_for_ever

COUNTED = ("strategy.CountedOutcome", "strategy.Measurement", "strategy.Evidence")

_REFUSED = "RAISE EXCEPTION '{what} never changes.' USING ERRCODE = 'restrict_violation';"
# The day of the last look is open until the next one: what comes later belongs to a later day.
_DAY_IS_OVER = "EXISTS (SELECT FROM strategy_evidence WHERE objective_id = NEW.objective_id AND read_to > NEW.day)"
_IS_COUNTED = "EXISTS (SELECT FROM strategy_countedoutcome WHERE objective_id = NEW.objective_id AND position = NEW.{column})"


def _forward_only(label: str, what: str, refused: str) -> tuple[pgtrigger.Trigger, pgtrigger.Trigger]:
    """refused: SQL over TG_OP, OLD and NEW."""
    forward = pgtrigger.Trigger(
        name="forward_only",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"IF ({refused}) THEN {_REFUSED.format(what=what)} END IF; RETURN NEW;",
    )
    return in_ledger(label, forward), kept_for_ever(label, what)


def outcomes_stay() -> tuple[pgtrigger.Trigger, pgtrigger.Trigger]:
    """No outcome is added to a day that is over, and none changes but for its account, which may go."""
    stays = "(to_jsonb(OLD) - 'account_id') = (to_jsonb(NEW) - 'account_id') AND NEW.account_id IS NULL"
    return _forward_only(
        "strategy.CountedOutcome",
        "What was counted for an objective",
        f"CASE TG_OP WHEN 'INSERT' THEN {_DAY_IS_OVER} ELSE OLD IS DISTINCT FROM NEW AND NOT ({stays}) END",
    )


def measurements_stay() -> tuple[pgtrigger.Trigger, pgtrigger.Trigger]:
    """The measurement of the open day changes with more outcomes, which are counted; no other does."""
    more = f"OLD.objective_id = NEW.objective_id AND OLD.day = NEW.day AND NEW.observations > OLD.observations AND {_IS_COUNTED}"
    return _forward_only(
        "strategy.Measurement",
        "What was known of an objective",
        f"{_DAY_IS_OVER} OR (TG_OP = 'UPDATE' AND OLD IS DISTINCT FROM NEW AND NOT ({more.format(column='observations')}))",
    )


def evidence_goes_on() -> tuple[pgtrigger.Trigger, pgtrigger.Trigger]:
    """The state changes with more outcomes, which are counted; neither the day up to which it read nor the first day goes back."""
    same = "OLD.counted = NEW.counted AND OLD.state = NEW.state"
    more = f"NEW.counted > OLD.counted AND {_IS_COUNTED.format(column='counted')}"
    begun = "OLD.counted = 0 OR OLD.begun_on IS NOT DISTINCT FROM NEW.begun_on"
    goes_on = f"OLD.objective_id = NEW.objective_id AND NEW.read_to >= OLD.read_to AND ({begun}) AND (({same}) OR ({more}))"
    return _forward_only("strategy.Evidence", "The evidence of an objective", f"TG_OP = 'UPDATE' AND NOT ({goes_on})")
