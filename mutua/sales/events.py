"""What happens to deals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from mutua.foundation.events import Event, Sentence, say
from mutua.foundation.events.sentence import Side

TOUCHPOINT = "account-review"

say("sales.opportunity.opened", _("{who} opened the deal {deal}"), needs="sales.opportunity.view", icon="layout-kanban")
say("sales.opportunity.advanced", _("{who} moved {deal} from {was} to {now}"), needs="sales.opportunity.view", icon="arrow-right")
say("sales.opportunity.won", _("{who} won {deal}"), needs="sales.opportunity.view", icon="trophy")
say("sales.opportunity.lost", _("{who} lost {deal}: {reason}"), needs="sales.opportunity.view", icon="circle-x")
say("sales.opportunity.reopened", _("{who} opened {deal} again"), needs="sales.opportunity.view", icon="arrow-back-up")


@dataclass(frozen=True)
class OpportunityOpened(Event):
    """A deal was added by hand."""

    name: ClassVar[str] = "sales.opportunity.opened"
    opportunity_id: int
    account_id: int
    deal: str

    def timeline(self) -> Sentence:
        return _about(self, deal=self.deal)


@dataclass(frozen=True)
class OpportunityAdvanced(Event):
    """A deal went to another open stage. was, now: the stages' names at the time."""

    name: ClassVar[str] = "sales.opportunity.advanced"
    opportunity_id: int
    account_id: int
    deal: str
    was: str
    now: str

    def timeline(self) -> Sentence:
        return _about(self, deal=self.deal, was=self.was, now=self.now)


@dataclass(frozen=True)
class OpportunityWon(Event):
    """The customer said yes."""

    name: ClassVar[str] = "sales.opportunity.won"
    opportunity_id: int
    account_id: int
    deal: str

    def timeline(self) -> Sentence:
        return _about(self, side="both", deal=self.deal)


@dataclass(frozen=True)
class OpportunityLost(Event):
    """The customer said no, or nothing any more."""

    name: ClassVar[str] = "sales.opportunity.lost"
    opportunity_id: int
    account_id: int
    deal: str
    reason: str

    def timeline(self) -> Sentence:
        return _about(self, side="them", deal=self.deal, reason=self.reason)


@dataclass(frozen=True)
class OpportunityReopened(Event):
    """A closed deal is worked on again."""

    name: ClassVar[str] = "sales.opportunity.reopened"
    opportunity_id: int
    account_id: int
    deal: str

    def timeline(self) -> Sentence:
        return _about(self, deal=self.deal)


@dataclass(frozen=True)
class OpportunitiesImported(Event):
    """An import added or changed deals of these accounts."""

    name: ClassVar[str] = "sales.opportunities.imported"
    account_ids: tuple[int, ...]
    count: int


def _about(
    event: OpportunityOpened | OpportunityAdvanced | OpportunityWon | OpportunityLost | OpportunityReopened,
    *,
    side: Side = "us",
    **params: str,
) -> Sentence:
    return Sentence(
        key=event.name,
        params=params,
        about=[("account", event.account_id), ("opportunity", event.opportunity_id)],
        side=side,
        touchpoint=TOUCHPOINT,
        link=f"/deals/{event.opportunity_id}/",
    )


@dataclass(frozen=True)
class TerritoryChanged(Event):
    """A territory was added or changed, somebody joined or left it, an account was named or no longer: `act` says which."""

    name: ClassVar[str] = "sales.territory.changed"
    territory_id: int
    act: str


@dataclass(frozen=True)
class TerritoriesImported(Event):
    """An import added or changed these territories."""

    name: ClassVar[str] = "sales.territories.imported"
    run_id: int
    territory_ids: tuple[int, ...]


@dataclass(frozen=True)
class SnapshotTaken(Event):
    """The pipeline of a week was kept."""

    name: ClassVar[str] = "sales.forecast.snapshot_taken"
    snapshot_id: int


@dataclass(frozen=True)
class QuotaSaid(Event):
    """Somebody said what a person, a team or a territory is to win, or took it back."""

    name: ClassVar[str] = "sales.quota.said"
    quota_id: int


@dataclass(frozen=True)
class ForecastCalled(Event):
    """A manager said what is expected beside the sum of the deals, or took it back."""

    name: ClassVar[str] = "sales.forecast.called"
    call_id: int


@dataclass(frozen=True)
class ForecastOverridden(Event):
    """Somebody said how sure one deal is, or left it to its stage again."""

    name: ClassVar[str] = "sales.opportunity.forecast_said"
    opportunity_id: int
    account_id: int


@dataclass(frozen=True)
class StagesRated(Event):
    """Category or probability of these stages changed."""

    name: ClassVar[str] = "sales.stages.rated"
    stage_ids: tuple[int, ...]
