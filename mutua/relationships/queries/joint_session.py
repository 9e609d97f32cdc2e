"""A joint session as both sides see it: what each has put into each cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from mutua.foundation.access import Actor, find, visible_to
from mutua.relationships.models import Activity, JointProposal, JointSession, Touchpoint
from mutua.relationships.rules.joint import Cell, CellState, Said, cells_of


@dataclass(frozen=True)
class Choice:
    key: str
    name: str


@dataclass(frozen=True)
class Row:
    """One touchpoint with what may be chosen there and what was said. choices: activities of the catalogue, by name only."""

    key: str
    name: str
    choices: tuple[Choice, ...]
    cell: Cell

    @property
    def state(self) -> CellState:
        return self.cell.state

    def names_of(self, said: Said | None) -> list[str]:
        return [choice.name for choice in self.choices if said is not None and choice.key in said.activities]

    @property
    def ours(self) -> list[str]:
        return self.names_of(self.cell.ours)

    @property
    def theirs(self) -> list[str]:
        return self.names_of(self.cell.theirs)


@dataclass(frozen=True)
class Table:
    rows: Sequence[Row]

    @property
    def conflicts(self) -> list[Row]:
        return [row for row in self.rows if row.state == CellState.CONFLICT]

    @property
    def agreed(self) -> list[Row]:
        return [row for row in self.rows if row.state == CellState.AGREED]

    @property
    def put(self) -> list[Row]:
        """Where somebody has said something, taken back or not."""
        return [row for row in self.rows if row.cell.ours or row.cell.theirs]

    @property
    def open(self) -> list[Row]:
        """Where one side has spoken and the other has not agreed."""
        return [row for row in self.rows if row.state in (CellState.CONFLICT, CellState.OURS, CellState.THEIRS)]


def session_for(actor: Actor, session_id: int, *, lock: bool = False) -> JointSession:
    """lock: nobody else closes it until the end of the transaction. Raises NotFound."""
    seen = visible_to(actor, JointSession.objects.filter(account__deleted_at=None).select_related("account"))
    return find(seen.select_for_update(of=("self",)) if lock else seen, pk=session_id)


def open_session_of(actor: Actor, account_id: int) -> JointSession | None:
    return visible_to(actor, JointSession.objects.filter(account=account_id, closed_at=None)).first()


def table_of(actor: Actor, session: JointSession) -> Table:
    """Three queries."""
    return table(visible_to(actor, JointProposal.objects.filter(session=session)).order_by("pk").values(*COLUMNS))


COLUMNS = ("pk", "touchpoint_id", "side", "activities", "wish", "by")


def table(proposals: Iterable[dict[str, Any]]) -> Table:
    """The same from the proposals themselves, as the customer's side may read them. It names columns, since that side may read no others."""
    cells = cells_of(
        (row["touchpoint_id"], row["side"], Said(row["pk"], frozenset(row["activities"]), row["wish"], row["by"])) for row in proposals
    )
    choices: dict[int, list[Choice]] = {}
    for number, key, name in (
        Activity.objects.filter(retired_at=None).order_by("position", "key").values_list("touchpoint_id", "key", "name")
    ):
        choices.setdefault(number, []).append(Choice(key, name))
    touchpoints = Touchpoint.objects.order_by("position", "key").values_list("pk", "key", "name")
    return Table(
        [Row(key, name, tuple(choices.get(number, ())), cells.get(number) or Cell(number, None, None)) for number, key, name in touchpoints]
    )
