"""What happens to leads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from mutua.foundation.events import Event, Sentence, say

say("sales.lead.arrived", _("{who} noted the lead {lead}"), needs="sales.lead.view", icon="user-plus")
say("sales.lead.taken_up", _("{who} took up the lead {lead}"), needs="sales.lead.view", icon="player-play")
say("sales.lead.answered", _("{who} answered “{question}”: {answer}"), needs="sales.lead.view", icon="help-circle")
say("sales.lead.qualified", _("{who} qualified the lead {lead}"), needs="sales.lead.view", icon="circle-check")
say("sales.lead.disqualified", _("{who} disqualified the lead {lead}: {reason}"), needs="sales.lead.view", icon="circle-x")
say("sales.lead.assigned", _("{who} gave the lead {lead} to {owner}: {reason}"), needs="sales.lead.view", icon="user-share")
say("sales.lead.converted", _("{who} converted the lead {lead}"), needs="sales.lead.view", icon="arrows-join-2")
say("sales.lead.conversion_undone", _("{who} took back the conversion of {lead}"), needs="sales.lead.view", icon="arrow-back-up")
say("sales.lead.reopened", _("{who} took up the lead {lead} again"), needs="sales.lead.view", icon="arrow-back-up")


@dataclass(frozen=True)
class LeadArrived(Event):
    """Somebody noted a lead."""

    name: ClassVar[str] = "sales.lead.arrived"
    lead_id: int
    lead: str

    def timeline(self) -> Sentence:
        return about_lead(self, lead=self.lead)


@dataclass(frozen=True)
class LeadTakenUp(Event):
    """Somebody works on a new lead."""

    name: ClassVar[str] = "sales.lead.taken_up"
    lead_id: int
    lead: str

    def timeline(self) -> Sentence:
        return about_lead(self, lead=self.lead)


@dataclass(frozen=True)
class LeadAnswered(Event):
    """A criterion of a strategy was asked of a lead. answer: as it is shown."""

    name: ClassVar[str] = "sales.lead.answered"
    lead_id: int
    question: str
    answer: str

    def timeline(self) -> Sentence:
        return about_lead(self, question=self.question, answer=self.answer)


@dataclass(frozen=True)
class LeadQualified(Event):
    """A lead fulfils what its strategy asks, or somebody said so."""

    name: ClassVar[str] = "sales.lead.qualified"
    lead_id: int
    lead: str

    def timeline(self) -> Sentence:
        return about_lead(self, lead=self.lead)


@dataclass(frozen=True)
class LeadDisqualified(Event):
    """We do not want to serve a lead, or cannot."""

    name: ClassVar[str] = "sales.lead.disqualified"
    lead_id: int
    lead: str
    reason: str

    def timeline(self) -> Sentence:
        return about_lead(self, lead=self.lead, reason=self.reason)


@dataclass(frozen=True)
class LeadReopened(Event):
    """A lead that was judged is worked on again."""

    name: ClassVar[str] = "sales.lead.reopened"
    lead_id: int
    lead: str

    def timeline(self) -> Sentence:
        return about_lead(self, lead=self.lead)


@dataclass(frozen=True)
class LeadAssigned(Event):
    """A lead went to whoever's turn it was. owner: the name; reason: as it is shown."""

    name: ClassVar[str] = "sales.lead.assigned"
    lead_id: int
    lead: str
    owner: str
    reason: str

    def timeline(self) -> Sentence:
        return about_lead(self, lead=self.lead, owner=self.owner, reason=self.reason)


@dataclass(frozen=True)
class LeadConverted(Event):
    """A lead became an account and, where one was opened, a deal."""

    name: ClassVar[str] = "sales.lead.converted"
    lead_id: int
    account_id: int
    opportunity_id: int | None
    lead: str

    def timeline(self) -> Sentence:
        also = [("account", self.account_id), *([("opportunity", self.opportunity_id)] if self.opportunity_id else [])]
        return about_lead(self, *also, lead=self.lead)


@dataclass(frozen=True)
class LeadConversionUndone(Event):
    """A conversion was taken back. kept: how many things that it made stay, for somebody had worked on them."""

    name: ClassVar[str] = "sales.lead.conversion_undone"
    lead_id: int
    lead: str
    kept: int

    def timeline(self) -> Sentence:
        return about_lead(self, lead=self.lead)


@dataclass(frozen=True)
class LeadsImported(Event):
    """An import added or changed leads."""

    name: ClassVar[str] = "sales.leads.imported"
    count: int


def about_lead(event: Event, *also: tuple[str, int], **params: str) -> Sentence:
    number: int = event.lead_id  # type: ignore[attr-defined]
    return Sentence(
        key=event.name, params=params, about=[("lead", number), *also], side="us", touchpoint="account-review", link=f"/leads/{number}/"
    )
