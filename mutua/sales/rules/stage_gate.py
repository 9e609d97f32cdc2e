"""Which moves of a deal are allowed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["open", "won", "lost"]


@dataclass(frozen=True)
class GateFacts:
    """What the gate asks about a deal. stage_kind: of the stage in which it stands."""

    stage_kind: Kind
    pipeline: str
    engaged_on: date | None


class Closed(ValueError):
    """The deal has ended; it must be opened again before it moves."""


class WrongPipeline(ValueError):
    """The stage belongs to another way of selling."""


class BeforeItBegan(ValueError):
    """A deal cannot end before it began."""


class NotYet(ValueError):
    """A deal ends on a day that has come."""


class NotAMove(ValueError):
    """A deal is won or lost by its own act, with a day and a reason."""


class OpenAlready(ValueError):
    """Only what has ended can be opened again."""


def check_can_move(facts: GateFacts, *, to_pipeline: str, to_kind: Kind) -> None:
    """An open deal moves freely between the open stages of its own pipeline; it ends by being won or lost."""
    if facts.stage_kind != "open":
        raise Closed
    if facts.pipeline != to_pipeline:
        raise WrongPipeline
    if to_kind != "open":
        raise NotAMove


def check_can_close(facts: GateFacts, on: date, today: date) -> None:
    """Only an open deal ends, not before it began and not on a day to come."""
    if facts.stage_kind != "open":
        raise Closed
    if facts.engaged_on is not None and on < facts.engaged_on:
        raise BeforeItBegan
    if on > today:
        raise NotYet


def check_can_reopen(facts: GateFacts) -> None:
    if facts.stage_kind == "open":
        raise OpenAlready
