"""What other domains know of a strategy under review: they register panels of counts here, and each count leads to the rows that it counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from mutua.foundation.access import Actor
from mutua.strategy.models import Objective, SegmentMember
from mutua.strategy.work import Seen


@dataclass(frozen=True)
class Asked:
    """What a panel is asked about: an objective of a version, and the days on which it is, or was, in force."""

    objective: Objective
    since: date
    until: date

    @property
    def strategy_id(self) -> int:
        return self.objective.version_of.strategy_id

    @property
    def accounts(self) -> QuerySet[SegmentMember, int]:
        """The numbers of the accounts that belonged to the segment at some time of these days, as a subquery."""
        members = SegmentMember.objects.filter(segment=self.objective.version_of.strategy.segment_id, person=None)
        return members.exclude(until__lte=self.since).exclude(since__gt=self.until).values_list("account", flat=True)


@dataclass(frozen=True)
class Count:
    """One number, and the rows that it counts.

    rows: those that the actor sees. show: one of them in the list. amount: its column of money, beside `currency`. by: a column after which the
    rows are told apart, as lost deals by their reason. missing: these rows cannot be counted for lack of data; says why in `words`.
    """

    key: str
    words: Any
    rows: Callable[[Actor, Asked], QuerySet[Any]]
    show: Callable[[Any], Seen]
    newest: tuple[str, ...] = ("-pk",)
    amount: str = ""
    currency: str = "currency"
    by: str = ""
    missing: bool = False


@dataclass(frozen=True)
class EvidencePanel:
    """One domain's evidence. told: a sentence from the numbers by key, "" where there is none to say.

    of_members: the rows are those of the segment's accounts, so that the panel stays away from whom the segment's rule is hidden from.
    """

    key: str
    title: Any
    needs: str
    order: int
    counts: tuple[Count, ...]
    of_members: bool
    told: Callable[[Mapping[str, int]], str] | None = None


_panels: dict[str, EvidencePanel] = {}


def gives_evidence(panel: EvidencePanel) -> None:
    """Register a panel; its counts that are missing stand together with those of other domains."""
    _panels[panel.key] = panel


def evidence_panels() -> list[EvidencePanel]:
    return sorted(_panels.values(), key=lambda panel: (panel.order, panel.key))
